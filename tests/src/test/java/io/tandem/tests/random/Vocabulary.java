package io.tandem.tests.random;

import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/// What random programs are made of.
///
/// @param plain steps
/// @param timed steps
/// @param survivable steps for programs without a kill only: others might wait for the dead for
///   ever
/// @param cleanUp the step with which a thread ends, if it has to
/// @param programsForAKill one in so many kills a process
record Vocabulary(
    List<String> plain,
    List<String> timed,
    List<String> survivable,
    String cleanUp,
    int programsForAKill) {
  private static final int LONGEST_WAIT_MICROS = 1_000;

  /// So that some are killed while they wait.
  private static final int LONGEST_WAIT_BEFORE_A_KILL_MICROS = 8_000;

  private static final int LATEST_KILL_MICROS = 2_000;

  Arbitrary<Program> programs() {
    Arbitrary<Integer> kill =
        Arbitraries.frequencyOf(
            Tuple.of(programsForAKill - 1, Arbitraries.just(-1)),
            Tuple.of(1, Arbitraries.integers().between(0, LATEST_KILL_MICROS)));
    return kill.flatMap(
            after ->
                steps(after < 0)
                    .list()
                    .ofMaxSize(Program.MOST_STEPS)
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(Program.MOST_THREADS)
                    .map(threads -> new Program(threads, after)))
        .withoutEdgeCases();
  }

  private Arbitrary<Step> steps(boolean allSurvive) {
    int longestWaitMicros = allSurvive ? LONGEST_WAIT_MICROS : LONGEST_WAIT_BEFORE_A_KILL_MICROS;
    Arbitrary<Step> untimed =
        Arbitraries.of(
                Stream.concat(plain.stream(), allSurvive ? survivable.stream() : Stream.empty())
                    .toList())
            .map(name -> new Step(name, 0));
    if (timed.isEmpty()) {
      return untimed;
    }
    Arbitrary<Step> waits =
        Arbitraries.of(timed)
            .flatMap(
                name ->
                    Arbitraries.integers()
                        .between(1, longestWaitMicros)
                        .map(micros -> new Step(name, micros)));
    return Arbitraries.oneOf(untimed, waits);
  }
}
