package io.tandem.lock;

import io.tandem.park.Parker;
import io.tandem.word.Words;

/// A parker that does what another one does; a test overrides what shall be different.
class ParkerAround implements Parker {
  private final Parker parker;

  ParkerAround(Parker parker) {
    this.parker = parker;
  }

  /// Nobody interrupts here.
  @Override
  public final void park(Words words, long offset, int expected, int owner, long nanos) {
    parkUninterruptibly(words, offset, expected, owner, nanos);
  }

  @Override
  public void parkUninterruptibly(Words words, long offset, int expected, int owner, long nanos) {
    parker.parkUninterruptibly(words, offset, expected, owner, nanos);
  }

  /// Or the clock would say how often one looks.
  @Override
  public boolean isCostly() {
    return false;
  }

  @Override
  public void wakeOne(Words words, long offset) {
    parker.wakeOne(words, offset);
  }

  @Override
  public void wakeAll(Words words, long offset) {
    parker.wakeAll(words, offset);
  }
}
