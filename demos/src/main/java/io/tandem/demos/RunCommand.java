package io.tandem.demos;

import io.tandem.demos.job.Engine;
import io.tandem.demos.job.Job;
import io.tandem.demos.job.LostProcessException;
import io.tandem.demos.job.OneThread;
import io.tandem.demos.job.Parts;
import io.tandem.demos.job.ProcessEngine;
import io.tandem.demos.job.Report;
import io.tandem.demos.job.ReportJson;
import io.tandem.demos.job.ReportText;
import io.tandem.demos.job.Tally;
import io.tandem.demos.job.Team;
import io.tandem.demos.job.Verification;
import io.tandem.demos.text.NoTextException;
import io.tandem.demos.text.SkippedFiles;
import io.tandem.demos.text.TextFiles;
import io.tandem.memory.MemoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `tandem run`: the main job, from its arguments to its report.
@Command(
    name = "run",
    sortOptions = false,
    description = {
      "Counts the words of text files.",
      "",
      "A word is a longest run of letters and digits, in lower case. Files are UTF-8; malformed "
          + "bytes separate words, so binary files are read like any other. Lines end with LF, "
          + "CR LF or CR.",
      "",
      "Directories are read with all they contain. Symbolic links are followed where they are a "
          + "PATH, and passed over inside directories; pipes, sockets and devices are never "
          + "opened. A file that cannot be read to its end, or that holds a word of more than "
          + "16 MiB, is named in a warning, and the lines before that place count.",
      "",
      "If a process dies, the others do its work, and the total is exact all the same: the report "
          + "names it, and the exit code is 0. Without any producer or any consumer left there is "
          + "no total.",
      ""
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PATH",
      arity = "1..*",
      description = "The files and directories to read.")
  private List<Path> paths;

  @Option(
      names = "--producers",
      paramLabel = "P",
      defaultValue = "1",
      description = "How many JVMs read files and send their lines (default: ${DEFAULT-VALUE}).")
  private int producers;

  @Option(
      names = "--consumers",
      paramLabel = "C",
      defaultValue = "1",
      description = "How many JVMs count the words of these lines (default: ${DEFAULT-VALUE}).")
  private int consumers;

  @Option(
      names = "--ring-size",
      paramLabel = "BYTES",
      defaultValue = "1m",
      converter = RingSize.class,
      description = "The size of each ring between them, a power of two (default: 1m).")
  private int ringBytes;

  @Option(
      names = "--producer",
      paramLabel = "CLASS",
      description = "Read files with this io.tandem.demos.text.TextProducer instead.")
  private @Nullable String producer;

  @Option(
      names = "--consumer",
      paramLabel = "CLASS",
      description = "Count with this io.tandem.demos.words.TextConsumer instead.")
  private @Nullable String consumer;

  @Option(
      names = "--single",
      description = "Count in one thread of this JVM instead: the yardstick.")
  private boolean single;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many of the most frequent words to print (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(names = "--json", description = "Print the report as one JSON object.")
  private boolean json;

  @Option(
      names = "--verify",
      description = "Count again in one thread, and compare everything exactly.")
  private boolean verify;

  @Override
  public Integer call() {
    var team = checkedTeam();
    var parts = checkedParts();
    var err = spec.commandLine().getErr();
    var skipped = new SkippedFiles(err);
    Engine engine = single ? new OneThread() : ProcessEngine.warmingUp();
    try {
      var job = new Job(TextFiles.under(paths, skipped), team, parts, err, _ -> {});
      return countAndReport(engine, job, skipped.count());
    } catch (NoTextException e) {
      complain(e.getMessage());
      return ExitCode.USAGE;
    } catch (MemoryException e) {
      complain(e.getMessage());
      return ExitCode.SOFTWARE;
    } catch (LostProcessException e) {
      complain(e.getMessage());
      if (json) {
        spec.commandLine().getOut().println(ReportJson.of(e.lost()));
      }
      return Tandem.PROCESS_DIED;
    }
  }

  private Team checkedTeam() {
    if (single) {
      requireOfProcesses();
    }
    if (top < 0) {
      throw wrong("--top is %d, but must be at least 0.".formatted(top));
    }
    try {
      return new Team(producers, consumers, ringBytes);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private void requireOfProcesses() {
    for (String option : List.of("--producers", "--consumers", "--ring-size")) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw wrong("--single starts no processes, so there is no %s.".formatted(option));
      }
    }
  }

  private Parts checkedParts() {
    try {
      return new Parts(producer, consumer);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private int countAndReport(Engine engine, Job job, int skippedBefore) throws NoTextException {
    long start = System.nanoTime();
    var tally = runWithBar(engine, job);
    double seconds = (System.nanoTime() - start) / 1e9;
    if (tally.text().files() == 0) {
      throw new NoTextException(
          "None of the %d files could be read to its end.".formatted(job.files().size()));
    }

    var difference = verify ? Verification.difference(job, tally) : Optional.<String>empty();
    var verified = verify ? Optional.of(difference.isEmpty()) : Optional.<Boolean>empty();
    if (!print(Report.of(tally, skippedBefore, seconds, top, verified))) {
      complain("Cannot write the report: stdout is full or closed.");
      return ExitCode.SOFTWARE;
    }
    difference.ifPresent(
        found ->
            complain(
                "The recount in one thread differs. "
                    + found
                    + ". If no file changed in between, this is a bug."));
    return difference.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private Tally runWithBar(Engine engine, Job job) {
    try (var bar = ReadingBar.over(job.files())) {
      return engine.run(job.withProgress(bar));
    }
  }

  /// Returns whether all of it could be written.
  private boolean print(Report report) {
    var out = spec.commandLine().getOut();
    var ansi = spec.commandLine().getColorScheme().ansi();
    if (json) {
      out.println(ReportJson.of(report));
    } else {
      out.print(ReportText.of(report, heading -> ansi.string("@|bold " + heading + "|@")));
    }
    return !out.checkError();
  }

  private void complain(String message) {
    spec.commandLine().getErr().println("tandem: " + message);
  }
}
