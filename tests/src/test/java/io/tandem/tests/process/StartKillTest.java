package io.tandem.tests.process;

import static io.tandem.tests.process.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tandem.process.Action;
import io.tandem.process.ExitStatus.Exited;
import io.tandem.process.ExitStatus.Signaled;
import io.tandem.process.JvmProcess;
import io.tandem.process.JvmProcessBuilder;
import io.tandem.process.Signal;
import io.tandem.process.SpareJvms;
import io.tandem.sync.SharedLock;
import io.tandem.tests.DebuggedJvm;
import io.tandem.tests.Debugger;
import io.tandem.tests.KillLines;
import io.tandem.tests.Line;
import io.tandem.value.IntValue;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Death at every line of a start, on either side: the other one sees it, and nothing is left.
@Timeout(300)
class StartKillTest {
  private static final String PACKAGE = "io.tandem.process.";
  private static final Signaled KILLED = new Signaled(Signal.KILL.number());
  private static final Exited WELL = new Exited(0);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String MARK = "TANDEM_TEST_START_KILL";

  private static final Map<String, Set<String>> CHILD =
      Map.of(
          PACKAGE + "ChildMain", Set.of("main", "receive"),
          PACKAGE + "LaunchFile", Set.of("open", "payload", "setRunning"),
          PACKAGE + "ExitHook", Set.of("run"));
  private static final Map<String, Set<String>> SPARE =
      Map.of(
          PACKAGE + "ChildMain", Set.of("main", "receive"),
          PACKAGE + "Spare", Set.of("await"),
          PACKAGE + "Order", Set.of("ofLine"));
  private static final Map<String, Set<String>> PARENT =
      Map.of(
          PACKAGE + "Launch", Set.of("prepare"),
          PACKAGE + "Surroundings", Set.of("start"),
          PACKAGE + "JvmProcess", Set.of("watch"));
  private static final Map<String, Set<String>> PARENT_OF_SPARE =
      Map.of(PACKAGE + "SpareJvm", Set.of("start", "take"));

  private static final String CACHES = "tandem.aot";

  @TempDir Path directory;

  private final SharedLock lock = SharedLock.create();
  private final IntValue runs = IntValue.create(0);
  private final Action task = count(runs, lock);
  private Debugger debugger;

  /// With a shared object, so that the child registers while it starts.
  private static Action count(IntValue runs, SharedLock lock) {
    return () -> {
      Objects.requireNonNull(lock);
      runs.getAndAdd(1);
    };
  }

  @BeforeEach
  void listen() throws Exception {
    assumeTrue(Files.isReadable(Path.of("/proc/self/cmdline")), "there is no /proc");
    debugger = Debugger.listen();
    System.setProperty(CACHES, "false"); // what makes one would come to the debugger, too
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    System.clearProperty(CACHES);
    SpareJvms.keep(0);
    eventually(() -> argFiles().isEmpty());
    lock.free();
    runs.free();
    debugger.close();
  }

