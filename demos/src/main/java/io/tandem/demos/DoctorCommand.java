package io.tandem.demos;

import io.tandem.inspect.Finding;
import io.tandem.inspect.Finding.Kind;
import io.tandem.inspect.Finding.Outcome;
import io.tandem.memory.Doctor;
import io.tandem.pipe.Listener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/// `tandem doctor`: removes what the dead left.
@Command(
    name = "doctor",
    description = {
      "Removes what dead processes left, and reports what else is wrong.",
      "",
      "What a living process uses stays, and so does every named scope: `tandem rm` removes it.",
      ""
    })
final class DoctorCommand extends InspectingCommand {
  @Option(names = "--dry-run", description = "Remove nothing, and say what would be removed.")
  private boolean dryRun;

  /// What is printed.
  ///
  /// @param healthy whether nothing needs attention
  record Diagnosis(boolean healthy, List<Finding> findings) {}

  @Override
  int inspect() {
    List<Finding> findings = new ArrayList<>(Doctor.examine(!dryRun));
    abandonedSockets().forEach(findings::add);
    boolean healthy = findings.stream().allMatch(DoctorCommand::isSettled);
    print(new Diagnosis(healthy, findings), text(findings));
    return healthy ? ExitCode.OK : Tandem.NEEDS_ATTENTION;
  }

  private Stream<Finding> abandonedSockets() {
    Outcome outcome = dryRun ? Outcome.REMOVABLE : Outcome.REMOVED;
    try {
      return Listener.removeAbandoned(!dryRun).stream()
          .map(
              file ->
                  new Finding(
                      Kind.ABANDONED_FILE,
                      file,
                      "%s was left by a listener that was killed.".formatted(file),
                      outcome));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look for what listeners left", e);
    }
  }

  private static boolean isSettled(Finding finding) {
    return finding.outcome() == Outcome.REMOVED || finding.outcome() == Outcome.KEPT;
  }

  private CharSequence text(List<Finding> findings) {
    var text = new StringBuilder();
    if (findings.isEmpty()) {
      text.append("Nothing was left behind, and nothing is wrong.%n".formatted());
    }
    for (Finding finding : findings) {
      String outcome = finding.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      text.append("%s: %s%n".formatted(heading(outcome), finding.text()));
    }
    return text;
  }
}
