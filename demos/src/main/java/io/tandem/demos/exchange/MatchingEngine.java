package io.tandem.demos.exchange;

import io.tandem.memory.SharedScope;
import io.tandem.process.JvmProcess;
import io.tandem.ring.OneToOneRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// An exchange of three JVMs with a ring between each two: a gateway takes orders, an engine
/// matches them, and a journal writes the trades.
///
/// In Python each ring would be a `Pipe`, with a pickle and a system call for every message. There,
/// too, a stage whose forerunner has died sees the end of the stream, if no process has left its
/// copy of the other end open.
@Command(
    name = "matching-engine",
    showDefaultValues = true,
    description =
        "Three JVMs in a row match orders, and do as one thread does.%n"
            + "prints: trades.csv: as by one thread")
public final class MatchingEngine implements Callable<Integer> {
  private static final int RING_BYTES = 64 * 1024;
  private static final int PROCESS_DIED = 3; // as of `tandem run`

  @Option(names = "--orders", defaultValue = "300000", description = "How many come.")
  private long orders;

  @Option(names = "--out", defaultValue = "trades.csv", description = "The file to write.")
  private Path out;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Files.writeString(out, ""); // the journal may die before it begins
    Path expected = Files.createTempFile("trades", ".csv");
    try {
      long start = System.nanoTime();
      boolean whole = start().await();
      print("Three JVMs", System.nanoTime() - start);
      start = System.nanoTime();
      matchInOneThread(expected);
      print("One thread", System.nanoTime() - start);
      return compare(expected, whole);
    } finally {
      Files.delete(expected);
    }
  }

  private Pipeline start() {
    var toEngine = OneToOneRing.create(SharedScope.ofProcessTree(), RING_BYTES);
    var toJournal = OneToOneRing.create(SharedScope.ofProcessTree(), RING_BYTES);
    return new Pipeline(
        List.of(
            JvmProcess.start("gateway", new Gateway(orders, toEngine)),
            JvmProcess.start("engine", new Engine(toEngine, toJournal)),
            JvmProcess.start("journal", new Journal(toJournal, out.toString()))),
        List.of(toEngine, toJournal));
  }

  private void matchInOneThread(Path file) throws IOException {
    var book = new OrderBook();
    try (var writer = Files.newBufferedWriter(file)) {
      for (long id = 0; id < orders; id++) {
        for (Trade trade : book.match(Order.random(id))) {
          writer.write(trade.line());
        }
      }
    }
  }

  /// @return the exit code
  private int compare(Path expected, boolean whole) throws IOException {
    long difference = Files.mismatch(out, expected);
    if (difference < 0) {
      System.out.println(out + ": as by one thread");
      return 0;
    }
    if (!whole && difference == Files.size(out)) {
      System.out.println(out + ": the beginning of what one thread does");
      return PROCESS_DIED;
    }
    System.out.println(out + ": not as by one thread, from byte " + difference);
    return 1;
  }

  private static void print(String who, long nanos) {
    System.out.printf(Locale.ROOT, "%s --- %.2f sec%n", who, nanos / 1e9);
  }
}