  private static List<Path> argFiles() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    String ours = "tandem-%d-*.args".formatted(ProcessHandle.current().pid());
    try (var files = Files.newDirectoryStream(temporary, ours)) {
      return StreamSupport.stream(files.spliterator(), false).toList();
    }
  }

  @Test
  void aChildThatDiesAnywhereHasEnded() throws Exception {
    Set<Boolean> reached = new HashSet<>();
    List<Line> lines;
    try (var _ = settings().start(task)) {
      lines = debugger.next(CHILD).passed();
    }
    for (Line line : KillLines.of(lines)) {
      runs.set(0);
      try (var child = settings().start(task)) {
        assertEquals(Optional.of(line), debugger.next(line).reach());
        child.kill();
        assertEquals(KILLED, child.join(), line::toString);
        assertTrue(child.reachedTask() || runs.get() == 0, line::toString);
        reached.add(child.reachedTask());
      }
    }
    assertEquals(Set.of(false, true), reached); // by the first and the last line at least
  }

  @Test
  void aSpareThatDiesAnywhereIsPassedOverOrAChildThatHasEnded() throws Exception {
    SpareJvms.keep(1, LONG);
    startWithout();
    List<Line> lines = linesOfSpare();
    Line waiting = lines.stream().filter(line -> line.method().equals("await")).toList().getLast();
    for (Line line : KillLines.of(lines)) {
      boolean waits = lines.indexOf(line) > lines.indexOf(waiting);
      DebuggedJvm spare = debugger.next(waits ? waiting : line);
      runs.set(0);
      if (!waits) {
        assertEquals(Optional.of(line), spare.reach());
        ProcessHandle victim =
            ProcessHandle.current()
                .children()
                .filter(StartKillTest::isSpare)
                .findFirst()
                .orElseThrow();
        victim.destroyForcibly();
        victim.onExit().join();
        startWithout();
        assertEquals(1, runs.get(), line::toString);
      } else {
        assertEquals(Optional.of(waiting), spare.reach());
        spare.breakAt(line);
        try (var child = spareSettings().start(task)) {
          assertEquals(Optional.of(line), spare.reach());
          child.kill();
          assertEquals(KILLED, child.join(), line::toString);
          assertTrue(child.reachedTask() || runs.get() == 0, line::toString);
        }
      }
    }
    debugger.next().leave();
  }

  private List<Line> linesOfSpare() throws Exception {
    DebuggedJvm spare = debugger.next(SPARE);
    var lines = new CompletableFuture<List<Line>>();
    Thread.startVirtualThread(
        () -> {
          try {
            lines.complete(spare.passed());
          } catch (InterruptedException | RuntimeException e) {
            lines.completeExceptionally(e);
          }
        });
    try (var child = spareSettings().start(task)) {
      assertEquals(WELL, child.join());
    }
    return lines.get();
  }

  /// A start for which there is no spare, but one behind it.
  private void startWithout() throws Exception {
    JvmProcess child;
    synchronized (SpareJvms.class) { // the spare starts when the child has come to the debugger
      child = spareSettings().start(task);
      debugger.next().leave();
    }
    assertEquals(WELL, child.join());
  }

  @Test
  void noChildOutlivesAParentThatDiesAnywhere() throws Exception {
    requireNoOrphans(
        PARENT,
        () -> {
          var _ = JvmProcess.builder().name("orphan").daemon(true).start(StartKillTest::hang);
        });
  }

  @Test
  void noSpareOutlivesAParentThatDiesAnywhere() throws Exception {
    requireNoOrphans(
        PARENT_OF_SPARE,
        () -> {
          SpareJvms.keep(1, LONG);
          JvmProcess.builder().name("orphan").start(() -> {}).join();
          eventually(() -> ProcessHandle.current().children().anyMatch(StartKillTest::isSpare));
          var _ = JvmProcess.builder().name("orphan").daemon(true).start(StartKillTest::hang);
        });
  }

  private static void hang() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  /// Kills a parent at each line of some methods.
  private void requireNoOrphans(Map<String, Set<String>> methods, Action parent) throws Exception {
    List<Line> lines;
    try (var whole = settings().start(parent)) {
      lines = debugger.next(methods).passed();
      assertEquals(WELL, whole.join());
    }
    for (Line line : KillLines.of(lines)) {
      try (var killed = settings().start(parent)) {
        assertEquals(Optional.of(line), debugger.next(line).reach());
        killed.kill();
        assertEquals(KILLED, killed.join(), line::toString);
      }
    }
    assertTrue(lines.size() > 5, lines::toString);
    eventually(() -> ProcessHandle.allProcesses().noneMatch(this::isOurs));
  }

  private boolean isOurs(ProcessHandle process) {
    return holds(process, "environ", "%s=%s".formatted(MARK, directory));
  }

  private static boolean isSpare(ProcessHandle process) {
    return holds(process, "cmdline", "-Dtandem.process=spare");
  }

  private static boolean holds(ProcessHandle process, String file, String string) {
    try {
      Path path = Path.of("/proc/%d".formatted(process.pid()), file);
      byte[] strings = Files.readAllBytes(path); // each with a zero behind it
      return new String(strings, StandardCharsets.ISO_8859_1).contains(string + "\0");
    } catch (IOException e) {
      return false; // it has ended, or is another user's
    }
  }

  /// Of a JVM that the debugger stops, that leaves its files in a directory of its own, and is
  /// known by its environment, as are its children.
  private JvmProcessBuilder settings() {
    return JvmProcess.builder()
        .jvmFlags(debugger.flag(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
        .jvmFlags("-Djava.io.tmpdir=" + directory)
        .environment(MARK, directory.toString());
  }

  /// The same where flags of a debugger would keep spares away.
  private JvmProcessBuilder spareSettings() {
    return JvmProcess.builder()
        .environment("JAVA_TOOL_OPTIONS", debugger.flag())
        .stderr(Redirect.DISCARD); // which tells of that
  }
}
