package io.tandem.queue;

import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Takes one message for good.
///
/// All of it is done under the lock, also for one in a block: it is copied, and only then taken.
/// Memory for a long one is got there as well, or many who want the same one would get some.
sealed class Take extends Removal permits TakeInto {
  private final Outlet outlet;
  private final QueueMemory memory;
  private final Words words;
  private final Holdings holdings;
  private final Blocks blocks;

  private byte @Nullable [] bytes;

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
    if (outlet.isThere(head) && !memory.isLinked(head)) {
      makeRoom(Math.min(memory.length(head), memory.longestInRing()));
    }
  }

  @Override
  final Outcome takeReturned(int holding) {
    int length = holdings.length(holding);
    requireRoom(length);
    copy(holdings.find(holding, blocks), 0, length);
    holdings.drop(holding, blocks);
    return Outcome.DONE;
  }

  @Override
  final Outcome takeHead(long head) {
    int length = memory.length(head);
    requireRoom(length);
    if (memory.isLinked(head)) {
      copy(blocks.find(memory.block(head), memory.generation(head)), 0, length);
      outlet.takeLinked(head, blocks);
    } else {
      copy(words, memory.place(memory.start(head)), length);
      outlet.moveHead(head + 1);
    }
    return Outcome.DONE;
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
