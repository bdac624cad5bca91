package io.tandem.queue;

import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.word.Words;

/// A queue's memory and surroundings, as its two sides need them: where things are, and what they
/// say.
final class QueueMemory {
  private static final int ALIGNMENT = 8;
  private static final int SHARE = 8; // of the ring that one message may take

  final Words words;
  final Peers peers;
  final Parker parker;
  final long messages;
  final long bytes;
  final int leases;
  final boolean tellsAbandoned;

  private final long slotsAt;
  private final long slotMask;
  private final long ringAt;
  private final long ringMask;

  QueueMemory(Words words, Peers peers, Parker parker) {
    this.words = words;
    this.peers = peers;
    this.parker = parker;
    messages = words.getLong(QueueLayout.MESSAGES_AT);
    bytes = words.getLong(QueueLayout.BYTES_AT);
    leases = words.getInt(QueueLayout.LEASES_AT);
    tellsAbandoned = (words.getInt(QueueLayout.FLAGS_AT) & QueueLayout.TELLS_ABANDONED) != 0;
    slotsAt = holdingAt(leases);
    slotMask = slots(messages) - 1;
    ringAt = slotsAt + slots(messages) * SlotLayout.BYTES;
    ringMask = bytes - 1;
  }

  static long blockBytes(QueueOptions options) {
    return holdingAt(options.leases())
        + slots(options.messages()) * SlotLayout.BYTES
        + options.bytes();
  }

  static void initialize(Words words, QueueOptions options) {
    words.setLong(QueueLayout.MESSAGES_AT, options.messages());
    words.setLong(QueueLayout.BYTES_AT, options.bytes());
    words.setInt(QueueLayout.LEASES_AT, options.leases());
    words.setInt(QueueLayout.FLAGS_AT, options.tellsAbandoned() ? QueueLayout.TELLS_ABANDONED : 0);
    CodecName.of(options.codec()).write(words);
  }

  static long holdingAt(int i) {
    return QueueLayout.BYTES + i * HoldingLayout.BYTES;
  }

  private static long slots(long messages) {
    return messages == 1 ? 1 : Long.highestOneBit(messages - 1) << 1;
  }

  // ---- what there is ----

  long head() {
    return words.getLongAcquire(QueueLayout.HEAD_AT); // acquire: pairs with Outlet.moveHead
  }

  long tail() {
    return words.getLongAcquire(QueueLayout.TAIL_AT); // acquire: pairs with Inlet.commit
  }

  boolean isClosed() {
    return words.getIntAcquire(QueueLayout.STATE_AT) != QueueLayout.OPEN; // pairs with Inlet.close
  }

  /// How many messages are in the ring, exactly so at one moment of the call.
  long count() {
    while (true) {
      long head = head();
      long tail = tail();
      if (head == head()) {
        return tail - head;
      }
      Thread.onSpinWait();
    }
  }

  // ---- where it is ----

  int longestInRing() {
    return (int) Math.min(bytes / SHARE, Integer.MAX_VALUE);
  }

  long slotAt(long number) {
    return slotsAt + (number & slotMask) * SlotLayout.BYTES;
  }

  long start(long number) {
    return words.getLong(slotAt(number) + SlotLayout.START_AT);
  }

  int length(long number) {
    return words.getInt(slotAt(number) + SlotLayout.LENGTH_AT);
  }

  boolean isLinked(long number) {
    return words.getInt(slotAt(number) + SlotLayout.KIND_AT) == SlotLayout.LINKED;
  }

  /// The block that a linked message is in.
  long block(long number) {
    return words.getLong(place(start(number)));
  }

  /// The generation of that block.
  int generation(long number) {
    return words.getInt(place(start(number)) + Long.BYTES);
  }

  /// Where the bytes behind a message begin.
  long end(long number) {
    return start(number) + aligned(isLinked(number) ? SlotLayout.LINK_BYTES : length(number));
  }

  /// How many bytes there are from a place to the end of the ring.
  long bytesInPiece(long start) {
    return bytes - (start & ringMask);
  }

  /// How many slots there are from one to the last.
  long slotsInPiece(long number) {
    return slotMask + 1 - (number & slotMask);
  }

  /// Where some bytes can begin that must not wrap around.
  ///
  /// @param end of what is in front of them
  long startBehind(long end, int length) {
    long rest = bytesInPiece(end);
    return length <= rest ? end : end + rest;
  }

  /// Where the bytes are in the words.
  long place(long start) {
    return ringAt + (start & ringMask);
  }

  static long aligned(int length) {
    return (long) length + ALIGNMENT - 1 & -ALIGNMENT;
  }
}
