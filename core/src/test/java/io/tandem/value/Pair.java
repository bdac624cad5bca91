package io.tandem.value;

import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;

/// A record whose parts are equal, if they belong together.
record Pair(long first, long second) {
  static final long BYTES = 16;

  static Pair of(long number) {
    return new Pair(number, number);
  }

  boolean isWhole() {
    return first == second;
  }

  /// Access that can be stopped between its parts.
  ///
  /// @param strict whether the record refuses what does not belong together
  record Stepwise(Words words, boolean strict) implements Access<Pair> {
    @Override
    public Pair read(MemorySegment memory, long offset) {
      var pair = new Pair(words.getLong(offset), words.getLong(offset + 8));
      if (strict && !pair.isWhole()) {
        throw new IllegalArgumentException("refused " + pair);
      }
      return pair;
    }

    @Override
    public void check(Pair value) {}

    @Override
    public void write(MemorySegment memory, long offset, Pair value) {
      words.setLong(offset, value.first());
      words.setLong(offset + 8, value.second());
    }
  }
}
