package io.tandem.demos.programs;

import io.tandem.process.JvmProcess;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Two processes at once, and waiting for both.
///
/// Answers the first Python program of "Multiprocessing in Python, Set 1", that starts two
/// `Process`es on `print_square` and `print_cube`. Each process here is a JVM of its own; starting
/// and waiting read the same, except that `start` is not a second step.
@Command(
    name = "square-and-cube",
    description =
        "Two processes at once: a square and a cube, in either order, then 'Done!'.%n"
            + "prints: Done!")
public final class SquareAndCube implements Callable<Integer> {
  @Override
  public Integer call() throws InterruptedException {
    int number = 10;
    var square = JvmProcess.start(() -> printSquare(number));
    var cube = JvmProcess.start(() -> printCube(number));
    square.join();
    cube.join();
    System.out.println("Done!");
    return 0;
  }

  private static void printSquare(int number) {
    System.out.println("Square of " + number + ": " + number * number);
  }

  private static void printCube(int number) {
    System.out.println("Cube of " + number + ": " + number * number * number);
  }
}
