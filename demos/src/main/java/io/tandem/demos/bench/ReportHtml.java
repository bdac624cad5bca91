package io.tandem.demos.bench;

import io.tandem.demos.bench.Result.Figures;
import io.tandem.demos.bench.Result.Verdict;
import io.tandem.demos.plot.Axis;
import io.tandem.demos.plot.BarChart;
import io.tandem.demos.plot.Svg;
import io.tandem.demos.plot.Unit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/// A report as a page with plots: one file, which needs no other and no network.
public final class ReportHtml {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html xmlns="http://www.w3.org/1999/xhtml" lang="en">
      <head>
      <meta charset="utf-8"/>
      <title>Tandem: benchmarks</title>
      <style>
      body { font-family: Helvetica, Arial, sans-serif; margin: 2em auto; max-width: 75em; }
      table { border-collapse: collapse; margin: 1em 0; }
      td, th { padding: 0.2em 0.7em; border-bottom: 1px solid #ddd; text-align: left;
        vertical-align: top; }
      td.number { text-align: right; white-space: nowrap; }
      tr.missed td { background: #fde3d3; }
      td.name { font-family: monospace; white-space: nowrap; }
      svg { max-width: 100%; height: auto; }
      </style>
      </head>
      <body>
      <h1>Tandem beside its peers</h1>
      """;

  private ReportHtml() {}

  /// The page.
  public static String of(Report report) {
    var page = new StringBuilder(HEAD);
    Texts.summary(report).forEach(line -> page.append(element("p", line)));
    page.append("<table>\n");
    report.facts().forEach((fact, value) -> page.append(row("", cell(fact) + cell(value))));
    page.append("</table>\n").append(element("p", Texts.LEGEND));
    bad(page, "Failed", report.with(Verdict.FAILED));
    bad(page, "Floors missed", report.with(Verdict.MISSED));
    groups(report).forEach((group, results) -> page.append(section(group, results)));
    return page.append("</body>\n</html>\n").toString();
  }

  private static void bad(StringBuilder page, String title, List<Result> results) {
    if (!results.isEmpty()) {
      page.append(element("h2", title)).append(table(results));
    }
  }

  /// By the first word of their names.
  private static Map<String, List<Result>> groups(Report report) {
    return report.results().stream()
        .collect(
            Collectors.groupingBy(
                result -> result.work().name().split("\\.")[0],
                LinkedHashMap::new,
                Collectors.toList()));
  }

  private static String section(String group, List<Result> results) {
    return element("h2", group) + plot(group, results) + table(results);
  }

  /// How many times as fast, with the range and the floor.
  private static String plot(String group, List<Result> results) {
    List<BarChart.Row> rows =
        results.stream().filter(ReportHtml::hasRatio).map(ReportHtml::bar).toList();
    if (rows.isEmpty()) {
      return "";
    }
    var chart =
        new BarChart(
            group + ": how many times as fast as the peer",
            "medians and ranges, pair by pair; above 1 ours is faster",
            Axis.logarithmic("times as fast as the peer", Unit.RATIO),
            "floor",
            rows);
    return Svg.of(chart.draw());
  }

  private static boolean hasRatio(Result result) {
    return result.outcome() instanceof Figures figures
        && figures.rivalry() != null
        && figures.rivalry().ratios().least() > 0;
  }

  private static BarChart.Row bar(Result result) {
    Spread ratios = ((Figures) result.outcome()).rivalry().ratios();
    Double floor = result.work().floor().ratio();
    return new BarChart.Row(
        result.work().name(),
        floor == null ? OptionalDouble.empty() : OptionalDouble.of(floor),
        List.of(new BarChart.Bar("Tandem", ratios.value(), ratios.least(), ratios.most())));
  }

  private static String table(List<Result> results) {
    var table = new StringBuilder("<table>\n<tr>");
    for (String heading :
        List.of(
            "name",
            "what",
            "ours / peer",
            "ours",
            "peer's",
            "unit",
            "ratio [range]",
            "n",
            "floor",
            "",
            "noise",
            "remark")) {
      table.append(element("th", heading).strip());
    }
    table.append("</tr>\n");
    for (Result each : results) {
      table.append(row(isBad(each.verdict()) ? "missed" : "", cells(each)));
    }
    return table.append("</table>\n").toString();
  }

  private static boolean isBad(Verdict verdict) {
    return verdict == Verdict.MISSED || verdict == Verdict.FAILED;
  }

  private static String cells(Result result) {
    Work work = result.work();
    Figures figures = result.outcome() instanceof Figures found ? found : null;
    return "<td class=\"name\">%s</td>".formatted(escaped(work.name()))
        + cell(work.what())
        + cell(Texts.who(work))
        + number(Texts.ours(result))
        + number(Texts.peer(result))
        + cell(work.unit())
        + number(Texts.ratio(result))
        + number(figures == null ? "" : Integer.toString(figures.n()))
        + number(Texts.floor(work))
        + cell(Texts.verdict(result.verdict()))
        + number(figures == null ? "" : Texts.number(figures.noise()))
        + cell(Texts.remark(result));
  }

  private static String row(String kind, String cells) {
    return "<tr class=\"%s\">%s</tr>%n".formatted(kind, cells);
  }

  private static String cell(String text) {
    return "<td>%s</td>".formatted(escaped(text));
  }

  private static String number(String text) {
    return "<td class=\"number\">%s</td>".formatted(escaped(text));
  }

  private static String element(String name, String text) {
    return "<%1$s>%2$s</%1$s>%n".formatted(name, escaped(text));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
