package io.tandem.demos.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.demos.text.TextFile;
import io.tandem.demos.text.TextTotals;
import io.tandem.memory.SharedScope;
import io.tandem.pipe.Connection;
import io.tandem.pipe.Pipe;
import io.tandem.process.Action;
import io.tandem.ring.OneToOneRing;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The parts of a job, with threads for processes: whatever a dead one leaves behind, others do.
@Timeout(60)
class RecoveryTest {
  private static final Losses FIRST_CONSUMER = new Lost(-1, 0);
  private static final Losses FIRST_PRODUCER = new Lost(0, -1);

  @TempDir private Path folder;

  private final SharedScope scope = SharedScope.anonymous(1 << 20);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Team team = new Team(2, 2, 1 << 18);
  private final Parts parts = new Parts(null, null);
  private final Board board = Board.create(scope, team);
  private final List<OneToOneRing> first = rings();
  private final List<OneToOneRing> second = rings();
  private final List<Pipe.Simplex> results =
      Stream.generate(() -> Pipe.simplex(scope, team.ringBytes())).limit(2).toList();

  @AfterEach
  void close() {
    threads.shutdownNow();
    scope.close();
  }

  private List<OneToOneRing> rings() {
    return Stream.generate(() -> OneToOneRing.create(scope, team.ringBytes())).limit(2).toList();
  }

  @Test
  void unitsOfAConsumerThatIsDeadGoToTheOthers() throws Exception {
    Job job = job();
    Ledger ledger = Ledger.create(scope, Unit.of(job.files()));
    var total = new Total(ledger);
    Future<?> producer = threads.submit(() -> run(producer(0, job, ledger)));
    Future<?> consumer = threads.submit(() -> run(consumer(1, ledger)));

    await(() -> ringIsFull(first.getFirst()));
    board.consumer(0).setLost();
    var result = new Results(results.get(1).reader(), total);
    await(
        () -> {
          free(ledger, FIRST_CONSUMER);
          boolean _ = result.poll();
          return total.isComplete();
        });

    finish(producer, consumer);
    assertExact(job, total);
  }

  @Test
  void unitsThatADeadProducerHasSentInPartAreSentAgain() throws Exception {
    Job job = job();
    Ledger ledger = Ledger.create(scope, Unit.of(job.files()));
    var total = new Total(ledger);
    try (var outgoing =
        new Outgoing(
            first.stream().map(OneToOneRing::producer).toList(), board, board.producer(0))) {
      var dying = new UnitSender(0, ledger, outgoing);
      for (int unit = 0; unit < 4; unit++) {
        assertTrue(ledger.take(unit, 0));
        dying.begin(unit, 1, Unit.BYTES);
        dying.line("half a unit ".repeat(4_000).getBytes(UTF_8), 0, 48_000);
      }
    }

    free(ledger, FIRST_PRODUCER);
    Future<?> producer = threads.submit(() -> run(producer(1, job, ledger)));
    List<Future<?>> consumers =
        List.of(
            threads.submit(() -> run(consumer(0, ledger))),
            threads.submit(() -> run(consumer(1, ledger))));
    var all = results.stream().map(pipe -> new Results(pipe.reader(), total)).toList();
    await(
        () -> {
          all.forEach(Results::poll);
          return total.isComplete();
        });

    finish(producer, consumers.get(0), consumers.get(1));
    assertExact(job, total);
  }

  @Test
  void countsThatCameHalfAreNotAdded() throws Exception {
    Ledger ledger = Ledger.create(scope, Unit.of(job().files()));
    var total = new Total(ledger);
    var counting = new Counting(0, ledger, parts.newConsumer());
    assertTrue(ledger.take(0, 0));
    ledger.send(0, 0, 0);
    assertTrue(counting.accept(new Commit(0, TextTotals.NONE), 0));
    counting.count("to be".getBytes(UTF_8), 5);

    var bytes = new ByteArrayOutputStream();
    counting.take().writeTo(new DataOutputStream(bytes));
    sendInPart(Arrays.copyOf(bytes.toByteArray(), 2 * team.ringBytes()));
    var result = new Results(results.getFirst().reader(), total);
    result.abandon();

    assertFalse(result.poll());
    assertEquals(0, total.words().words());
    assertEquals(1, ledger.free(FIRST_CONSUMER));
    assertFalse(ledger.isCounted(0));
  }

  /// Sends as much of a message as there is room for.
  private void sendInPart(byte[] message) throws Exception {
    var pipe = results.getFirst();
    var sender =
        Thread.ofPlatform()
            .start(
                () ->
                    assertThrows(
                        InterruptedException.class, () -> pipe.writer().sendBytes(message)));
    await(() -> isAny(pipe.reader()));
    sender.interrupt();
    sender.join();
  }

  private static boolean isAny(Connection reader) {
    try {
      return reader.poll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Lost(int producer, int consumer) implements Losses {
    @Override
    public boolean isProducerLost(int number) {
      return number == producer;
    }

    @Override
    public boolean isConsumerLost(int number) {
      return number == consumer;
    }
  }

  private void free(Ledger ledger, Losses losses) {
    if (ledger.free(losses) > 0) {
      board.setFreed();
    }
  }

  private static boolean ringIsFull(OneToOneRing ring) {
    try (var consumer = ring.consumer()) {
      return consumer.size() > ring.capacity() - (40 << 10);
    }
  }

  private Job job() throws IOException {
    String line = "to be or not to be, that is the question " + "x".repeat(50) + "\n";
    Path large = Files.writeString(folder.resolve("large"), line.repeat(15_000));
    Path small = Files.writeString(folder.resolve("small"), line.repeat(15));
    List<TextFile> files =
        List.of(new TextFile(large, Files.size(large)), new TextFile(small, Files.size(small)));
    return new Job(files, team, parts, new PrintWriter(Writer.nullWriter()), _ -> {});
  }

  private ProducerTask producer(int index, Job job, Ledger ledger) {
    FileList files = FileList.create(scope, job.files());
    return new ProducerTask(index, parts, files, board, ledger, index == 0 ? first : second);
  }

  private ConsumerTask consumer(int index, Ledger ledger) {
    var incoming = List.of(first.get(index), second.get(index));
    return new ConsumerTask(index, parts, board, ledger, incoming, results.get(index).writer());
  }

  private static Void run(Action task) throws Exception {
    task.run();
    return null;
  }

  private void finish(Future<?>... tasks) throws Exception {
    board.setFinished();
    for (Future<?> task : tasks) {
      task.get(30, TimeUnit.SECONDS);
    }
  }

  private static void assertExact(Job job, Total total) {
    var tally = new Tally(total.text(), total.words(), 0, List.of(), List.of());
    assertEquals(Optional.empty(), Verification.difference(job, tally));
  }

  private static void await(BooleanSupplier condition) {
    for (int i = 0; i < 30_000 && !condition.getAsBoolean(); i++) {
      LockSupport.parkNanos(1_000_000);
    }
    assertTrue(condition.getAsBoolean());
  }
}
