package io.tandem.queue;

import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Takes one message for good.
///
/// One in a block is noted as taken before the head moves, so that the block is freed whoever dies.
sealed class Take extends Removal permits TakeInto {
  private final Outlet outlet;
  private final QueueMemory memory;
  private final Words words;
  private final Holdings holdings;
  private final Blocks blocks;

  private byte @Nullable [] bytes;
  private int spare = Holdings.NONE; // a holding that was claimed for it
  private int taken = Holdings.NONE; // the one that has the message

  Take(Outlet outlet, Blocks blocks) {
    this.outlet = outlet;
    this.memory = outlet.memory;
    this.words = outlet.words;
    this.holdings = outlet.holdings;
    this.blocks = blocks;
  }

  /// What was taken.
  byte @Nullable [] bytes() {
    return bytes;
  }

  @Override
  final void prepare() {
    long head = memory.head();
    if (!outlet.isThere(head)) {
      return;
    }
    if (!memory.isLinked(head)) {
      makeRoom(Math.min(memory.length(head), memory.longestInRing()));
    } else if (spare == Holdings.NONE) {
      spare = holdings.claimForAMoment(blocks);
    }
  }

  @Override
  final Outcome takeReturned(int holding) {
    requireRoom(holdings.length(holding));
    holdings.setState(holding, Holdings.TAKEN);
    taken = holding;
    return Outcome.DONE;
  }

  @Override
  final Outcome takeHead(long head) {
    int length = memory.length(head);
    requireRoom(length);
    if (memory.isLinked(head)) {
      return takeLink(head);
    }
    copy(words, memory.place(memory.start(head)), length);
    outlet.moveHead(head + 1);
    return Outcome.DONE;
  }

  private Outcome takeLink(long head) {
    if (spare == Holdings.NONE) {
      return Outcome.UNPREPARED;
    }
    holdings.sweepTaken(head, blocks);
    taken = spare;
    spare = Holdings.NONE;
    holdings.copyLink(taken, head);
    holdings.setState(taken, Holdings.TAKEN);
    outlet.moveHead(head + 1);
    return Outcome.DONE;
  }

  @Override
  final void finish() {
    if (spare != Holdings.NONE) {
      holdings.release(spare);
      spare = Holdings.NONE;
    }
    if (taken != Holdings.NONE) {
      try {
        copy(holdings.find(taken, blocks), 0, holdings.length(taken));
      } finally {
        holdings.drop(taken, blocks);
        taken = Holdings.NONE;
      }
    }
  }

  // ---- where it goes ----

  /// Gets memory for what may be the message's length.
  void makeRoom(int length) {
    bytes = new byte[length];
  }

  /// Under the lock, before anything is changed.
  void requireRoom(int length) {}

  /// Copies the message.
  void copy(Words from, long place, int length) {
    byte[] room = bytes != null && bytes.length == length ? bytes : new byte[length];
    from.copyOut(place, MemorySegment.ofArray(room), 0, length);
    bytes = room;
  }
}
