package io.tandem.word;

import io.tandem.park.Parker;

/// Sleeps that end at once: where two threads collide for a moment only.
///
/// Not final: a test looks who is woken.
public class NoSleep implements Parker {
  @Override
  public void park(Words words, long offset, int expected, int owner, long nanos) {
    Thread.onSpinWait();
  }

  @Override
  public void parkUninterruptibly(Words words, long offset, int expected, int owner, long nanos) {
    Thread.onSpinWait();
  }

  @Override
  public void wakeOne(Words words, long offset) {}

  @Override
  public void wakeAll(Words words, long offset) {}

  @Override
  public boolean isCostly() {
    return false;
  }
}
