package io.tandem.park;

import io.tandem.word.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// Notes the sleeps that it is asked for, and does instead of each what a test says.
final class RecordingParker implements Parker {
  /// A sleep.
  record Sleep(long offset, int expected, int owner, long nanos) {}

  final List<Sleep> sleeps = new ArrayList<>();
  private final LongConsumer instead;

  /// Makes one.
  ///
  /// @param instead gets the nanoseconds of the sleep
  RecordingParker(LongConsumer instead) {
    this.instead = instead;
  }

  @Override
  public void park(Words words, long offset, int expected, int owner, long nanos)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    parkUninterruptibly(words, offset, expected, owner, nanos);
  }

  @Override
  public void parkUninterruptibly(Words words, long offset, int expected, int owner, long nanos) {
    sleeps.add(new Sleep(offset, expected, owner, nanos));
    instead.accept(nanos);
  }

  @Override
  public void wakeOne(Words words, long offset) {}

  @Override
  public void wakeAll(Words words, long offset) {}
}
