package io.tandem.park;

import java.util.Collection;
import java.util.List;

/// The waiting loop of [Waitable#awaitAny]: as that of [Waiting], without spinning.
final class WaitForAny<W extends Waitable> {
  private final List<W> things;

  WaitForAny(Collection<? extends W> things) {
    this.things = List.copyOf(things);
  }

  /// Those that are ready.
  List<W> ready() {
    return things.stream().filter(Waitable::isReady).toList();
  }

  /// @return those that are ready; none when the deadline has passed
  List<W> await(long deadline) throws InterruptedException {
    List<WaitPoint> points = things.stream().map(Waitable::waitPoint).toList();
    var spots = new Spots(points);
    Parker parker = points.getFirst().parker();
    boolean hears =
        parker instanceof FutexParker futex
            && futex.canSleepOn(spots)
            && points.stream().allMatch(point -> point.parker() == parker);
    long slice = Waiting.FIRST_SLICE_NANOS;
    long now = System.nanoTime();
    while (true) {
      spots.announceSleep();
      List<W> ready = ready();
      long left = deadline - now;
      if (!ready.isEmpty() || left <= 0) {
        return ready;
      }
      if (hears) {
        ((FutexParker) parker).parkOnAny(spots, Math.min(slice, left));
      } else {
        spots.poll(Math.min(slice, left));
      }
      long up = System.nanoTime();
      slice = Waiting.nextSlice(slice, up - now);
      now = up;
    }
  }
}
