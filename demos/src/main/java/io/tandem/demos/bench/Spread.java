package io.tandem.demos.bench;

import java.util.List;

/// What several figures of one kind say together.
///
/// @param value the median, or another percentile where that is what counts
public record Spread(double value, double least, double most) {
  /// Of figures. A value between two of them is interpolated.
  ///
  /// @param figures one or more
  /// @param part of the way from the least to the most that the value is at: 0.5 for the median
  public static Spread of(List<Double> figures, double part) {
    List<Double> sorted = figures.stream().sorted().toList();
    double place = part * (sorted.size() - 1);
    double below = sorted.get((int) Math.floor(place));
    double above = sorted.get((int) Math.ceil(place));
    double value = below + (place - Math.floor(place)) * (above - below);
    return new Spread(value, sorted.getFirst(), sorted.getLast());
  }

  /// As `0.5 ms [0.2..1.4]`.
  ///
  /// @param unit may be empty
  public String text(String unit) {
    return Texts.number(value) + (unit.isEmpty() ? " " : " " + unit + " ") + range();
  }

  /// As `[0.2..1.4]`.
  String range() {
    return "[%s..%s]".formatted(Texts.number(least), Texts.number(most));
  }
}
