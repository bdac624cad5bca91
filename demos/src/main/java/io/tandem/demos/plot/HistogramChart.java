package io.tandem.demos.plot;

import io.tandem.demos.plot.Mark.Anchor;
import java.util.ArrayList;
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
  private static final int HEIGHT = 76;
  private static final int GAP = 22;
  private static final int PARTS_OF_A_DECADE = 12;

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
    sketch.legendBox(Color.BLUE, "share of the calls; each row has a height of its own");
    sketch.legendLine(false, 2, "median");
    sketch.legendLine(true, 2, "99 % are faster");
    Axis axis = Axis.logarithmic(time, Unit.NANOSECONDS);
    double least = rows.stream().mapToLong(row -> row.percentile(0)).min().orElseThrow();
    double most = rows.stream().mapToLong(row -> row.percentile(100)).max().orElseThrow();
    double left = Sketch.MARGIN + 64;
    for (Samples row : rows) {
      left = Math.max(left, Sketch.MARGIN + 16 + Sketch.widthOf(row.name()));
      left = Math.max(left, Sketch.MARGIN + 16 + Sketch.widthOf(summary(row)));
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

  private static String summary(Samples row) {
    return "median " + time(row, 50) + ", 99 % " + time(row, 99);
  }

  private static String time(Samples row, double percent) {
    return Unit.NANOSECONDS.format(row.percentile(percent));
  }

  private static void drawRow(Sketch sketch, Samples row, Scale scale, double base) {
    double left = scale.at(scale.low());
    sketch.text(left - 12, base - 42, row.name(), Color.INK, Sketch.SMALL, true, Anchor.END);
    sketch.text(left - 12, base - 22, summary(row), Color.FAINT_INK, Anchor.END);
    drawShares(sketch, row, scale, base);
    sketch.line(left, base, scale.at(scale.high()), base, Color.FAINT_INK, 1);
    double median = scale.at(row.percentile(50));
    sketch.line(median, base - HEIGHT - 6, median, base, Color.INK, 2);
    double late = scale.at(row.percentile(99));
    sketch.dashes(late, base - HEIGHT - 6, late, base, Color.INK, 2);
  }

  private static void drawShares(Sketch sketch, Samples row, Scale scale, double base) {
    var edges = new ArrayList<Double>();
    int parts = (int) Math.round(Math.log10(scale.high() / scale.low()) * PARTS_OF_A_DECADE);
    for (int i = 0; i <= parts; i++) {
      edges.add(scale.low() * Math.pow(scale.high() / scale.low(), (double) i / parts));
    }
    edges.set(parts, Math.nextUp(scale.high())); // so that the slowest is in the last part
    double highest = 0;
    for (int i = 0; i < parts; i++) {
      highest = Math.max(highest, row.share(edges.get(i), edges.get(i + 1)));
    }
    for (int i = 0; i < parts; i++) {
      double share = row.share(edges.get(i), edges.get(i + 1));
      if (share > 0) {
        double height = Math.max(1, share / highest * HEIGHT);
        sketch.box(
            scale.at(edges.get(i)),
            base - height,
            scale.at(edges.get(i + 1)),
            base,
            Color.BLUE,
            hint(row, edges.get(i), edges.get(i + 1), share));
      }
    }
  }

  private static String hint(Samples row, double from, double to, double share) {
    Unit unit = Unit.NANOSECONDS;
    return "%s, %s to %s: %s of the calls"
        .formatted(
            row.name(), unit.format(from), unit.format(to), Unit.PERCENT.format(100 * share));
  }
}
