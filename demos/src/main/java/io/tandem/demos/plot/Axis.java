package io.tandem.demos.plot;

/// One direction of a chart.
///
/// @param title what the numbers are
/// @param logarithmic whether equal ways are equal ratios; then all values are above 0
public record Axis(String title, Unit unit, boolean logarithmic) {
  /// An axis from 0.
  public static Axis linear(String title, Unit unit) {
    return new Axis(title, unit, false);
  }

  /// An axis on which equal ways are equal ratios.
  public static Axis logarithmic(String title, Unit unit) {
    return new Axis(title, unit, true);
  }

  double checked(double value, String what) {
    if (!Double.isFinite(value) || value < 0 || logarithmic && value == 0) {
      throw new IllegalArgumentException(
          what + " is " + value + ", and must be a number " + (logarithmic ? "> 0" : ">= 0"));
    }
    return value;
  }
}
