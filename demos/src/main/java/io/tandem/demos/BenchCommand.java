package io.tandem.demos;

import io.tandem.demos.bench.Machine;
import io.tandem.demos.bench.Report;
import io.tandem.demos.bench.ReportHtml;
import io.tandem.demos.bench.ReportJson;
import io.tandem.demos.bench.ReportMarkdown;
import io.tandem.demos.bench.ReportText;
import io.tandem.demos.bench.Result;
import io.tandem.demos.bench.SuiteProcess;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `tandem bench`: our operations beside their peers' on the same work, pair by pair.
@Command(
    name = "bench",
    description = {
      "Measures our operations beside their peers' on the same work, pair by pair, and says which "
          + "floors are met. Peers in C and Python are left out where there is no gcc or python3.",
      ""
    })
final class BenchCommand implements Callable<Integer> {
  private static final Path BENCHMARKS = Path.of("tests", "bench", "target");
  private static final int SECONDS_EACH = 15;
  private static final int SECONDS_EACH_QUICK = 5;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Only rows of these names, or whose names begin so: lock, or lock.alone.")
  private final List<String> only = new ArrayList<>();

  @Option(
      names = "--quick",
      description = "Fewer pairs, and only rows with a floor, unless --only names others.")
  private boolean quick;

  @Option(names = "--list", description = "Only list the rows, with their floors.")
  private boolean list;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all figures as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page with plots, in one file.")
  private @Nullable Path html;

  @Option(names = "--markdown", paramLabel = "FILE", description = "Write a page of Markdown.")
  private @Nullable Path markdown;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "Measure nothing: take the figures that --json wrote.")
  private @Nullable Path from;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    Stream.of(json, html, markdown).filter(Objects::nonNull).forEach(this::requireWritable);
    try {
      if (list) {
        wanted(suite().list()).forEach(row -> out().println(ReportText.title(row)));
        return ExitCode.OK;
      }
      Report report = from == null ? measured() : stored(from);
      write(report);
      out().print(ReportText.summary(report));
      out().flush();
      return report.hasFailed() ? ExitCode.SOFTWARE : ExitCode.OK;
    } catch (IOException e) {
      spec.commandLine().getErr().println("tandem: " + e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  private Report measured() throws IOException, InterruptedException {
    SuiteProcess suite = suite();
    List<String> names = wanted(suite.list()).stream().map(row -> row.work().name()).toList();
    int seconds = names.size() * (quick ? SECONDS_EACH_QUICK : SECONDS_EACH);
    out().printf("%d rows, which take about %d min.%n%n", names.size(), Math.ceilDiv(seconds, 60));
    out().println(ReportText.headings());
    out().flush();
    SequencedMap<String, String> facts = facts();
    var results = new ArrayList<Result>();
    suite.measure(
        quick,
        names,
        result -> {
          results.add(result);
          write(new Report(facts, results)); // so that nothing is lost if it is interrupted
          out().println(ReportText.line(result));
          out().flush();
        });
    return new Report(facts, results);
  }

  private SequencedMap<String, String> facts() {
    var facts = new LinkedHashMap<String, String>();
    facts.put("date", Machine.date());
    facts.put("command", command());
    facts.put("CPUs", Machine.cpus());
    facts.put("memory", Machine.memory());
    facts.put("kernel", Machine.kernel());
    facts.put("Java", Machine.java());
    facts.put("load", Machine.load());
    facts.put("pinned", Machine.pinned());
    return facts;
  }

  /// What measures the same again.
  private String command() {
    return "./tandem bench"
        + (quick ? " --quick" : "")
        + (only.isEmpty() ? "" : " --only " + String.join(",", only));
  }

  private List<Result> wanted(List<Result> all) {
    for (String name : only) {
      if (all.stream().noneMatch(row -> row.work().isMeantBy(name))) {
        throw wrong(
            "There is no row '%s'. Choose of these, or their first words: %s."
                .formatted(
                    name, String.join(", ", all.stream().map(row -> row.work().name()).toList())));
      }
    }
    return all.stream()
        .filter(row -> only.isEmpty() || only.stream().anyMatch(row.work()::isMeantBy))
        .filter(row -> !quick || !only.isEmpty() || !row.work().floor().isNone())
        .toList();
  }

  private Report stored(Path file) {
    try {
      return ReportJson.report(Files.readString(file));
    } catch (IOException e) {
      throw wrong("Cannot read %s: %s. Name a file that --json wrote.".formatted(file, e));
    }
  }

  private SuiteProcess suite() throws IOException {
    Path target = root().resolve(BENCHMARKS);
    Path libraries = target.resolve("libraries");
    if (!Files.isRegularFile(libraries)) {
      throw wrong(
          "The benchmarks are not built: there is no %s. Run ./tandem bench in a clone of the"
                  .formatted(libraries)
              + " sources, which builds them.");
    }
    String classes = target.resolve("classes") + File.pathSeparator;
    return new SuiteProcess(classes + Files.readString(libraries).strip());
  }

  /// What `demos/target/tandem.jar` is in.
  private static Path root() {
    try {
      var place = BenchCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(place).resolve("../../..").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void requireWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    String problem =
        Files.isDirectory(file)
            ? "it is a directory"
            : Files.exists(file)
                ? Files.isWritable(file) ? "" : "you may not write to it"
                : folder != null && Files.isDirectory(folder) && Files.isWritable(folder)
                    ? ""
                    : "there is no directory %s that you may write to".formatted(folder);
    if (!problem.isEmpty()) {
      throw wrong("Cannot write %s: %s. Choose another file.".formatted(file, problem));
    }
  }

  private void write(Report report) throws IOException {
    if (json != null) {
      Files.writeString(json, ReportJson.page(report));
    }
    if (html != null) {
      Files.writeString(html, ReportHtml.of(report));
    }
    if (markdown != null) {
      Files.writeString(markdown, ReportMarkdown.of(report));
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
