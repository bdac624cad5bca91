package io.tandem.tests.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.tandem.memory.SharedScope;
import io.tandem.park.Waitable;
import io.tandem.process.Action;
import io.tandem.process.ExitStatus;
import io.tandem.process.ExitStatus.Exited;
import io.tandem.process.ExitStatus.Signaled;
import io.tandem.process.JvmProcess;
import io.tandem.process.Signal;
import io.tandem.value.IntValue;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// How a process ended is told as it was.
@Timeout(60)
class ExitTest {
  private static final String IGNORED = "SigIgn:";

  static Stream<Arguments> tasks() {
    return Stream.of(
        end("the end of the task", 0, () -> {}),
        end("System.exit(0)", 0, () -> System.exit(0)),
        end("System.exit(1)", 1, () -> System.exit(1)),
        end("System.exit(7)", 7, () -> System.exit(7)),
        end("System.exit(-1)", 255, () -> System.exit(-1)),
        end("a code like that of SIGKILL", 137, () -> System.exit(137)),
        end("a code like that of SIGTERM", 143, () -> System.exit(143)),
        end("halt, without hooks", 7, () -> Runtime.getRuntime().halt(7)),
        end("halt, with a code above every signal", 255, () -> Runtime.getRuntime().halt(255)),
        end("an exit from another thread", 3, ExitTest::exitFromAThread),
        end("an OutOfMemoryError", 3, ExitTest::exhaustMemory));
  }

  private static Arguments end(String name, int code, Action task) {
    return argumentSet(name, task, code);
  }

  private static void exitFromAThread() throws InterruptedException {
    Thread.ofPlatform().start(() -> System.exit(3));
    waitForEver();
  }

  private static void exhaustMemory() {
    System.out.println(new long[Integer.MAX_VALUE / 2].length);
  }

  private static void waitForEver() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void aJvmThatExitsTellsItsCode(Action task, int code) throws Exception {
    try (var child =
        JvmProcess.builder()
            .jvmFlags("-Xmx64m")
            .stdout(Redirect.DISCARD)
            .stderr(Redirect.DISCARD)
            .start(task)) {
      assertEquals(new Exited(code), child.join());
    }
  }

  @Test
  void theFirstSharedObjectOfAProcessMayBeThatOfAnExitHook() throws Exception {
    try (var child = JvmProcess.builder().stdout(Redirect.PIPE).start(ExitTest::shareInAHook)) {
      assertEquals(new Exited(0), child.join());
      assertEquals("5", child.stdout().strip());
    }
  }

  private static void shareInAHook() {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> System.out.println(IntValue.create(5).get())));
  }

  @ParameterizedTest
  @EnumSource(names = {"HUP", "INT", "TERM", "KILL", "USR1", "ABRT"})
  void aSignalIsTold(Signal signal, @TempDir Path directory) throws Exception {
    assumeFalse(isIgnored(signal), "Signals that are ignored here are ignored by children");
    assertEquals(new Signaled(signal.number()), statusAfter(signal, directory));
  }

  /// As under `nohup`, or in the background of a script.
  private static boolean isIgnored(Signal signal) throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith(IGNORED))
            .map(line -> Long.parseUnsignedLong(line.substring(IGNORED.length()).strip(), 16))
            .anyMatch(mask -> (mask >>> signal.number() - 1 & 1) != 0);
  }

  @Test
  void aCrashIsTheAbortOfTheJvm(@TempDir Path directory) throws Exception {
    assertEquals(new Signaled(Signal.ABRT.number()), statusAfter(Signal.SEGV, directory));
  }

  /// In a directory that takes the crash reports.
  private static ExitStatus statusAfter(Signal signal, Path directory) throws Exception {
    try (var child =
        JvmProcess.builder()
            .directory(directory)
            .stdout(Redirect.PIPE)
            .stderr(Redirect.DISCARD)
            .start(ExitTest::announceAndWait)) {
      awaitOutput(child, "in the task");
      child.signal(signal);
      return child.join();
    }
  }

  private static void announceAndWait() throws InterruptedException {
    System.out.println("in the task");
    waitForEver();
  }

  private static void awaitOutput(JvmProcess child, String text) {
    Eventually.eventually(() -> child.stdout().contains(text));
  }

  @Test
  void anExceptionIsPrintedUnderTheNameOfTheProcess() throws Exception {
    try (var child =
        JvmProcess.builder()
            .name("thrower")
            .stderr(Redirect.PIPE)
            .start(
                () -> {
                  throw new IllegalStateException("from the task", new Exception("its cause"));
                })) {
      assertEquals(new Exited(1), child.join());
      List<String> lines = child.stderr().lines().toList();
      assertEquals("Process thrower:", lines.get(0));
      assertEquals("java.lang.IllegalStateException: from the task", lines.get(1));
      assertTrue(lines.contains("Caused by: java.lang.Exception: its cause"), child::stderr);
      assertEquals(1, lines.stream().filter(line -> line.contains("from the task")).count());
    }
  }

  @Test
  void anExceptionIsPrintedThoughTheTaskHasRemovedTheStreams() throws Exception {
    try (var child =
        JvmProcess.builder().stderr(Redirect.PIPE).start(ExitTest::throwWithoutStreams)) {
      assertEquals(new Exited(1), child.join());
      List<String> lines = child.stderr().lines().toList();
      assertEquals("java.lang.IllegalStateException: from the task", lines.get(1));
      assertFalse(child.stderr().contains("NullPointerException"), child::stderr);
    }
  }

  private static void throwWithoutStreams() {
    System.setOut(null);
    System.setErr(null);
    throw new IllegalStateException("from the task");
  }

  @Test
  void aJvmThatCannotStartDoesNotReachItsTask() throws Exception {
    try (var child =
        JvmProcess.builder()
            .jvmFlags("-XX:NoSuchFlag")
            .stdout(Redirect.PIPE)
            .stderr(Redirect.PIPE)
            .start(() -> {})) {
      assertEquals(new Exited(1), child.join());
      assertFalse(child.reachedTask());
      assertTrue((child.stderr() + child.stdout()).contains("NoSuchFlag"));
    }
  }

  @Test
  void aKillDuringTheExitIsTold() throws Exception {
    try (var child = JvmProcess.builder().stdout(Redirect.PIPE).start(ExitTest::hangInTheExit)) {
      awaitOutput(child, "in the hook");
      child.kill();
      assertEquals(new Signaled(Signal.KILL.number()), child.join());
    }
  }

  private static void hangInTheExit() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  System.out.println("in the hook");
                  try {
                    waitForEver();
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                }));
  }

  /// As it may be when the program ends while it is told.
  @Test
  void anEndIsToldToWhoSleepsAlsoWithoutTheScopeOfTheProcessTree(@TempDir Path directory)
      throws Exception {
    try (var jvm =
        OtherJvm.java(
            directory,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Scopeless.class.getName())) {
      assertEquals(List.of("signal 9 (SIGKILL)"), jvm.awaitOutput());
      assertEquals(0, jvm.awaitExit());
    }
  }

  static final class Scopeless {
    public static void main(String[] args) throws Exception {
      var child = JvmProcess.start("child", ExitTest::waitForEver);
      assertEquals(List.of(), Waitable.awaitAny(Duration.ofMillis(200), child));
      Thread watch =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals("tandem-child"))
              .findFirst()
              .orElseThrow();
      assertTrue(SharedScope.ofProcessTree().unlink());
      child.kill();
      watch.join();
      System.out.println(child.join());
    }
  }
}
