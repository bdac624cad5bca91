package io.tandem.demos.plot;

import java.util.Arrays;

/// Measured times of one kind.
public final class Samples {
  private final String name;
  private final long[] sorted;

  /// @param nanoseconds each above 0, in any order
  /// @throws IllegalArgumentException if there are none, or one is not above 0
  public Samples(String name, long... nanoseconds) {
    this.name = name;
    this.sorted = nanoseconds.clone();
    Arrays.sort(sorted);
    if (sorted.length == 0 || sorted[0] <= 0) {
      throw new IllegalArgumentException(
          name + (sorted.length == 0 ? ": no samples" : ": a sample is " + sorted[0] + " ns"));
    }
  }

  public String name() {
    return name;
  }

  public int size() {
    return sorted.length;
  }

  /// Returns the least time that a share of all do not exceed.
  ///
  /// @param percent from 0, the least of all, to 100, the most
  public long percentile(double percent) {
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException(percent + " is not from 0 to 100");
    }
    return sorted[Math.max(0, (int) Math.ceil(percent / 100 * sorted.length) - 1)];
  }

  /// Returns the share of those from one time, inclusive, to another, exclusive.
  double share(double from, double to) {
    return (double) (firstAtLeast(to) - firstAtLeast(from)) / sorted.length;
  }

  private int firstAtLeast(double nanoseconds) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < nanoseconds) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Returns the name, and the times that tell most.
  @Override
  public String toString() {
    return name + ": " + summary() + ", " + longest();
  }

  String longest() {
    return "longest " + text(100);
  }

  String summary() {
    return "median " + text(50) + ", 99 % " + text(99);
  }

  private String text(double percent) {
    return Unit.NANOSECONDS.format(percentile(percent));
  }
}
