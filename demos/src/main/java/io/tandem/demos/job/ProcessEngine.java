package io.tandem.demos.job;

import io.tandem.memory.SharedScope;
import io.tandem.pipe.Pipe;
import io.tandem.process.Action;
import io.tandem.process.JvmProcess;
import io.tandem.ring.OneToOneRing;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Counts in several processes: producers read files and send lines, consumers count the words of
/// the lines they are sent, and the parent adds up.
///
/// From every producer to every consumer there is a ring, and from every consumer to the parent a
/// pipe. A [Ledger] says who has which [Unit] of the text. If a process dies, the others do what it
/// had not finished, and the total is exact all the same; only if all producers or all consumers
/// die, the job fails.
public final class ProcessEngine implements Engine {
  private static final int RESULT_BYTES = 1 << 20;

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
    return rings + (long) team.consumers() * RESULT_BYTES;
  }

  /// One job under way.
  private static final class Run {
    private final Job job;
    private final Team team;
    private final FileList files;
    private final Ledger ledger;
    private final Board board;
    private final List<List<OneToOneRing>> rings; // by producer, then by consumer
    private final List<Pipe.Simplex> results; // by consumer
    private final Crew crew = new Crew();

    Run(Job job, SharedScope scope) {
      this.job = job;
      team = job.team();
      files = FileList.create(scope, job.files());
      ledger = Ledger.create(scope, Unit.of(job.files()));
      board = Board.create(scope, team);
      rings =
          repeat(
              team.producers(),
              () -> repeat(team.consumers(), () -> OneToOneRing.create(scope, team.ringBytes())));
      results = repeat(team.consumers(), () -> Pipe.simplex(scope, RESULT_BYTES));
    }

    private static <T> List<T> repeat(int times, Supplier<T> supplier) {
      return Stream.generate(supplier).limit(times).toList();
    }

    Tally run() {
      try (crew) {
        startAll();
        var total = new Total(ledger);
        var all = results.stream().map(pipe -> new Results(pipe.reader(), total)).toList();
        new Supervision(job, crew, board, ledger, total, all).await();
        return new Tally(total.text(), total.words(), crew.messages(), crew.work(), crew.lost());
      }
    }

    private void startAll() {
      for (int c = 0; c < team.consumers(); c++) {
        int consumer = c;
        var incoming = rings.stream().map(ofProducer -> ofProducer.get(consumer)).toList();
        var task =
            new ConsumerTask(c, job.parts(), board, ledger, incoming, results.get(c).writer());
        crew.addConsumer(start("consumer", c, WELL_COMPILED, task, board.consumer(c)));
      }
      String compiled = job.parts().readsLines() ? SOON_COMPILED : WELL_COMPILED;
      for (int p = 0; p < team.producers(); p++) {
        var task = new ProducerTask(p, job.parts(), files, board, ledger, rings.get(p));
        crew.addProducer(start("producer", p, compiled, task, board.producer(p)));
      }
    }

    private static Worker start(
        String role, int number, String compiled, Action task, Board.Row row) {
      String name = role + "-" + (number + 1);
      JvmProcess process =
          JvmProcess.builder().name(name).jvmFlags(JVM_FLAGS).jvmFlags(compiled).start(task);
      return new Worker(role, process, row);
    }
  }
}
