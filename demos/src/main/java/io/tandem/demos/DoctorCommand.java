package io.tandem.demos;

import io.tandem.inspect.Finding;
import io.tandem.inspect.Finding.Outcome;
import io.tandem.memory.Doctor;
import java.util.List;
import java.util.Locale;
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
    List<Finding> findings = Doctor.examine(!dryRun);
    boolean healthy = findings.stream().allMatch(DoctorCommand::isSettled);
    print(new Diagnosis(healthy, findings), text(findings));
    return healthy ? ExitCode.OK : Tandem.NEEDS_ATTENTION;
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
