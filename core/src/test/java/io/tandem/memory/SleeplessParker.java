package io.tandem.memory;

import io.tandem.park.Parker;
import io.tandem.word.Words;

/// Where one thread plays all processes, one after the other, nobody may have to wait.
final class SleeplessParker implements Parker {
  @Override
  public void park(Words words, long offset, int expected, int owner, long nanos) {
    throw new AssertionError("sleeps for ever");
  }

  @Override
  public void parkUninterruptibly(Words words, long offset, int expected, int owner, long nanos) {
    throw new AssertionError("sleeps for ever");
  }

  @Override
  public void wakeOne(Words words, long offset) {
    // Nobody sleeps.
  }

  @Override
  public void wakeAll(Words words, long offset) {
    // Nobody sleeps.
  }
}
