package io.tandem.bench.side;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Numbers of one kind, and what they say together.
public final class Figures {
  private final List<Double> values = new ArrayList<>();

  public void add(double value) {
    values.add(value);
  }

  public void clear() {
    values.clear();
  }

  public int count() {
    return values.size();
  }

  /// The least value that so large a part of them does not exceed.
  public double percentile(double part) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.ceil(part * sorted.size()) - 1);
  }

  public double median() {
    return percentile(0.5);
  }

  public double least() {
    return percentile(Double.MIN_VALUE);
  }

  public double most() {
    return percentile(1);
  }

  /// As `1.08 [1.02..1.31] n=30`: the median, least, most and number.
  public String asRange() {
    return String.format(Locale.ROOT, "%.2f [%.2f..%.2f] n=%d", median(), least(), most(), count());
  }

  /// As `p50 0.40 p90 0.82 p99 3.10 max 4.20 ms n=100`.
  public String asMillis() {
    return String.format(
        Locale.ROOT,
        "p50 %.2f  p90 %.2f  p99 %.2f  max %.2f ms n=%d",
        median(),
        percentile(0.9),
        percentile(0.99),
        most(),
        count());
  }
}
