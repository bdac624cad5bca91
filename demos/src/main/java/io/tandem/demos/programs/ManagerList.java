package io.tandem.demos.programs;

import io.tandem.manager.ManagedList;
import io.tandem.manager.Manager;
import io.tandem.process.JvmProcess;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// A list that lives in a server process: one process adds to it, the next one reads it.
///
/// Answers the Python program of `manager.list([('Sam', 10), ...])` with tuples. Here elements are
/// records. Where memory can be shared, `SharedList` does the same without a server.
@Command(
    name = "manager-list",
    description =
        "One process adds a record to a list on a server, another one prints it.%n"
            + "prints: Name: Jeff")
public final class ManagerList implements Callable<Integer> {
  /// An element of the list.
  record Score(String name, int points) {}

  @Override
  public Integer call() throws InterruptedException {
    try (var manager = Manager.start()) {
      ManagedList<Score> scores = manager.list();
      scores.addAll(List.of(new Score("Sam", 10), new Score("Adam", 9), new Score("Kevin", 9)));
      JvmProcess.start("p1", () -> add(new Score("Jeff", 8), scores)).join();
      JvmProcess.start("p2", () -> print(scores)).join();
    }
    return 0;
  }

  private static void add(Score score, ManagedList<Score> scores) {
    scores.add(score);
    System.out.println("New record added!\n");
  }

  private static void print(ManagedList<Score> scores) {
    for (Score score : scores) {
      System.out.println("Name: %s\nScore: %d\n".formatted(score.name(), score.points()));
    }
  }
}
