package io.tandem.demos.programs;

import io.tandem.process.Action;
import io.tandem.process.Cpu;
import io.tandem.process.JvmProcess;
import io.tandem.queue.SharedQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Four processes work while a fifth one shows that something happens, until it is stopped.
///
/// Answers the Python program `mp_daemon.py`, whose daemons sleep for 5 seconds, or with `--sums`
/// add up 1 to 100000, and which asks each again and again whether it is alive. Here `join` waits.
/// A daemon of Python has no children, and outlives a parent that is killed. Here neither holds.
@Command(
    name = "daemons",
    showDefaultValues = true,
    description =
        "Four daemons work, and one prints 'Loading' until it is terminated.%n"
            + "prints: Process Done in 5.4 sec")
public final class Daemons implements Callable<Integer> {
  private static final int LAST = 100_000;

  @Option(names = "--processes", defaultValue = "4", description = "How many work.")
  private int processes;

  @Option(names = "--seconds", defaultValue = "5", description = "How long each of them sleeps.")
  private double seconds;

  @Option(names = "--sums", description = "They add up parts of 1 to 100000 instead.")
  private boolean sums;

  @Override
  public Integer call() throws InterruptedException {
    long start = System.nanoTime();
    System.out.println(whoAndWhere("Parent-process"));
    String result;
    var loading = JvmProcess.builder().daemon(true).start(Daemons::sayLoading);
    try {
      result = sums ? "- Result: " + sumOfParts() : sleepInEach(start);
    } finally {
      loading.terminate();
      loading.join();
    }
    System.out.println("Process Done " + result);
    return 0;
  }

  private String sleepInEach(long start) throws InterruptedException {
    double pause = seconds;
    List<JvmProcess> sleepers = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      sleepers.add(JvmProcess.builder().daemon(true).start(() -> sleep(pause)));
    }
    joinAll(sleepers);
    return String.format(Locale.ROOT, "in %.1f sec", (System.nanoTime() - start) / 1e9);
  }

  private static void sleep(double seconds) throws InterruptedException {
    Thread.sleep((long) (seconds * 1000)); // stands for work
    System.out.println(whoAndWhere("Sub-process"));
  }

  private long sumOfParts() throws InterruptedException {
    SharedQueue<Long> parts = SharedQueue.create();
    List<JvmProcess> adders = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      long first = 1L + (long) LAST * i / processes;
      long to = (long) LAST * (i + 1) / processes;
      Action add = () -> parts.put((first + to) * (to - first + 1) / 2);
      adders.add(JvmProcess.builder().daemon(true).start(add));
    }
    joinAll(adders);
    return parts.stream().mapToLong(Long::longValue).sum();
  }

  private static void joinAll(List<JvmProcess> workers) throws InterruptedException {
    for (JvmProcess worker : workers) {
      if (!worker.join().isSuccess()) {
        throw new IllegalStateException("What this one did is missing: " + worker);
      }
    }
  }

  private static void sayLoading() throws InterruptedException {
    for (int i = 0; ; i++) {
      System.out.print("Loading" + ".".repeat(i % 4) + "   \r"); // the next output goes over it
      Thread.sleep(300); // so that it can be seen
    }
  }

  private static String whoAndWhere(String who) {
    return "%s: %d / CPU Core ID: %d".formatted(who, JvmProcess.current().pid(), Cpu.current());
  }
}
