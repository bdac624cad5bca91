package io.tandem.demos.plot;

import java.util.ArrayList;
import java.util.List;

/// Where the values of an [Axis] lie between two pixels; both ends and all ticks are round numbers.
final class Scale {
  private static final double[] ROUND = {1, 2, 5, 10};
  private static final int TICKS = 8;

  private final boolean logarithmic;
  private final double low;
  private final double high;
  private final double from;
  private final double to;
  private final List<Double> ticks;

  /// @param least of the values; not looked at if the axis begins at 0
  /// @param from the pixel of the lower end
  /// @param to the pixel of the upper end
  Scale(Axis axis, double least, double most, double from, double to) {
    this.logarithmic = axis.logarithmic();
    this.from = from;
    this.to = to;
    this.ticks = logarithmic ? powers(least, most) : steps(most, axis.unit() == Unit.COUNT ? 1 : 0);
    this.low = ticks.getFirst();
    this.high = ticks.getLast();
  }

  double at(double value) {
    double share =
        logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    return from + share * (to - from);
  }

  double low() {
    return low;
  }

  double high() {
    return high;
  }

  List<Double> ticks() {
    return ticks;
  }

  private static List<Double> steps(double most, double leastStep) {
    double step = Math.max(leastStep, roundUp((most > 0 ? most : 1) / TICKS));
    var ticks = new ArrayList<Double>();
    int last = (int) Math.max(1, Math.ceil(most / step - 1e-9));
    for (int i = 0; i <= last; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /// Powers of ten, and their double and fivefold if there are few of them.
  private static List<Double> powers(double least, double most) {
    double low = roundDown(least);
    double high = Math.max(roundUp(most), roundUp(low * 1.5));
    boolean wide = high / low > 1000;
    var ticks = new ArrayList<Double>();
    for (int power = exponent(low); power <= exponent(high); power++) {
      for (double factor : wide ? new double[] {1} : new double[] {1, 2, 5}) {
        ticks.add(factor * Math.pow(10, power));
      }
    }
    if (wide) {
      if (ticks.getLast() < high * (1 - 1e-9)) {
        ticks.add(10 * ticks.getLast());
      }
      return ticks;
    }
    ticks.removeIf(tick -> tick < low * (1 - 1e-9) || tick > high * (1 + 1e-9));
    return ticks;
  }

  private static double roundUp(double value) {
    double power = Math.pow(10, exponent(value));
    for (double factor : ROUND) {
      if (factor * power >= value * (1 - 1e-9)) {
        return factor * power;
      }
    }
    throw new AssertionError(value);
  }

  private static double roundDown(double value) {
    double power = Math.pow(10, exponent(value));
    double round = power;
    for (double factor : ROUND) {
      if (factor * power <= value * (1 + 1e-9)) {
        round = factor * power;
      }
    }
    return round;
  }

  private static int exponent(double value) {
    return (int) Math.floor(Math.log10(value) + 1e-9);
  }
}
