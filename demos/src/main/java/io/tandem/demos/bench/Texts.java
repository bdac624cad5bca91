package io.tandem.demos.bench;

import io.tandem.demos.bench.Result.Failed;
import io.tandem.demos.bench.Result.Figures;
import io.tandem.demos.bench.Result.LeftOut;
import io.tandem.demos.bench.Result.Verdict;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Results as the words and numbers that every view shows.
final class Texts {
  private static final MathContext THREE_DIGITS = new MathContext(3);

  private Texts() {}

  /// Three digits of a number: `0.314`, `12.4`, `5,210,000`.
  static String number(double value) {
    var rounded = new BigDecimal(value).round(THREE_DIGITS).stripTrailingZeros();
    int decimals = Math.clamp(rounded.scale(), 0, 6);
    return String.format(Locale.ROOT, "%,." + decimals + "f", rounded);
  }

  static String ours(Result result) {
    return result.outcome() instanceof Figures figures ? number(figures.ours().value()) : "";
  }

  static String peer(Result result) {
    return result.outcome() instanceof Figures figures && figures.rivalry() != null
        ? number(figures.rivalry().peer().value())
        : "";
  }

  /// As `1.31 [1.02..1.58]`: how many times as fast; without a peer the range of ours.
  static String ratio(Result result) {
    if (!(result.outcome() instanceof Figures figures)) {
      return "";
    }
    return figures.rivalry() == null ? figures.ours().range() : figures.rivalry().ratios().text("");
  }

  /// As `10 x, 25 us`.
  static String floor(Work work) {
    Floor floor = work.floor();
    String ratio = floor.ratio() == null ? "" : number(floor.ratio()) + " x";
    String value =
        floor.value() == null ? "" : "%s %s".formatted(number(floor.value()), work.unit());
    return ratio.isEmpty() || value.isEmpty() ? ratio + value : ratio + ", " + value;
  }

  static String verdict(Verdict verdict) {
    return switch (verdict) {
      case FAILED -> "FAILED";
      case MET -> "met";
      case MISSED -> "MISSED";
      case NO_FLOOR -> "";
      case LEFT_OUT -> "left out";
    };
  }

  /// Who is beside whom: `Tandem / Agrona`.
  static String who(Work work) {
    return work.peer() == null ? work.ours() : work.ours() + " / " + work.peer();
  }

  /// What else is to be said of it: a note, what it allocates, why there are no figures.
  static String remark(Result result) {
    return switch (result.outcome()) {
      case LeftOut(String why) -> why;
      case Failed(String why) -> why;
      case Figures figures -> {
        Double allocated = figures.extra().allocated();
        String heap = allocated == null ? "" : number(allocated) + " B of heap each";
        String note = figures.extra().note() == null ? "" : figures.extra().note();
        yield heap.isEmpty() || note.isEmpty() ? heap + note : heap + "; " + note;
      }
    };
  }

  /// How to read the columns.
  static final String LEGEND =
      "Ours and the peer's are medians. The ratio says how many times as fast ours is, pair by"
          + " pair: its median, least and most. The floor is the least that counts as done: so"
          + " many times as fast, or a figure of ours. Noise is how many times as long the same"
          + " work for all CPUs took at worst as at best, between the pairs: 1 on a quiet machine.";

  /// What the results say together, a sentence each.
  static List<String> summary(Report report) {
    List<Result> failed = report.with(Verdict.FAILED);
    var lines = new ArrayList<String>();
    if (!failed.isEmpty()) {
      lines.add("FAILED: %s.".formatted(names(failed)));
    }
    List<Result> missed = new ArrayList<>(report.with(Verdict.MISSED));
    failed.stream().filter(each -> !each.work().floor().isNone()).forEach(missed::add);
    int met = report.with(Verdict.MET).size();
    lines.add("Of %d floors %d are met.".formatted(met + missed.size(), met));
    if (!missed.isEmpty()) {
      lines.add("Missed: %s.".formatted(names(missed)));
    }
    List<Double> noise = noise(report);
    if (!noise.isEmpty()) {
      Spread spread = Spread.of(noise, 0.5);
      lines.add(
          "Noise: %s in the median row, %s in the worst."
              .formatted(number(spread.value()), number(spread.most())));
    }
    report.with(Verdict.LEFT_OUT).stream()
        .collect(Collectors.groupingBy(Texts::remark, LinkedHashMap::new, Collectors.toList()))
        .forEach((why, all) -> lines.add("Left out, %s: %s.".formatted(why, names(all))));
    return lines;
  }

  private static List<Double> noise(Report report) {
    return report.results().stream()
        .filter(each -> each.outcome() instanceof Figures)
        .map(each -> ((Figures) each.outcome()).noise())
        .toList();
  }

  private static String names(List<Result> results) {
    return results.stream().map(each -> each.work().name()).collect(Collectors.joining(", "));
  }
}
