package io.tandem.queue;

import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Takes one message for good.
///
/// One in a block is noted as taken before the head moves, so that the block is freed whoever dies.
final class Take extends Removal {
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
  void prepare() {
    long head = memory.head();
    if (!outlet.isThere(head)) {
      return;
    }
    if (!memory.isLinked(head)) {
      bytes = new byte[Math.min(memory.length(head), memory.longestInRing())];
    } else if (spare == Holdings.NONE) {
      spare = holdings.claimForAMoment(blocks);
    }
  }

  @Override
  Outcome takeReturned(int holding) {
    holdings.setState(holding, Holdings.TAKEN);
    taken = holding;
    return Outcome.DONE;
  }

  @Override
  Outcome takeHead(long head) {
    if (memory.isLinked(head)) {
      return takeLink(head);
    }
    int length = memory.length(head);
    byte[] room = bytes != null && bytes.length == length ? bytes : new byte[length];
    words.copyOut(memory.place(memory.start(head)), MemorySegment.ofArray(room), 0, length);
    bytes = room;
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
  void finish() {
    if (spare != Holdings.NONE) {
      holdings.release(spare);
      spare = Holdings.NONE;
    }
    if (taken != Holdings.NONE) {
      try {
        bytes = holdings.bytes(taken, blocks);
      } finally {
        holdings.drop(taken, blocks);
      }
    }
  }
}
