package io.tandem.tests.process;

import static io.tandem.tests.process.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tandem.process.Action;
import io.tandem.process.ExitStatus.Exited;
import io.tandem.process.ExitStatus.Signaled;
import io.tandem.process.JvmProcess;
import io.tandem.process.JvmProcessBuilder;
import io.tandem.process.Signal;
import io.tandem.process.SpareJvms;
import io.tandem.sync.OwnerDiedException;
import io.tandem.sync.SharedLock;
import io.tandem.value.LongValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/// A child that was a spare is like any other, and a spare is never in the way.
@Timeout(60)
class SpareJvmsTest {
  private static final String MARK = "-Dtandem.process=spare";

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
    return sparesOf(ProcessHandle.current());
  }

  private static List<ProcessHandle> sparesOf(ProcessHandle parent) {
    return parent.children().filter(child -> commandLine(child.pid()).contains(MARK)).toList();
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean wasSpare(JvmProcess child) {
    return commandLine(child.pid()).contains(MARK);
  }

  /// Starts one child as usual, and waits for the spares that follow.
  private static void prepare(int count, Duration idle) throws Exception {
    SpareJvms.keep(count, idle);
    try (var first = settings().start(() -> {})) {
      assertFalse(wasSpare(first));
      assertEquals(new Exited(0), first.join());
    }
    eventually(() -> spares().size() == count);
  }

  private static JvmProcessBuilder settings() {
    return JvmProcess.builder().stdout(Redirect.PIPE).stderr(Redirect.PIPE);
  }

  @Test
  void aChildThatWasASpareIsLikeAnyOther() throws Exception {
    prepare(1, Duration.ofMinutes(1));
    SharedLock lock = SharedLock.create();
    Action task =
        () -> {
          lock.lock();
          System.out.println(
              JvmProcess.current().name() + " of " + JvmProcess.parent().get().name());
          System.out.println(System.in.read());
          System.out.println(JvmProcess.children());
          throw new IllegalStateException("as asked");
        };
    try (var child = settings().name("a child").start(task)) {
      assertTrue(wasSpare(child));
      assertEquals(new Exited(1), child.join());
      assertEquals("a child of MainProcess\n-1\n[]\n", child.stdout());
      assertTrue(child.stderr().startsWith("Process a child:\njava.lang.Illegal"), child::stderr);
      assertTrue(child.reachedTask());
    }
    String abandoned = assertThrows(OwnerDiedException.class, lock::lock).getMessage();
    assertTrue(abandoned.contains("a child"), abandoned);
    eventually(() -> spares().size() == 1);
  }

  @Test
  void onlyAStartThatIsLikeTheLastOneTakesOne() throws Exception {
    prepare(2, Duration.ofMinutes(1));
    for (var other :
        List.of(
            settings().jvmFlags("-Dx=y"),
            settings().environment("X", "y"),
            settings().directory(Path.of("/")),
            JvmProcess.builder())) {
      try (var child = other.start(() -> {})) {
        assertFalse(wasSpare(child));
        child.join();
      }
    }
  }

  @Test
  void deadOnesArePassedOver() throws Exception {
    prepare(2, Duration.ofMinutes(1));
    for (ProcessHandle spare : spares()) {
      spare.destroyForcibly();
      spare.onExit().join(); // one that is still dying may be given a task
    }
    try (var child = settings().start(() -> System.out.print("runs"))) {
      assertEquals(new Exited(0), child.join());
      assertEquals("runs", child.stdout());
    }
  }

  @Test
  void idleOnesEnd() throws Exception {
    SpareJvms.keep(1, Duration.ofMillis(1));
    settings().start(() -> {}).join();
    eventually(() -> spares().isEmpty());
  }

  @Test
  void oneThatIsKilledInItsTaskHasEndedAsAnyOther() throws Exception {
    prepare(1, Duration.ofMinutes(1));
    Action endless = () -> new CountDownLatch(1).await();
    try (var child = settings().start(endless)) {
      assertTrue(wasSpare(child));
      child.kill();
      assertEquals(new Signaled(Signal.KILL.number()), child.join());
    }
  }

  @Test
  void theyEndWithTheirParent() throws Exception {
    LongValue spare = LongValue.create(0);
    Action task =
        () -> {
          SpareJvms.keep(1);
          JvmProcess.start(() -> {}).join();
          eventually(() -> !spares().isEmpty());
          spare.set(spares().getFirst().pid());
          Thread.sleep(60_000); // until it is killed
        };
    try (var parent = JvmProcess.start(task)) {
      eventually(() -> spare.get() != 0);
      parent.kill();
      parent.join();
      eventually(() -> ProcessHandle.of(spare.get()).isEmpty());
    }
  }

  @Test
  void tooManyAreRefused() {
    assertEquals(
        "Cannot keep 65 spare JVMs: keep 0 to 64, about as many as are started at a time.",
        assertThrows(IllegalArgumentException.class, () -> SpareJvms.keep(65)).getMessage());
  }

  @Test
  void timesAndMemoryOutOfRangeAreRefusedAtOnce() {
    Duration minute = Duration.ofMinutes(1);
    SpareJvms.keep(0);

    assertThrows(NullPointerException.class, () -> SpareJvms.keep(1, null));
    assertEquals(
        "Cannot keep spare JVMs for PT-1S: give a time of more than zero.",
        refused(() -> SpareJvms.keep(1, Duration.ofSeconds(-1))));
    assertEquals(
        "Cannot keep spare JVMs in 0 bytes: give more than zero, or keep none with keep(0).",
        refused(() -> SpareJvms.keep(1, minute, 0)));
    refused(() -> SpareJvms.keep(1, Duration.ZERO));
    refused(() -> SpareJvms.keep(1, minute, -1));
  }

  private static String refused(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }
}
