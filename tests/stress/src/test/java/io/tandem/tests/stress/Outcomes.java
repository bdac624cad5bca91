package io.tandem.tests.stress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.TestResult;

/// How often a test of jcstress has seen what, in all its runs.
final class Outcomes {
  private final TestInfo test;
  private final Map<String, Long> counts = new HashMap<>();
  private final List<String> failures = new ArrayList<>();

  Outcomes(TestInfo test) {
    this.test = test;
  }

  void add(TestResult result) {
    if (result.status() != Status.NORMAL) {
      failures.add(
          "%s: the run ended with %s: %s"
              .formatted(test.name(), result.status(), String.join("\n", result.getMessages())));
    }
    for (String outcome : result.getStateKeys()) {
      counts.merge(outcome, result.getCount(outcome), Long::sum);
    }
  }

  /// What is wrong, one line each: outcomes that the test forbids, and runs that failed.
  List<String> failures() {
    return failuresOf(test);
  }

  /// What would be wrong if these were the outcomes of another test.
  List<String> failuresOf(TestInfo another) {
    var all = new ArrayList<>(failures);
    counts.forEach(
        (outcome, count) -> {
          StateCase expected = expected(another, outcome);
          if (expected.expect() == Expect.FORBIDDEN) {
            all.add(
                "%s: %d times of %d the outcome was %s. %s"
                    .formatted(another.name(), count, total(), outcome, expected.description()));
          }
        });
    return all;
  }

  /// Whether the test has planted something that no outcome has shown.
  boolean missesWhatIsPlanted() {
    return declares(Expect.ACCEPTABLE_INTERESTING)
        && counts.keySet().stream()
            .noneMatch(o -> expected(test, o).expect() == Expect.ACCEPTABLE_INTERESTING);
  }

  private boolean declares(Expect expect) {
    return test.unmatched().expect() == expect
        || test.cases().stream().anyMatch(each -> each.expect() == expect);
  }

  private static StateCase expected(TestInfo test, String outcome) {
    return test.cases().stream()
        .filter(each -> each.matchesExactly(outcome) || each.matches(outcome))
        .findFirst()
        .orElse(test.unmatched());
  }

  private long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public String toString() {
    return "%s: %s".formatted(test.name(), counts);
  }
}
