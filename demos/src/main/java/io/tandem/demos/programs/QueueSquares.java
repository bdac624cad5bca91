package io.tandem.demos.programs;

import io.tandem.process.JvmProcess;
import io.tandem.queue.SharedQueue;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// One process puts squares into a queue, the next one takes them out.
///
/// Answers the Python program of a queue in "Multiprocessing in Python, Set 2", that waits for the
/// first process before it starts the second, and then takes until `q.empty()`. In Python that is
/// right only because the first one has ended, and with it the thread that really puts. Here
/// whoever comes back from `put` has put: `isEmpty` is exact.
@Command(
    name = "queue-squares",
    description =
        "One process puts 1, 4, 9, 16 into a queue, another one takes them.%n"
            + "prints: Queue is now empty!")
public final class QueueSquares implements Callable<Integer> {
  @Override
  public Integer call() throws InterruptedException {
    var numbers = List.of(1, 2, 3, 4);
    SharedQueue<Integer> queue = SharedQueue.create();
    JvmProcess.start("p1", () -> squareAll(numbers, queue)).join();
    JvmProcess.start("p2", () -> printAll(queue)).join();
    return 0;
  }

  private static void squareAll(List<Integer> numbers, SharedQueue<Integer> queue)
      throws InterruptedException {
    for (int number : numbers) {
      queue.put(number * number);
    }
  }

  private static void printAll(SharedQueue<Integer> queue) throws InterruptedException {
    System.out.println("Queue elements:");
    while (!queue.isEmpty()) {
      System.out.println(queue.take());
    }
    System.out.println("Queue is now empty!");
  }
}
