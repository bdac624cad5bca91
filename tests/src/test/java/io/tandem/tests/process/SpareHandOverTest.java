package io.tandem.tests.process;

import static io.tandem.tests.process.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tandem.process.Action;
import io.tandem.process.ExitStatus.Exited;
import io.tandem.process.ExitStatus.Signaled;
import io.tandem.process.JvmProcess;
import io.tandem.process.JvmProcessBuilder;
import io.tandem.process.Signal;
import io.tandem.process.SpareJvms;
import io.tandem.value.LongValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Death on either side while a task is handed over. A spare that is stopped has not read the line
/// that was written for it, so that there is time to kill.
@Timeout(60)
class SpareHandOverTest {
  private static final String MARK = "-Dtandem.process=spare";
  private static final Duration LONG = Duration.ofMinutes(5);

  @BeforeEach
  void thereIsSomethingToLookAt() {
    assumeTrue(Files.isReadable(Path.of("/proc/self/cmdline")), "there is no /proc");
  }

  @AfterEach
  void keepNone() {
    SpareJvms.keep(0);
    eventually(() -> spares().isEmpty());
  }

  private static List<ProcessHandle> spares() {
    return ProcessHandle.current().children().filter(SpareHandOverTest::isSpare).toList();
  }

  private static boolean isSpare(ProcessHandle child) {
    try {
      return Files.readString(Path.of("/proc/%d/cmdline".formatted(child.pid()))).contains(MARK);
    } catch (IOException e) {
      return false; // it has ended
    }
  }

  private static ProcessHandle stoppedSpare() throws InterruptedException {
    SpareJvms.keep(1, LONG);
    assertEquals(new Exited(0), settings().start(() -> {}).join());
    eventually(() -> spares().size() == 1);
    ProcessHandle spare = spares().getFirst();
    send("STOP", spare.pid());
    return spare;
  }

  private static void send(String signal, long pid) throws InterruptedException {
    try {
      var kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).inheritIO().start();
      assertEquals(0, kill.waitFor());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JvmProcessBuilder settings() {
    return JvmProcess.builder().stdout(Redirect.PIPE).stderr(Redirect.PIPE);
  }

  @Test
  void oneThatDiesBeforeItReadsItsOrderIsAChildThatDied() throws Exception {
    ProcessHandle spare = stoppedSpare();
    try (var child = settings().start(() -> System.out.print("runs"))) {
      assertEquals(spare.pid(), child.pid());
      spare.destroyForcibly();

      assertEquals(new Signaled(Signal.KILL.number()), child.join());
      assertFalse(child.reachedTask());
    }
    try (var next = settings().start(() -> System.out.print("runs"))) {
      assertEquals(new Exited(0), next.join());
      assertEquals("runs", next.stdout());
    }
  }

  @Test
  void oneThatReadsItsOrderLateRunsItsTask() throws Exception {
    ProcessHandle spare = stoppedSpare();
    try (var child = settings().name("late ").start(() -> print(JvmProcess.current().name()))) {
      assertEquals(spare.pid(), child.pid());
      send("CONT", spare.pid());

      assertEquals(new Exited(0), child.join());
      assertEquals("'late '", child.stdout());
    }
  }

  private static void print(String name) {
    System.out.print("'" + name + "'");
  }

  @Test
  void oneWhoseParentDiesBeforeItReadsItsOrderEnds() throws Exception {
    LongValue pid = LongValue.create(0);
    Action parent =
        () -> {
          ProcessHandle spare = stoppedSpare();
          var _ = settings().daemon(true).start(() -> new CountDownLatch(1).await());
          pid.set(spare.pid());
          new CountDownLatch(1).await();
        };
    try (var killed = JvmProcess.start(parent)) {
      eventually(() -> pid.get() != 0);
      killed.kill();
      killed.join();
    }
    send("CONT", pid.get());

    eventually(() -> ProcessHandle.of(pid.get()).filter(ProcessHandle::isAlive).isEmpty());
    pid.free();
  }

  @Test
  void noMoreAreKeptThanFitIntoTheMemory() throws Exception {
    SpareJvms.keep(3, LONG, 1); // too little for the first one, once it has grown
    try (var child = settings().start(() -> {})) {
      child.join();
    }
    eventually(() -> spares().size() == 1);
    eventually(() -> spares().isEmpty());

    SpareJvms.keep(2, LONG, 1L << 40); // enough for both
    try (var child = settings().start(() -> {})) {
      child.join();
    }
    eventually(() -> spares().size() == 2);
    assertTrue(spares().stream().allMatch(ProcessHandle::isAlive));
  }
}
