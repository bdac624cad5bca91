package io.tandem.park;

import io.tandem.linux.Futex;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Several words to sleep on at once, for one thread's waits.
final class Spots {
  /// The most that one sleep can be on: one word of it says that it shall stop.
  static final int MOST = Futex.MOST_WORDS - 1;

  private final List<WaitPoint> points;
  private final int[] expected;

  /// @param points at least one
  Spots(List<WaitPoint> points) {
    this.points = points;
    this.expected = new int[points.size()];
  }

  int count() {
    return points.size();
  }

  Words firstWords() {
    return points.getFirst().words();
  }

  long firstOffset() {
    return points.getFirst().offset();
  }

  void announceSleep() {
    for (int i = 0; i < expected.length; i++) {
      expected[i] = points.get(i).announceSleep().getAsInt();
    }
  }

  /// Whether any word differs from what was announced.
  boolean haveChanged() {
    for (int i = 0; i < expected.length; i++) {
      WaitPoint point = points.get(i);
      if (point.words().getIntAcquire(point.offset()) != expected[i]) { // the caller looks why
        return true;
      }
    }
    return false;
  }

  boolean areWithin(MemorySegment.Scope scope) {
    return points.stream().anyMatch(point -> point.words().segment().scope().equals(scope));
  }

  void addTo(Futex.Sleep sleep) {
    for (int i = 0; i < expected.length; i++) {
      sleep.add(addressOf(points.get(i)), expected[i]);
    }
  }

  void wakeAll() {
    points.forEach(point -> Futex.wake(addressOf(point), Integer.MAX_VALUE));
  }

  private static long addressOf(WaitPoint point) {
    return FutexParker.address(point.words(), point.offset());
  }

  /// Sleeps without being woken: looks again and again, less and less often.
  void poll(long nanos) throws InterruptedException {
    long start = System.nanoTime();
    while (!Thread.interrupted()) {
      long slept = System.nanoTime() - start;
      if (slept >= nanos || haveChanged()) {
        return;
      }
      LockSupport.parkNanos(this, Math.min(PollingParker.nap(slept), nanos - slept));
    }
    throw new InterruptedException("Interrupted while waiting for shared memory to change");
  }
}
