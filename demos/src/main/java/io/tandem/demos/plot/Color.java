package io.tandem.demos.plot;

import java.util.List;

/// The colours of all charts: those of Okabe and Ito, which people with any kind of colour vision
/// tell apart, and which differ in brightness, too.
final class Color {
  static final String INK = "#202020";
  static final String FAINT_INK = "#5A5A5A";
  static final String GRID = "#E2E2E2";
  static final String PAPER = "#FFFFFF";
  static final String BLUE = "#0072B2";
  static final String ORANGE = "#E69F00";
  static final String GREEN = "#009E73";
  static final String VERMILION = "#D55E00";
  static final String PINK = "#CC79A7";
  static final String SKY = "#56B4E9";

  private static final List<String> SERIES = List.of(BLUE, ORANGE, GREEN, PINK, SKY, VERMILION);

  private Color() {}

  /// The colour of the nth series; after six they begin again.
  static String ofSeries(int n) {
    return SERIES.get(n % SERIES.size());
  }
}
