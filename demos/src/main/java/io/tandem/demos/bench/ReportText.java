package io.tandem.demos.bench;

import io.tandem.demos.bench.Result.Figures;

/// Results as lines of text, and what they say together.
public final class ReportText {
  private static final String COLUMNS = "%-30s %12s %12s %-8s %-26s %4s  %-16s %-8s %5s";

  private ReportText() {}

  /// What is in the columns of [#line(Result)].
  public static String headings() {
    return COLUMNS.formatted(
        "name", "ours", "peer's", "unit", "ratio [range]", "n", "floor", "", "noise");
  }

  /// What a row measures, in a line.
  public static String title(Result result) {
    Work work = result.work();
    String floor = work.floor().isNone() ? "" : "; floor " + Texts.floor(work);
    return "%-30s  %s: %s%s".formatted(work.name(), Texts.who(work), work.what(), floor);
  }

  /// A result in a line, and below it what was measured.
  public static String line(Result result) {
    Work work = result.work();
    Figures figures = result.outcome() instanceof Figures found ? found : null;
    String line =
        COLUMNS.formatted(
            work.name(),
            Texts.ours(result),
            Texts.peer(result),
            work.unit(),
            Texts.ratio(result),
            figures == null ? "" : figures.n(),
            Texts.floor(work),
            Texts.verdict(result.verdict()),
            figures == null ? "" : Texts.number(figures.noise()));
    String remark = Texts.remark(result);
    return "%s%n    %s: %s%s"
        .formatted(
            line.stripTrailing(),
            Texts.who(work),
            work.what(),
            remark.isEmpty() ? "" : "; " + remark);
  }

  /// How many floors are met, which are missed, what is left out, and on what machine.
  public static String summary(Report report) {
    var text = new StringBuilder(System.lineSeparator());
    Texts.summary(report).forEach(line -> text.append(line).append(System.lineSeparator()));
    report.facts().forEach((fact, value) -> text.append("%s: %s%n".formatted(fact, value)));
    return text.toString();
  }
}
