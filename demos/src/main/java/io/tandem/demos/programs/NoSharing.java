package io.tandem.demos.programs;

import io.tandem.process.JvmProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// What a process changes in a static field, no other process sees.
///
/// Answers the first Python program of "Multiprocessing in Python, Set 2", that fills a global list
/// in a child. Python copies globals into a forked child; a JVM initialises its classes anew, so
/// the child does not even start from the parent's list. To share, capture a shared object instead.
@Command(
    name = "no-sharing",
    description =
        "A static list filled in a child stays empty in the parent.%n"
            + "prints: Result(in main program): []")
public final class NoSharing implements Callable<Integer> {
  private static final List<Integer> RESULT = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    var numbers = new ArrayList<>(List.of(1, 2, 3, 4));
    JvmProcess.start("p1", () -> squareAll(numbers)).join();
    System.out.println("Result(in main program): " + RESULT);
    return 0;
  }

  private static void squareAll(List<Integer> numbers) {
    for (int number : numbers) {
      RESULT.add(number * number);
    }
    System.out.println("Result(in process " + JvmProcess.current().name() + "): " + RESULT);
  }
}
