package io.tandem.tests.pool;

import static io.tandem.tests.pool.Pools.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.inspect.ScopeContents;
import io.tandem.memory.Inspector;
import io.tandem.pool.ProcessPool;
import io.tandem.pool.WorkerDiedException;
import io.tandem.process.JvmProcess;
import io.tandem.process.Task;
import io.tandem.tests.DebuggedJvm;
import io.tandem.tests.Debugger;
import io.tandem.tests.KillLines;
import io.tandem.tests.Line;
import io.tandem.value.IntValue;
import io.tandem.value.LongValue;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Death of a worker at every line of its way to a task, through it, and back with the answer: the
/// task runs once at most, its future completes, the pool goes on, and nothing is left.
@Timeout(300)
class WorkerKillTest {
  private static final String PREFIX = "killed-";
  private static final int LARGE = 3 << 20; // more than a pipe holds

  private static final Map<String, Set<String>> START =
      Map.of(
          "io.tandem.pool.WorkerMain", Set.of("run", "status"),
          "io.tandem.pool.WorkerLoop", Set.of("run", "receive"));
  private static final Map<String, Set<String>> TASK =
      Map.of(
          "io.tandem.pool.WorkerLoop", Set.of("run", "receive"),
          "io.tandem.pool.WorkerBlock", Set.of("start"),
          "io.tandem.pipe.Sending", Set.of("send", "end"));
  private static final Map<String, Set<String>> LARGE_TASK =
      Map.of(
          "io.tandem.pool.Parcel", Set.of("open"),
          "io.tandem.pipe.Sending", Set.of("putParts", "claimSlowly"));

  private enum Outcome {
    RUN_BY_ANOTHER,
    DIED,
    ANSWERED
  }

  private final IntValue runs = IntValue.create(0);
  private final LongValue runner = LongValue.create(0); // its pid
  private final Set<Outcome> outcomes = new HashSet<>();
  private Set<String> before; // what earlier tests have left may go meanwhile
  private Debugger debugger;
  private ProcessPool pool;

  @BeforeEach
  void open() throws Exception {
    before = objects();
    debugger = Debugger.listen();
    pool = Pools.small(1).name("killed").jvmFlags(debugger.flag()).build();
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    pool.shutdownNow(); // a worker that nobody lets run answers nothing
    pool.close();
    debugger.close();
    Set<String> left = objects();
    left.removeAll(before);
    assertEquals(Set.of(), left);
    runs.free();
    runner.free();
  }

  private static Set<String> objects() {
    return Inspector.inspect().scopes().stream()
        .flatMap(scope -> scope.contents().stream())
        .filter(contents -> contents.creator().pid() == ProcessHandle.current().pid())
        .flatMap(WorkerKillTest::objectsOf)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Stream<String> objectsOf(ScopeContents scope) {
    return scope.objects().stream()
        .map(each -> "%s at %d of %s".formatted(each.tag(), each.offset(), scope.id()));
  }

  private static List<JvmProcess> workers() {
    return JvmProcess.children().stream().filter(c -> c.name().startsWith(PREFIX)).toList();
  }

  /// @return the last one's pid
  private static long killWorkers() throws InterruptedException {
    long pid = 0;
    for (JvmProcess worker : workers()) {
      pid = worker.pid();
      worker.kill();
      worker.join();
    }
    return pid;
  }

  private CompletableFuture<byte[]> submit(int bytes) {
    runs.set(0);
    return pool.submit(task(runs, runner, new byte[bytes]));
  }

  private static Task<byte[]> task(IntValue runs, LongValue runner, byte[] bytes) {
    return () -> {
      runs.getAndAdd(1);
      runner.set(ProcessHandle.current().pid());
      return bytes;
    };
  }

  @Test
  void inItsStartItTakesNoTaskWithIt() throws Exception {
    CompletableFuture<byte[]> first = submit(0);
    List<Line> lines = linesUntilDone(debugger.next(START), first);
    List<Line> ofStart =
        lines.stream().takeWhile(line -> !line.method().equals("receive")).toList();
    for (Line line : KillLines.of(ofStart)) {
      CompletableFuture<byte[]> future = submit(0);
      assertEquals(Optional.of(line), debugger.next(line).reach());
      long killed = killWorkers();
      debugger.next().leave();
      outcomes.add(outcome(line, future, killed));
      killWorkers();
    }
    assertEquals(Set.of(Outcome.RUN_BY_ANOTHER), outcomes);
  }

  @Test
  void onTheWayOfATaskItTakesThatOneWithItAtMost() throws Exception {
    killAtEachLine(TASK, 0);
    requireOutcomes(Set.of(Outcome.RUN_BY_ANOTHER, Outcome.DIED, Outcome.ANSWERED));
  }

  @Test
  void aLongAnswerCountsOnceAllOfItHasCome() throws Exception {
    killAtEachLine(LARGE_TASK, LARGE);
    requireOutcomes(Set.of(Outcome.DIED, Outcome.ANSWERED));
  }

  private void requireOutcomes(Set<Outcome> possible) {
    assertTrue(KillLines.cameOut(possible, outcomes), outcomes::toString);
  }

  private void killAtEachLine(Map<String, Set<String>> methods, int bytes) throws Exception {
    DebuggedJvm worker = readyWorker();
    worker.breakAt(methods);
    List<Line> lines = linesUntilDone(worker, submit(bytes));
    worker = readyWorker();
    for (Line line : KillLines.of(lines)) {
      worker.breakAt(line);
      CompletableFuture<byte[]> future = submit(bytes);
      assertEquals(Optional.of(line), worker.reach());
      long killed = killWorkers();
      worker = readyWorker();
      outcomes.add(outcome(line, future, killed));
    }
  }

  /// One more worker, which has run a task.
  private DebuggedJvm readyWorker() throws Exception {
    CompletableFuture<Integer> probe = pool.submit(() -> 1);
    DebuggedJvm worker = debugger.next();
    worker.begin();
    assertEquals(1, get(probe));
    return worker;
  }

  /// The lines that a worker passes until it has answered, and waits again. Then it is killed.
  private List<Line> linesUntilDone(DebuggedJvm worker, CompletableFuture<byte[]> future)
      throws Exception {
    var lines = new CompletableFuture<List<Line>>();
    Thread.startVirtualThread(
        () -> {
          try {
            lines.complete(worker.passed());
          } catch (InterruptedException | RuntimeException e) {
            lines.completeExceptionally(e);
          }
        });
    get(future);
    get(pool.submit(() -> 1)); // waits behind it
    killWorkers();
    return get(lines);
  }

  private Outcome outcome(Line line, CompletableFuture<byte[]> future, long killed)
      throws Exception {
    try {
      get(future);
      assertEquals(1, runs.get(), line::toString);
      return runner.get() == killed ? Outcome.ANSWERED : Outcome.RUN_BY_ANOTHER;
    } catch (ExecutionException e) {
      assertInstanceOf(WorkerDiedException.class, e.getCause(), line::toString);
      return Outcome.DIED;
    }
  }
}
