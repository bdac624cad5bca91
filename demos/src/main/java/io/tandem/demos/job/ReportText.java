package io.tandem.demos.job;

import io.tandem.demos.words.WordCount;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// A [Report] for people. Numbers are written alike in every locale; MB are millions of bytes.
public final class ReportText {
  private final StringBuilder text = new StringBuilder();
  private final UnaryOperator<String> heading;

  private ReportText(UnaryOperator<String> heading) {
    this.heading = heading;
  }

  /// Returns the lines of the report.
  ///
  /// @param heading styles a heading, for a terminal that shows colours
  public static String of(Report report, UnaryOperator<String> heading) {
    var text = new ReportText(heading);
    text.top(report.top());
    text.summary(report);
    text.processes(report);
    return text.text.toString();
  }

  private void top(List<WordCount> top) {
    if (top.isEmpty()) {
      return;
    }
    heading("%15s  %s", "count", "word");
    for (var entry : top) {
      line("%,15d  %s", entry.count(), entry.word());
    }
    line("");
  }

  private void summary(Report report) {
    var read = report.text();
    line("%,d lines and %,d bytes in %,d files", read.lines(), read.bytes(), read.files());
    line("%,d words, %,d of them different", report.words(), report.distinct());
    double seconds = Math.max(report.seconds(), 1e-3);
    line(
        "%,d messages in %.3f s: %.1f MB/s",
        report.messages(), report.seconds(), read.bytes() / 1e6 / seconds);
    if (read.skipped() > 0) {
      line("%,d files or directories skipped, as said above", read.skipped());
    }
    for (var process : report.lost()) {
      line("%s; the others did its work, so the count is complete", process.inWords());
    }
    if (report.verified().orElse(false)) {
      line("verified: a recount in one thread gives the same");
    }
    line("");
  }

  private void processes(Report report) {
    double seconds = Math.max(report.seconds(), 1e-3);
    heading(
        "%-12s %8s %14s %14s %10s %8s", "process", "pid", "messages", "messages/s", "MB", "MB/s");
    for (var process : report.processes()) {
      double megabytes = process.bytes() / 1e6;
      line(
          "%-12s %8d %,14d %,14.0f %,10.1f %8.1f",
          process.role(),
          process.pid(),
          process.messages(),
          process.messages() / seconds,
          megabytes,
          megabytes / seconds);
    }
  }

  private void heading(String format, Object... columns) {
    text.append(heading.apply(format(format, columns))).append(System.lineSeparator());
  }

  private void line(String format, Object... columns) {
    text.append(format(format, columns)).append(System.lineSeparator());
  }

  private static String format(String format, Object... columns) {
    return String.format(Locale.ROOT, format, columns);
  }
}
