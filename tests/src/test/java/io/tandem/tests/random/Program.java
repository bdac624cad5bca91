package io.tandem.tests.random;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What several threads do at the same time: thread `i` belongs to process `i % PROCESSES`.
///
/// @param threads the steps of each
/// @param killAfterMicros when process 1 is killed, or negative if it is not
record Program(List<List<Step>> threads, int killAfterMicros) {
  static final int PROCESSES = 2;
  static final int MOST_THREADS = 4;
  static final int MOST_STEPS = 8;

  boolean kills() {
    return killAfterMicros >= 0;
  }

  static int processOf(int thread) {
    return thread % PROCESSES;
  }

  @Override
  public String toString() {
    String text =
        IntStream.range(0, threads.size())
            .mapToObj(i -> "process %d: %s".formatted(processOf(i), threads.get(i)))
            .collect(Collectors.joining("\n  ", "\n  ", ""));
    return kills() ? text + "\n  process 1 is killed after %d us".formatted(killAfterMicros) : text;
  }
}
