package io.tandem.demos.plot;

import java.util.List;
import java.util.Locale;

/// What a number counts, and how it is written: with three digits that matter, and a prefix.
public enum Unit {
  COUNT(List.of("", "", " M", " G")),
  NANOSECONDS(List.of(" ns", " µs", " ms", " s")),
  PER_SECOND(List.of("/s", " k/s", " M/s", " G/s")),
  BYTES_PER_SECOND(List.of(" B/s", " kB/s", " MB/s", " GB/s")),
  RATIO(List.of("×")),
  PERCENT(List.of(" %"));

  private static final double THOUSAND = 1000;

  private final List<String> suffixes;

  Unit(List<String> suffixes) {
    this.suffixes = suffixes;
  }

  /// Returns a value as text, such as `1.25 µs`, `12,000` or `3.4×`.
  public String format(double value) {
    if (this == COUNT && Math.abs(value) < THOUSAND * THOUSAND) {
      return String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%.2f", value);
    }
    int step = 0;
    double scaled = value;
    while (step < suffixes.size() - 1 && Math.abs(scaled) >= 999.5) {
      scaled /= THOUSAND;
      step++;
    }
    return digits(scaled) + suffixes.get(step);
  }

  private static String digits(double value) {
    double size = Math.abs(value);
    String text =
        String.format(Locale.ROOT, size >= 99.95 ? "%.0f" : size >= 9.995 ? "%.1f" : "%.2f", value);
    return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
  }
}
