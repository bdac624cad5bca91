package io.tandem.demos.plot;

import io.tandem.demos.plot.Mark.Anchor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// Numbers side by side, as level bars in rows; each may have a range, and a row a goal.
///
/// ```java
/// var chart = new BarChart("A title", "what was measured, and where",
///     Axis.linear("counted", Unit.COUNT), "expected",
///     List.of(new BarChart.Row("2 processes", OptionalDouble.of(20_000), List.of(
///         BarChart.Bar.of("no lock", 11_042), BarChart.Bar.of("lock", 20_000)))));
/// String svg = Svg.of(chart.draw());
/// ```
///
/// @param title what it shows, in a line of at most 80 letters
/// @param note how it was measured, in a line
/// @param axis of all bars
/// @param goal what the rows' goals are, for the legend; not looked at if no row has one
/// @param rows from top to bottom
public record BarChart(String title, String note, Axis axis, String goal, List<Row> rows)
    implements Chart {
  private static final int BAR = 17;
  private static final int GAP = 4;
  private static final int ROW_GAP = 16;

  /// @throws IllegalArgumentException if there are no bars, a number cannot be on the axis, or
  ///   there are goals without a name
  public BarChart {
    rows = List.copyOf(rows);
    if (rows.stream().allMatch(row -> row.bars.isEmpty())) {
      throw new IllegalArgumentException("The chart '" + title + "' has no bars");
    }
    if (goal.isBlank() && rows.stream().anyMatch(row -> row.goal.isPresent())) {
      throw new IllegalArgumentException(
          "The chart '" + title + "' does not say what its goals are");
    }
    for (Row row : rows) {
      row.goal.ifPresent(value -> axis.checked(value, "The goal of '" + row.name + "'"));
      for (Bar bar : row.bars) {
        axis.checked(bar.low, "'" + bar.series + "' of '" + row.name + "'");
        axis.checked(bar.high, "'" + bar.series + "' of '" + row.name + "'");
      }
    }
  }

  /// Some bars with a name in common.
  ///
  /// @param goal what the bars are to be compared with
  public record Row(String name, OptionalDouble goal, List<Bar> bars) {
    public Row {
      bars = List.copyOf(bars);
    }
  }

  /// A value and the range it was in.
  ///
  /// @param series its name in the legend; a series has one colour in all rows
  public record Bar(String series, double value, double low, double high) {
    /// @throws IllegalArgumentException if the value is not in the range
    public Bar {
      if (!(low <= value && value <= high)) {
        throw new IllegalArgumentException(value + " is not from " + low + " to " + high);
      }
    }

    /// A value without a range.
    public static Bar of(String series, double value) {
      return new Bar(series, value, value, value);
    }
  }

  @Override
  public Drawing draw() {
    var sketch = new Sketch(title, note);
    List<String> series = List.copyOf(new LinkedHashSet<>(bars().map(Bar::series).toList()));
    legend(sketch, series);
    double left =
        Sketch.MARGIN + 12 + rows.stream().mapToDouble(r -> Sketch.widthOf(r.name)).max().orElse(0);
    double right = Sketch.WIDTH - Sketch.MARGIN - 64;
    Scale scale = new Scale(axis, 0.8 * least(), most(), left, right);
    double bottom = Sketch.TOP + rows.stream().mapToInt(BarChart::height).sum();
    sketch.axisBelow(axis, scale, Sketch.TOP, bottom);
    double y = Sketch.TOP + ROW_GAP / 2.0;
    for (Row row : rows) {
      drawRow(sketch, row, series, scale, y);
      y += height(row);
    }
    sketch.line(left, Sketch.TOP, left, bottom, Color.FAINT_INK, 1);
    return sketch.finish(bottom + 48);
  }

  private Stream<Bar> bars() {
    return rows.stream().flatMap(row -> row.bars.stream());
  }

  private double least() {
    return Stream.concat(bars().map(Bar::low), goals()).min(Double::compare).orElseThrow();
  }

  private double most() {
    return Stream.concat(bars().map(Bar::high), goals()).max(Double::compare).orElseThrow();
  }

  private Stream<Double> goals() {
    return rows.stream().flatMap(row -> row.goal.stream().boxed());
  }

  private static int height(Row row) {
    return row.bars.size() * (BAR + GAP) - GAP + ROW_GAP;
  }

  private void legend(Sketch sketch, List<String> series) {
    for (int i = 0; i < series.size(); i++) {
      sketch.legendBox(Color.ofSeries(i), series.get(i));
    }
    if (bars().anyMatch(bar -> bar.low < bar.high)) {
      sketch.legendLine(false, 1, "range of all runs");
    }
    if (goals().findAny().isPresent()) {
      sketch.legendLine(true, 2, goal);
    }
  }

  private void drawRow(Sketch sketch, Row row, List<String> series, Scale scale, double top) {
    double left = scale.at(scale.low());
    double bottom = top + height(row) - ROW_GAP;
    sketch.text(left - 10, (top + bottom) / 2 + 5, row.name, Color.INK, Anchor.END);
    double y = top;
    for (Bar bar : row.bars) {
      String hint = row.name + ", " + bar.series + ": " + axis.unit().format(bar.value);
      String color = Color.ofSeries(series.indexOf(bar.series));
      sketch.box(left, y, scale.at(bar.value), y + BAR, color, hint);
      if (bar.low < bar.high) {
        range(sketch, scale.at(bar.low), scale.at(bar.high), y + BAR / 2.0);
      }
      sketch.text(
          labelX(row, bar, scale), y + 13, axis.unit().format(bar.value), Color.INK, Anchor.START);
      y += BAR + GAP;
    }
    row.goal.ifPresent(
        goal -> sketch.dashes(scale.at(goal), top - 4, scale.at(goal), bottom + 4, Color.INK, 2));
  }

  private static void range(Sketch sketch, double from, double to, double y) {
    for (boolean halo : new boolean[] {true, false}) { // so that it is seen on a dark bar, too
      String color = halo ? Color.PAPER : Color.INK;
      double width = halo ? 4 : 1.5;
      sketch.line(from, y, to, y, color, width);
      sketch.line(from, y - 5, from, y + 5, color, width);
      sketch.line(to, y - 5, to, y + 5, color, width);
    }
  }

  /// Behind the bar and its range, and not across the line of the goal.
  private double labelX(Row row, Bar bar, Scale scale) {
    double x = scale.at(bar.high) + 7;
    double end = x + Sketch.widthOf(axis.unit().format(bar.value));
    double goalX = row.goal.isPresent() ? scale.at(row.goal.getAsDouble()) : x - 10;
    return x - 8 < goalX && goalX < end + 4 ? goalX + 7 : x;
  }
}
