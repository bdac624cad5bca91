package io.tandem.queue;

import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;

/// Takes messages for good, one after the other, into memory of the caller.
final class TakeInto extends Take {
  private MemorySegment target = MemorySegment.NULL;
  private long at;
  private int length;

  TakeInto(Outlet outlet, Blocks blocks) {
    super(outlet, blocks);
  }

  /// Makes it ready for the next message.
  ///
  /// @param at where its first byte goes
  void aim(MemorySegment target, long at) {
    this.target = target;
    this.at = at;
  }

  /// How long the last one was.
  int length() {
    return length;
  }

  @Override
  void makeRoom(int length) {}

  /// Under the lock, as nobody can take it away then: it stays the first.
  @Override
  void requireRoom(int length) {
    long room = target.byteSize() - at;
    if (length > room) {
      throw new IllegalArgumentException(
          "Cannot take a message of %d bytes into %d. It is still there: give more room."
              .formatted(length, room));
    }
  }

  @Override
  void copy(Words from, long place, int length) {
    from.copyOut(place, target, at, length);
    this.length = length;
  }
}
