package io.tandem.tests.process;

import static io.tandem.tests.process.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.tandem.process.Cpu;
import io.tandem.process.ExitStatus.Signaled;
import io.tandem.process.JvmProcess;
import io.tandem.process.Signal;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Calls into the C library do what they say.
@Timeout(60)
public class SignalsTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void aProcessIsStoppedAndContinued() throws Exception {
    try (var child = JvmProcess.start(() -> new CountDownLatch(1).await())) {
      eventually(child::reachedTask);
      child.signal(Signal.STOP);
      eventually(() -> stateOf(child) == 'T');
      assertTrue(child.isAlive());
      child.signal(Signal.CONT);
      eventually(() -> stateOf(child) == 'S');
      child.kill();
    }
  }

  /// The letter behind the name in parentheses, which may hold anything.
  private static char stateOf(JvmProcess process) throws Exception {
    String stat = Files.readString(Path.of("/proc/%d/stat".formatted(process.pid())));
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }

  @Test
  void quitMakesAJvmPrintItsThreads() throws Exception {
    try (var child =
        JvmProcess.builder().stdout(Redirect.PIPE).start(() -> new CountDownLatch(1).await())) {
      eventually(child::reachedTask);
      child.signal(Signal.QUIT);
      eventually(() -> child.stdout().contains("\"tandem-lifeline\""));
      child.kill();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void anInterruptedProcessRunsItsHooksAndEnds() throws Exception {
    assumeFalse(ignoresInterrupts(), "a shell has put this JVM into the background");
    try (var child = JvmProcess.builder().stdout(Redirect.PIPE).start(SignalsTest::waitWithAHook)) {
      eventually(() -> child.stdout().startsWith("waits"));
      child.interrupt();
      assertEquals(new Signaled(Signal.INT.number()), child.join());
      assertTrue(child.stdout().endsWith("hook"), child::stdout);
      child.interrupt(); // does nothing
    }
  }

  private static void waitWithAHook() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.print("hook")));
    System.out.println("waits");
    new CountDownLatch(1).await();
  }

  /// Whether this JVM, and all it starts, takes no notice of Ctrl-C.
  public static boolean ignoresInterrupts() throws Exception {
    String status = Files.readString(Path.of("/proc/self/status"));
    String ignored = status.replaceAll("(?s).*SigIgn:\\s*(\\S+).*", "$1");
    return (Long.parseUnsignedLong(ignored, 16) >> Signal.INT.number() - 1 & 1) != 0;
  }

  @Test
  void aProcessThatHasEndedIsNotSignalled() throws Exception {
    try (var child = JvmProcess.start("gone", () -> {})) {
      child.join();
      assertEquals(
          "Cannot send SIGTERM to process 'gone' (pid %d, ended with exit code 0): it has ended."
              .formatted(child.pid()),
          assertThrows(IllegalStateException.class, () -> child.signal(Signal.TERM)).getMessage());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theCpuIsOneOfThoseThisProcessMayUse() throws Exception {
    String status = Files.readString(Path.of("/proc/self/status"));
    String allowed = status.replaceAll("(?s).*Cpus_allowed_list:\\s*(\\S+).*", "$1");
    int cpu = Cpu.current();
    assertTrue(contains(allowed, cpu), "CPU " + cpu + " of " + allowed);
  }

  private static boolean contains(String ranges, int cpu) {
    for (String range : ranges.split(",")) {
      String[] ends = range.split("-");
      if (cpu >= Integer.parseInt(ends[0]) && cpu <= Integer.parseInt(ends[ends.length - 1])) {
        return true;
      }
    }
    return false;
  }
}
