package io.tandem.demos.bench;

import io.tandem.demos.bench.Result.Extra;
import io.tandem.demos.bench.Result.Failed;
import io.tandem.demos.bench.Result.Figures;
import io.tandem.demos.bench.Result.LeftOut;
import io.tandem.demos.bench.Result.Outcome;
import io.tandem.demos.bench.Result.Rivalry;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reports and results as JSON, and back.
public final class ReportJson {
  private static final MathContext FIVE_DIGITS = new MathContext(5);

  private ReportJson() {}

  /// A result in one line.
  public static String line(Result result) {
    return Json.line(asMap(result));
  }

  /// @throws IOException if the text is no result
  public static Result result(String line) throws IOException {
    return parsed(line, ReportJson::asResult);
  }

  /// A report in many lines.
  public static String page(Report report) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    map.put("facts", report.facts());
    map.put("results", report.results().stream().map(ReportJson::asMap).toList());
    return Json.page(map);
  }

  /// @throws IOException if the text is no report
  public static Report report(String page) throws IOException {
    return parsed(page, ReportJson::asReport);
  }

  private interface Reading<T> {
    T read(Fields fields);
  }

  private static <T> T parsed(String text, Reading<T> reading) throws IOException {
    try {
      return reading.read(new Fields(Json.read(text)));
    } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
      throw new IOException("This is not what the benchmarks wrote: " + e.getMessage(), e);
    }
  }

  private static Map<String, @Nullable Object> asMap(Result result) {
    Work work = result.work();
    var map = new LinkedHashMap<String, @Nullable Object>();
    map.put("name", work.name());
    map.put("what", work.what());
    map.put("unit", work.unit());
    map.put("isRate", work.isRate());
    map.put("ours", work.ours());
    map.put("peer", work.peer());
    map.put("floorOfRatio", rounded(work.floor().ratio()));
    map.put("floorOfOurs", rounded(work.floor().value()));
    map.put("verdict", result.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    switch (result.outcome()) {
      case LeftOut(String why) -> map.put("leftOut", why);
      case Failed(String why) -> map.put("failed", why);
      case Figures figures -> map.put("figures", asMap(figures));
    }
    return map;
  }

  private static Map<String, @Nullable Object> asMap(Figures figures) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    map.put("ours", asMap(figures.ours()));
    if (figures.rivalry() != null) {
      map.put("peer", asMap(figures.rivalry().peer()));
      map.put("ratio", asMap(figures.rivalry().ratios()));
    }
    map.put("n", figures.n());
    map.put("noise", rounded(figures.noise()));
    map.put("allocated", rounded(figures.extra().allocated()));
    map.put("note", figures.extra().note());
    return map;
  }

  private static Map<String, @Nullable Object> asMap(Spread spread) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    map.put("value", rounded(spread.value()));
    map.put("least", rounded(spread.least()));
    map.put("most", rounded(spread.most()));
    return map;
  }

  private static @Nullable Double rounded(@Nullable Double number) {
    return number == null ? null : new BigDecimal(number).round(FIVE_DIGITS).doubleValue();
  }

  private static Report asReport(Fields fields) {
    var facts = new LinkedHashMap<String, String>();
    fields.object("facts").map.forEach((name, fact) -> facts.put((String) name, (String) fact));
    var results = new ArrayList<Result>();
    for (Object each : (List<?>) fields.get("results")) {
      results.add(asResult(new Fields(each)));
    }
    return new Report(facts, results);
  }

  private static Result asResult(Fields fields) {
    var work =
        new Work(
            fields.text("name"),
            fields.text("what"),
            fields.text("unit"),
            (Boolean) fields.get("isRate"),
            fields.text("ours"),
            (String) fields.map.get("peer"),
            new Floor(
                (Double) fields.map.get("floorOfRatio"), (Double) fields.map.get("floorOfOurs")));
    return new Result(work, asOutcome(fields));
  }

  private static Outcome asOutcome(Fields fields) {
    if (fields.map.get("leftOut") instanceof String why) {
      return new LeftOut(why);
    }
    return fields.map.get("failed") instanceof String why
        ? new Failed(why)
        : asFigures(fields.object("figures"));
  }

  private static Figures asFigures(Fields fields) {
    Rivalry rivalry =
        fields.map.containsKey("peer")
            ? new Rivalry(asSpread(fields.object("peer")), asSpread(fields.object("ratio")))
            : null;
    return new Figures(
        asSpread(fields.object("ours")),
        rivalry,
        (int) fields.number("n"),
        fields.number("noise"),
        new Extra((Double) fields.map.get("allocated"), (String) fields.map.get("note")));
  }

  private static Spread asSpread(Fields fields) {
    return new Spread(fields.number("value"), fields.number("least"), fields.number("most"));
  }

  /// An object that was read.
  private record Fields(Map<?, ?> map) {
    Fields(@Nullable Object object) {
      this((Map<?, ?>) object);
    }

    Object get(String name) {
      Object value = map.get(name);
      if (value == null) {
        throw new IllegalArgumentException("there is no '%s' in %s".formatted(name, map));
      }
      return value;
    }

    String text(String name) {
      return (String) get(name);
    }

    double number(String name) {
      return (Double) get(name);
    }

    Fields object(String name) {
      return new Fields(get(name));
    }
  }
}
