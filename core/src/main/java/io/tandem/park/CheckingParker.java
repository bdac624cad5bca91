package io.tandem.park;

import io.tandem.word.Words;
import java.lang.foreign.Arena;

/// Another parker, for words that may be given back.
record CheckingParker(Parker parker, Runnable check) implements Parker {
  @Override
  public void requireCurrent() {
    check.run();
  }

  @Override
  public void park(Words words, long offset, int expected, int owner, long nanos)
      throws InterruptedException {
    parker.park(words, offset, expected, owner, nanos);
  }

  @Override
  public void parkUninterruptibly(Words words, long offset, int expected, int owner, long nanos) {
    parker.parkUninterruptibly(words, offset, expected, owner, nanos);
  }

  @Override
  public void wakeOne(Words words, long offset) {
    parker.wakeOne(words, offset);
  }

  @Override
  public void wakeAll(Words words, long offset) {
    parker.wakeAll(words, offset);
  }

  @Override
  public boolean isCostly() {
    return parker.isCostly();
  }

  @Override
  public void unmap(Arena arena) {
    parker.unmap(arena);
  }
}
