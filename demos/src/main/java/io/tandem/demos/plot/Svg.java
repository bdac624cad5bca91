package io.tandem.demos.plot;

import io.tandem.demos.plot.Mark.Area;
import io.tandem.demos.plot.Mark.Path;
import io.tandem.demos.plot.Mark.Text;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Writes a [Drawing] as an `svg` element, which is a file of its own or a part of a page: it has
/// no ids, scripts, styles or references. Whoever points at a bar is told its value.
public final class Svg {
  private Svg() {}

  /// Returns the element and a line end.
  public static String of(Drawing drawing) {
    var out = new StringBuilder();
    out.append(
        format(
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%1$d" height="%2$d" \
            role="img" font-family="Helvetica, Arial, 'DejaVu Sans', sans-serif">
            <title>%s</title>
            <rect width="100%%" height="100%%" fill="%s"/>
            """,
            drawing.width(), drawing.height(), escaped(drawing.title()), Color.PAPER));
    for (Mark mark : drawing.marks()) {
      out.append(
              switch (mark) {
                case Path path -> path(path);
                case Area area -> area(area);
                case Text text -> text(text);
              })
          .append('\n');
    }
    return out.append("</svg>\n").toString();
  }

  private static String path(Path path) {
    return format(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\"%s/>",
        points(path.points()),
        path.color(),
        path.width(),
        path.dashed() ? " stroke-dasharray=\"5 3\"" : "");
  }

  private static String area(Area area) {
    String start =
        format("<polygon points=\"%s\" fill=\"%s\"", points(area.points()), area.color());
    return area.hint().isEmpty()
        ? start + "/>"
        : start + "><title>" + escaped(area.hint()) + "</title></polygon>";
  }

  private static String text(Text text) {
    return format(
        "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%d\" fill=\"%s\" text-anchor=\"%s\"%s>%s</text>",
        text.place().x(),
        text.place().y(),
        text.size(),
        text.color(),
        text.anchor().name().toLowerCase(Locale.ROOT),
        text.bold() ? " font-weight=\"bold\"" : "",
        escaped(text.text()));
  }

  private static String points(List<Point> points) {
    return points.stream()
        .map(point -> format("%.1f,%.1f", point.x(), point.y()))
        .collect(Collectors.joining(" "));
  }

  private static String escaped(String text) {
    var out = new StringBuilder();
    text.codePoints().forEach(letter -> escape(letter, out));
    return out.toString();
  }

  private static void escape(int letter, StringBuilder out) {
    switch (letter) {
      case '&' -> out.append("&amp;");
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      default -> out.appendCodePoint(isAllowed(letter) ? letter : '\uFFFD');
    }
  }

  /// Whether XML can hold it; tabs and line ends are not wanted either.
  private static boolean isAllowed(int letter) {
    return letter >= ' '
        && (letter < Character.MIN_SURROGATE || letter > Character.MAX_SURROGATE)
        && letter != '\uFFFE'
        && letter != '\uFFFF';
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
