package io.tandem.bench.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Numbers of one kind, and what they say together.
final class Figures {
  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  void clear() {
    values.clear();
  }

  int count() {
    return values.size();
  }

  /// The least value that so large a part of them does not exceed.
  double percentile(double part) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
  }

  double median() {
    return percentile(0.5);
  }

  double least() {
    return percentile(Double.MIN_VALUE);
  }

  double most() {
    return percentile(1);
  }

  /// As `1.08 [1.02..1.31] (30 pairs)`.
  String asRatio() {
    return String.format(
        Locale.ROOT, "%.2f [%.2f..%.2f] (%d pairs)", median(), least(), most(), count());
  }

  /// As `p50 0.40 p99 3.10 max 4.20 ms (n = 100)`.
  String asMillis() {
    return String.format(
        Locale.ROOT,
        "p50 %.2f  p90 %.2f  p99 %.2f  max %.2f ms (n = %d)",
        median(),
        percentile(0.9),
        percentile(0.99),
        most(),
        count());
  }
}
