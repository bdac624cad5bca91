package io.tandem.bench.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Numbers of one kind, and what they say together.
final class Figures {
  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  double median() {
    return sorted().get(values.size() / 2);
  }

  private List<Double> sorted() {
    return values.stream().sorted().toList();
  }

  /// As `1.08 [1.02..1.31] n=30`: the median, least, most and number.
  String asRange() {
    List<Double> sorted = sorted();
    return String.format(
        Locale.ROOT,
        "%.2f [%.2f..%.2f] n=%d",
        median(),
        sorted.getFirst(),
        sorted.getLast(),
        values.size());
  }
}
