package io.tandem.demos.programs;

import io.tandem.process.JvmProcess;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Who runs what: the id a process reports of itself is the id its parent knows it by.
///
/// Answers the second Python program of "Multiprocessing in Python, Set 1", that prints
/// `os.getpid()` in two workers and `is_alive()` after `join()`.
@Command(
    name = "process-ids",
    description =
        "Process ids, as the parent and as the children see them, and who is alive.%n"
            + "prints: Process p1 is alive: False")
public final class ProcessIds implements Callable<Integer> {
  @Override
  public Integer call() throws InterruptedException {
    System.out.println("ID of main process: " + JvmProcess.current().pid());
    var p1 = JvmProcess.start(() -> work("worker1"));
    var p2 = JvmProcess.start(() -> work("worker2"));
    System.out.println("ID of process p1: " + p1.pid());
    System.out.println("ID of process p2: " + p2.pid());
    p1.join();
    p2.join();
    System.out.println("Both processes finished execution!");
    System.out.println("Process p1 is alive: " + asPython(p1.isAlive()));
    System.out.println("Process p2 is alive: " + asPython(p2.isAlive()));
    return 0;
  }

  private static void work(String worker) {
    System.out.println("ID of process running " + worker + ": " + JvmProcess.current().pid());
  }

  private static String asPython(boolean value) {
    return value ? "True" : "False";
  }
}
