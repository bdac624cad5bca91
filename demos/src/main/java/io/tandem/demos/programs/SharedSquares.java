package io.tandem.demos.programs;

import io.tandem.process.JvmProcess;
import io.tandem.value.IntArray;
import io.tandem.value.IntValue;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// What a process puts into shared memory, its parent finds there.
///
/// Answers the second Python program of "Multiprocessing in Python, Set 2", that passes an
/// `Array('i', 4)` and a `Value('i')` to a child. Here the task simply captures them: what travels
/// is a handle, and both processes have the same memory.
@Command(
    name = "shared-squares",
    description =
        "A child fills an array and a value that its parent reads afterwards.%n"
            + "prints: Result(in main program): [1, 4, 9, 16]")
public final class SharedSquares implements Callable<Integer> {
  @Override
  public Integer call() throws InterruptedException {
    var numbers = List.of(1, 2, 3, 4);
    var result = IntArray.create(numbers.size());
    var sum = IntValue.create(0);
    JvmProcess.start("p1", () -> squareAll(numbers, result, sum)).join();
    print("in main program", result, sum);
    return 0;
  }

  private static void squareAll(List<Integer> numbers, IntArray result, IntValue sum) {
    for (int i = 0; i < numbers.size(); i++) {
      result.set(i, numbers.get(i) * numbers.get(i));
    }
    sum.set(result.stream().sum());
    print("in process " + JvmProcess.current().name(), result, sum);
  }

  private static void print(String where, IntArray result, IntValue sum) {
    System.out.println("Result(" + where + "): " + result);
    System.out.println("Sum of squares(" + where + "): " + sum);
  }
}
