package io.tandem.demos.plot;

import io.tandem.demos.plot.Mark.Anchor;
import java.util.Arrays;
import java.util.List;

/// How times are spread: a histogram for each kind, one below the other on one logarithmic axis.
///
/// ```java
/// var chart = new HistogramChart("A title", "what was measured, and where", "time of a call",
///     List.of(new Samples("alone", 31, 35, 34), new Samples("two processes", 80, 1_900, 95)));
/// String svg = Svg.of(chart.draw());
/// ```
///
/// @param title what it shows, in a line of at most 80 letters
/// @param note how it was measured, in a line
/// @param time what the times are of
/// @param rows from top to bottom
public record HistogramChart(String title, String note, String time, List<Samples> rows)
    implements Chart {
  private static final int HEIGHT = 58;
  private static final int GAP = 20;
  private static final double MOST_PERCENT = 99.9; // or the slowest one squeezes all others
  private static final double ROUNDING = 1e-6;
  private static final int PARTS_OF_A_DECADE = 8;

  /// @throws IllegalArgumentException if there are no rows
  public HistogramChart {
    rows = List.copyOf(rows);
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("The chart '" + title + "' has no rows");
    }
  }

  @Override
  public Drawing draw() {
    var sketch = new Sketch(title, note);
    sketch.legendBox(Color.BLUE, "how many, to a scale of each row (the longest may lie outside)");
    sketch.legendLine(false, 2, "median");
    sketch.legendLine(true, 2, "99 % are faster");
    Axis axis = Axis.logarithmic(time, Unit.NANOSECONDS);
    double least = rows.stream().mapToLong(row -> row.percentile(0)).min().orElseThrow();
    double most = rows.stream().mapToLong(row -> row.percentile(MOST_PERCENT)).max().orElseThrow();
    double left = Sketch.MARGIN + 64;
    for (Samples row : rows) {
      left = Math.max(left, Sketch.MARGIN + 16 + 1.1 * Sketch.widthOf(row.name()));
      left = Math.max(left, Sketch.MARGIN + 16 + Sketch.widthOf(row.summary()));
    }
    Scale scale = new Scale(axis, least, most, left, Sketch.WIDTH - Sketch.MARGIN - 24.0);
    double bottom = Sketch.TOP + rows.size() * (HEIGHT + GAP);
    sketch.axisBelow(axis, scale, Sketch.TOP, bottom);
    double base = Sketch.TOP + GAP + HEIGHT;
    for (Samples row : rows) {
      drawRow(sketch, row, scale, base);
      base += HEIGHT + GAP;
    }
    return sketch.finish(bottom + 48);
  }

  private static void drawRow(Sketch sketch, Samples row, Scale scale, double base) {
    double left = scale.at(scale.low());
    sketch.text(left - 12, base - 40, row.name(), Color.INK, Sketch.SMALL, true, Anchor.END);
    sketch.text(left - 12, base - 22, row.summary(), Color.FAINT_INK, Anchor.END);
    sketch.text(left - 12, base - 4, row.longest(), Color.FAINT_INK, Anchor.END);
    drawShares(sketch, row, scale, base);
    sketch.line(left, base, scale.at(scale.high()), base, Color.FAINT_INK, 1);
    double median = scale.at(row.percentile(50));
    sketch.line(median, base - HEIGHT - 6, median, base, Color.INK, 2);
    double late = scale.at(row.percentile(99));
    sketch.dashes(late, base - HEIGHT - 6, late, base, Color.INK, 2);
  }

  private static void drawShares(Sketch sketch, Samples row, Scale scale, double base) {
    double decades = Math.log10(scale.high() / scale.low());
    int parts = (int) Math.round(decades * PARTS_OF_A_DECADE);
    double[] edges = new double[parts + 1];
    Arrays.setAll(edges, i -> scale.low() * Math.pow(10, decades * i / parts));
    double[] shares = new double[parts];
    for (int i = 0; i < parts; i++) {
      double from = i == 0 ? 0 : edges[i];
      double to = i == parts - 1 ? edges[parts] * (1 + ROUNDING) : edges[i + 1];
      shares[i] = row.share(from, to);
    }
    double highest = Arrays.stream(shares).max().orElseThrow();
    for (int i = 0; i < parts; i++) {
      if (shares[i] > 0) {
        double top = base - Math.max(1, shares[i] / highest * HEIGHT);
        String hint = hint(row, edges[i], edges[i + 1], shares[i]);
        sketch.box(scale.at(edges[i]), top, scale.at(edges[i + 1]), base, Color.BLUE, hint);
      }
    }
  }

  private static String hint(Samples row, double from, double to, double share) {
    Unit unit = Unit.NANOSECONDS;
    return "%s, %s to %s: %s"
        .formatted(
            row.name(), unit.format(from), unit.format(to), Unit.PERCENT.format(100 * share));
  }
}
