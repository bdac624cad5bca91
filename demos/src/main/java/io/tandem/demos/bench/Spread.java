package io.tandem.demos.bench;

import java.util.List;

/// What several figures of one kind say together.
///
/// @param value the median, or another percentile where that is what counts
public record Spread(double value, double least, double most) {
  /// Of figures.
  ///
  /// @param figures one or more
  /// @param part of them that the value is not below: 0.5 for the median
  public static Spread of(List<Double> figures, double part) {
    List<Double> sorted = figures.stream().sorted().toList();
    int index = Math.max(0, (int) Math.ceil(part * sorted.size()) - 1);
    return new Spread(sorted.get(index), sorted.getFirst(), sorted.getLast());
  }
}
