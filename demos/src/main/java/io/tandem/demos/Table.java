package io.tandem.demos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Rows of text under headings. A column is as wide as its widest cell; numbers end at its right.
final class Table {
  private final List<String> headings;
  private final List<List<Object>> rows = new ArrayList<>();

  Table(String... headings) {
    this.headings = List.of(headings);
  }

  void add(Object... cells) {
    rows.add(List.of(cells));
  }

  /// The lines of the table.
  ///
  /// @param style of the line of headings
  String text(UnaryOperator<String> style) {
    int[] widths = IntStream.range(0, headings.size()).map(this::width).toArray();
    var text = new StringBuilder(style.apply(line(List.copyOf(headings), widths)));
    text.append(System.lineSeparator());
    for (List<Object> row : rows) {
      text.append(line(row, widths)).append(System.lineSeparator());
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream()
        .mapToInt(row -> text(row.get(column)).length())
        .reduce(headings.get(column).length(), Math::max);
  }

  private String line(List<?> cells, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = text(cells.get(i));
      String padding = " ".repeat(widths[i] - cell.length());
      line.append(isNumeric(i) ? padding + cell : cell + padding).append("  ");
    }
    return line.toString().stripTrailing();
  }

  private boolean isNumeric(int column) {
    return rows.stream().allMatch(row -> row.get(column) instanceof Number);
  }

  private static String text(Object cell) {
    return cell instanceof Number ? String.format(Locale.ROOT, "%,d", cell) : cell.toString();
  }
}
