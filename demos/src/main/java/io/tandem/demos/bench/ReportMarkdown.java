package io.tandem.demos.bench;

import io.tandem.demos.bench.Result.Figures;
import io.tandem.demos.bench.Result.Verdict;
import java.util.List;
import java.util.stream.Collectors;

/// A report as a page of Markdown: `docs/benchmarks.md`.
public final class ReportMarkdown {
  private static final String METHOD =
      "Ours beside each peer, pair by pair in one run: the speed of a shared machine changes from"
          + " second to second, and only neighbours in time compare. ";
  private static final String HOW =
      "Written by `./tandem bench --json docs/benchmarks.json --markdown docs/benchmarks.md`."
          + " `./tandem bench --from docs/benchmarks.json --html FILE` draws the same figures, and"
          + " `./tandem bench --quick` takes a first look in a few minutes.";

  private ReportMarkdown() {}

  /// The page.
  public static String of(Report report) {
    var page = new StringBuilder("# Benchmarks\n\n");
    page.append(wrapped(METHOD + Texts.LEGEND)).append("\n").append(wrapped(HOW)).append("\n");
    Texts.summary(report).forEach(line -> page.append("- ").append(line).append("\n"));
    page.append("\n| | |\n| --- | --- |\n");
    report.facts().forEach((fact, value) -> append(page, List.of(fact, value)));
    withoutFigures(page, "Failed", report.with(Verdict.FAILED));
    section(page, "Floors missed", report.with(Verdict.MISSED));
    section(page, "Floors met", report.with(Verdict.MET));
    section(page, "Without a floor", report.with(Verdict.NO_FLOOR));
    withoutFigures(page, "Left out", report.with(Verdict.LEFT_OUT));
    return page.toString();
  }

  private static void section(StringBuilder page, String title, List<Result> results) {
    page.append("\n## ").append(title).append("\n\n");
    if (results.isEmpty()) {
      page.append("None.\n");
      return;
    }
    append(page, "name|what|ours / peer|ours|peer's|ratio [range]|n|floor|noise|remark");
    append(page, "---|---|---|--:|--:|--:|--:|--:|--:|---");
    for (Result each : results) {
      var figures = (Figures) each.outcome();
      Work work = each.work();
      append(
          page,
          List.of(
              "`" + work.name() + "`",
              work.what(),
              Texts.who(work),
              Texts.ours(each) + " " + work.unit(),
              Texts.peer(each),
              Texts.ratio(each),
              Integer.toString(figures.n()),
              Texts.floor(work),
              Texts.number(figures.noise()),
              Texts.remark(each)));
    }
  }

  private static void withoutFigures(StringBuilder page, String title, List<Result> results) {
    if (!results.isEmpty()) {
      page.append("\n## ").append(title).append("\n\n");
      append(page, "name|what|ours / peer|why");
      append(page, "---|---|---|---");
      for (Result each : results) {
        Work work = each.work();
        append(
            page,
            List.of("`" + work.name() + "`", work.what(), Texts.who(work), Texts.remark(each)));
      }
    }
  }

  private static void append(StringBuilder page, String cells) {
    append(page, List.of(cells.split("\\|")));
  }

  private static void append(StringBuilder page, List<String> cells) {
    page.append(
        cells.stream()
            .map(cell -> cell.replace("|", "\\|"))
            .collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  private static String wrapped(String text) {
    return text.replaceAll("(.{1,100})( |$)", "$1\n");
  }
}
