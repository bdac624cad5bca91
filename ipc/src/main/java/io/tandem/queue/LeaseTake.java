package io.tandem.queue;

import io.tandem.word.Words;
import org.jspecify.annotations.Nullable;

/// Leases one message: moves it from the ring to a block, which a holding names.
final class LeaseTake extends Removal {
  private final Outlet outlet;
  private final QueueMemory memory;
  private final Words words;
  private final Holdings holdings;
  private final Blocks blocks;

  private int spare = Holdings.NONE; // a holding that was claimed for it
  private @Nullable Words room; // of the spare one
  private int roomBytes;
  private int leased = Holdings.NONE;

  LeaseTake(Outlet outlet, Blocks blocks) {
    this.outlet = outlet;
    this.memory = outlet.memory;
    this.words = outlet.words;
    this.holdings = outlet.holdings;
    this.blocks = blocks;
  }

  /// The holding that has the message.
  int leased() {
    return leased;
  }

  @Override
  void prepare() {
    long head = memory.head();
    if (!outlet.isThere(head)) {
      return;
    }
    boolean linked = memory.isLinked(head);
    int length = Math.min(memory.length(head), memory.longestInRing());
    if (room != null && (linked || roomBytes < length)) {
      finish();
    }
    if (spare == Holdings.NONE) {
      spare = holdings.claim(blocks); // or none: no matter if a message came back, that has one
    }
    if (spare != Holdings.NONE && !linked && room == null) {
      room = holdings.allocate(spare, length, blocks);
      roomBytes = length;
    }
  }

  @Override
  Outcome takeReturned(int holding) {
    holdings.setAttempt(holding, holdings.attempt(holding) + 1);
    holdings.setState(holding, Holdings.LEASED);
    leased = holding;
    return Outcome.DONE;
  }

  @Override
  Outcome takeHead(long head) {
    if (spare == Holdings.NONE) { // again, as one may have come back, and been taken
      spare = holdings.claim(blocks);
    }
    if (spare == Holdings.NONE) {
      throw new IllegalStateException(
          "Cannot lease a message: %d are leased, the most that this queue was made for. "
                  .formatted(memory.leases)
              + "Acknowledge some first, or make a queue for more leases.");
    }
    boolean linked = memory.isLinked(head);
    int length = memory.length(head);
    Words to = room;
    if (linked == (to != null) || !linked && roomBytes < length) {
      return Outcome.UNPREPARED;
    }
    if (to == null) {
      holdings.copyLink(spare, head);
    } else {
      to.copyIn(0, words.segment(), memory.place(memory.start(head)), length);
      holdings.setLength(spare, length);
      holdings.setNumber(spare, head);
    }
    holdings.setAttempt(spare, 1);
    holdings.setState(spare, Holdings.LEASED); // first: who dies here has leased it, see repair
    outlet.moveHead(head + 1);
    leased = spare;
    spare = Holdings.NONE;
    return Outcome.DONE;
  }

  @Override
  void finish() {
    if (spare != Holdings.NONE) {
      holdings.dropIfAny(spare, blocks);
      spare = Holdings.NONE;
    }
    room = null;
  }
}
