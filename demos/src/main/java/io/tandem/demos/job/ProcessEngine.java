package io.tandem.demos.job;

import io.tandem.demos.text.TextTotals;
import io.tandem.demos.words.WordTable;
import io.tandem.memory.SharedScope;
import io.tandem.process.Action;
import io.tandem.process.JvmProcess;
import io.tandem.ring.OneToOneRing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Counts in several processes: producers read files and send lines, consumers count the words of
/// the lines they are sent, and the parent adds up.
///
/// From every producer to every consumer there is a ring, and from every consumer to the parent. If
/// a process dies before its work is done, the others are killed and the job fails: the total would
/// be wrong.
public final class ProcessEngine implements Engine {
  private static final int RESULT_RING_BYTES = 1 << 20;

  /// A collector that does not need a thread for each CPU starts faster; and half of the methods
  /// that a short-lived JVM compiles are over before it was worth it.
  private static final String[] JVM_FLAGS = {
    "-XX:+UseSerialGC", "-XX:-UsePerfData", "-XX:CompileThresholdScaling=2"
  };

  /// Counting is most of the work, so it is worth compiling well, as is what we do not know; our
  /// reader is fast enough without, and leaves the CPU to the others.
  private static final String WELL_COMPILED = "-XX:TieredStopAtLevel=4";

  private static final String SOON_COMPILED = "-XX:TieredStopAtLevel=1";

  private ProcessEngine() {}

  /// Returns an engine that makes the scope which starting processes takes while its caller still
  /// looks for the files to read.
  public static ProcessEngine warmingUp() {
    // What goes wrong here goes wrong again, and is reported, where the scope is used.
    Thread.ofPlatform()
        .daemon()
        .name("warm-up")
        .uncaughtExceptionHandler((_, _) -> {})
        .start(SharedScope::ofProcessTree);
    return new ProcessEngine();
  }

  @Override
  public Tally run(Job job) {
    try (var scope = SharedScope.anonymous(scopeBytes(job))) {
      return new Run(job, scope).run();
    }
  }

  private static long scopeBytes(Job job) {
    Team team = job.team();
    long rings = (long) team.producers() * team.consumers() * team.ringBytes();
    return rings + (long) team.consumers() * RESULT_RING_BYTES;
  }

  /// One job under way.
  private static final class Run {
    private final Job job;
    private final Team team;
    private final FileList files;
    private final Board board;
    private final List<List<OneToOneRing>> rings; // by producer, then by consumer
    private final List<OneToOneRing> results; // by consumer
    private final List<Worker> workers = new ArrayList<>();

    Run(Job job, SharedScope scope) {
      this.job = job;
      team = job.team();
      files = FileList.create(scope, job.files());
      board = Board.create(scope, team.producers() + team.consumers());
      rings =
          repeat(
              team.producers(),
              () -> repeat(team.consumers(), () -> OneToOneRing.create(scope, team.ringBytes())));
      results = repeat(team.consumers(), () -> OneToOneRing.create(scope, RESULT_RING_BYTES));
    }

    private static <T> List<T> repeat(int times, Supplier<T> supplier) {
      return Stream.generate(supplier).limit(times).toList();
    }

    Tally run() {
      try {
        startAll();
        WordTable words = new Supervision(job, workers, results, this::done).await();
        var work = workers.stream().map(Worker::work).toList();
        return new Tally(textTotals(), words, messages(), work, List.of());
      } finally {
        workers.forEach(worker -> worker.process().kill());
        workers.forEach(worker -> worker.process().close());
      }
    }

    private void startAll() {
      for (int c = 0; c < team.consumers(); c++) {
        int consumer = c;
        var incoming = rings.stream().map(ofProducer -> ofProducer.get(consumer)).toList();
        start(
            "consumer",
            c,
            row(c),
            WELL_COMPILED,
            new ConsumerTask(row(c), job.parts(), board, incoming, results.get(c)));
      }
      for (int p = 0; p < team.producers(); p++) {
        start(
            "producer",
            p,
            p,
            job.parts().readsLines() ? SOON_COMPILED : WELL_COMPILED,
            new ProducerTask(p, job.parts(), files, board, rings.get(p)));
      }
    }

    private void start(String role, int number, int row, String compiled, Action task) {
      String name = role + "-" + (number + 1);
      JvmProcess process =
          JvmProcess.builder().name(name).jvmFlags(JVM_FLAGS).jvmFlags(compiled).start(task);
      workers.add(new Worker(role, process, board.row(row)));
    }

    /// Producers have the first rows of the board, consumers those behind.
    private int row(int consumer) {
      return team.producers() + consumer;
    }

    private long done() {
      return producerRows().mapToLong(Board.Row::done).sum();
    }

    private TextTotals textTotals() {
      return producerRows().map(Board.Row::read).reduce(TextTotals.NONE, TextTotals::plus);
    }

    private long messages() {
      return producerRows().mapToLong(Board.Row::messages).sum();
    }

    private Stream<Board.Row> producerRows() {
      return IntStream.range(0, team.producers()).mapToObj(board::row);
    }
  }
}
