package io.tandem.demos.plot;

import io.tandem.demos.plot.Mark.Anchor;
import io.tandem.demos.plot.Mark.Area;
import io.tandem.demos.plot.Mark.Path;
import io.tandem.demos.plot.Mark.Text;
import java.util.ArrayList;
import java.util.List;

/// A [Drawing] while it is drawn: a heading, a legend and an axis as all charts have them.
final class Sketch {
  static final int WIDTH = 960;
  static final int MARGIN = 32;

  /// Where the legend stands; the chart itself begins at [#TOP].
  private static final int LEGEND = 88;

  static final int TOP = 112;
  static final int SMALL = 13;

  private final String title;
  private final List<Mark> marks = new ArrayList<>();
  private double legendX = MARGIN;

  Sketch(String title, String note) {
    this.title = title;
    text(MARGIN, 40, title, Color.INK, 20, true, Anchor.START);
    text(MARGIN, 63, note, Color.FAINT_INK, Anchor.START);
  }

  /// Returns about how wide a small text is, in a font that is rather wide. Fonts differ, and where
  /// a picture is looked at is not known, so nothing is measured.
  static double widthOf(String text) {
    return SMALL * text.chars().mapToDouble(Sketch::widthOf).sum();
  }

  private static double widthOf(int letter) {
    if ("ijlI.,:;'|!()ftr -".indexOf(letter) >= 0) {
      return 0.38;
    }
    if ("mwMW%".indexOf(letter) >= 0) {
      return 0.95;
    }
    return Character.isUpperCase(letter) || Character.isDigit(letter) ? 0.68 : 0.61;
  }

  void line(double x1, double y1, double x2, double y2, String color, double width) {
    marks.add(new Path(List.of(new Point(x1, y1), new Point(x2, y2)), color, width, false));
  }

  void dashes(double x1, double y1, double x2, double y2, String color, double width) {
    marks.add(new Path(List.of(new Point(x1, y1), new Point(x2, y2)), color, width, true));
  }

  void area(List<Point> points, String color, String hint) {
    marks.add(new Area(points, color, hint));
  }

  void box(double x1, double y1, double x2, double y2, String color, String hint) {
    area(
        List.of(new Point(x1, y1), new Point(x2, y1), new Point(x2, y2), new Point(x1, y2)),
        color,
        hint);
  }

  void text(double x, double y, String text, String color, Anchor anchor) {
    text(x, y, text, color, SMALL, false, anchor);
  }

  void text(double x, double y, String text, String color, int size, boolean bold, Anchor anchor) {
    marks.add(new Text(new Point(x, y), text, color, size, bold, anchor));
  }

  /// Adds a filled square and its meaning to the legend.
  void legendBox(String color, String meaning) {
    box(legendX, LEGEND - 11, legendX + 12, LEGEND + 1, color, "");
    legendText(18, meaning);
  }

  /// Adds an upright line and its meaning to the legend.
  void legendLine(boolean dashed, double width, String meaning) {
    if (dashed) {
      dashes(legendX + 6, LEGEND - 13, legendX + 6, LEGEND + 3, Color.INK, width);
    } else {
      line(legendX + 6, LEGEND - 13, legendX + 6, LEGEND + 3, Color.INK, width);
    }
    legendText(16, meaning);
  }

  private void legendText(int gap, String meaning) {
    text(legendX + gap, LEGEND, meaning, Color.INK, Anchor.START);
    legendX += gap + widthOf(meaning) + 20;
  }

  /// Draws a level axis with its grid; where numbers would be too near, some are left out.
  ///
  /// @param top of the grid
  /// @param bottom where the numbers stand under it
  void axisBelow(Axis axis, Scale scale, double top, double bottom) {
    double free = 0;
    for (double tick : scale.ticks()) {
      double x = scale.at(tick);
      line(x, top, x, bottom, Color.GRID, 1);
      String number = axis.unit().format(tick);
      if (x - widthOf(number) / 2 > free) {
        text(x, bottom + 20, number, Color.INK, Anchor.MIDDLE);
        free = x + widthOf(number) / 2 + 8;
      }
    }
    double middle = (scale.at(scale.low()) + scale.at(scale.high())) / 2;
    text(middle, bottom + 44, axis.title(), Color.INK, Anchor.MIDDLE);
  }

  /// @param bottom of the lowest mark
  Drawing finish(double bottom) {
    return new Drawing(title, WIDTH, (int) Math.ceil(bottom) + MARGIN / 2, marks);
  }
}
