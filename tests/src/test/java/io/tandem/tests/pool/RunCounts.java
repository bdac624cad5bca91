package io.tandem.tests.pool;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.value.IntArray;
import java.util.Arrays;

/// How often each task ran, as the workers count it, and how often it may at most. No place is used
/// again: a task that was cancelled may run on.
final class RunCounts implements AutoCloseable {
  private final IntArray runs;
  private final int[] most;
  private int used;

  RunCounts(int places) {
    runs = IntArray.create(places);
    most = new int[places];
  }

  /// What tasks count in.
  IntArray array() {
    return runs;
  }

  /// @return the first of so many places
  int reserve(int places, int mostRuns) {
    int first = used;
    used += places;
    Arrays.fill(most, first, used, mostRuns);
    return first;
  }

  void requireRuns(int place, int from, int to) {
    int seen = runs.get(place);
    assertTrue(
        from <= seen && seen <= to,
        () -> "the task at %d ran %d times, not %d to %d".formatted(place, seen, from, to));
  }

  /// Once no worker is left that could count.
  void requireNoneTooOften() {
    for (int place = 0; place < used; place++) {
      requireRuns(place, 0, most[place]);
    }
  }

  @Override
  public void close() {
    runs.free();
  }
}
