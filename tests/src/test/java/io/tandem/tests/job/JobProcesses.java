package io.tandem.tests.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/// The processes of a job that runs, as seen and treated from outside.
final class JobProcesses {
  private final ProcessHandle parent;

  private JobProcesses(ProcessHandle parent) {
    this.parent = parent;
  }

  /// Waits until all have been started, or the job is over.
  static JobProcesses await(ProcessHandle parent, int count) {
    var processes = new JobProcesses(parent);
    eventually(() -> processes.all().size() >= count || !parent.isAlive());
    return processes;
  }

  /// Waits until a process of this name has been started.
  static ProcessHandle awaitOne(ProcessHandle parent, String name) {
    var processes = new JobProcesses(parent);
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> processes.of(name), found -> !found.isEmpty() || !parent.isAlive())
        .getFirst();
  }

  static void eventually(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(condition);
  }

  List<ProcessHandle> all() {
    return parent.children().filter(child -> !name(child).isEmpty()).toList();
  }

  /// @param role `producer` or `consumer`, say
  List<ProcessHandle> of(String role) {
    return all().stream().filter(child -> name(child).startsWith(role)).toList();
  }

  static String name(ProcessHandle process) {
    return process.info().arguments().stream()
        .flatMap(Arrays::stream)
        .filter(argument -> argument.startsWith("-Dtandem.process="))
        .map(argument -> argument.replaceFirst("[^=]*=", ""))
        .findFirst()
        .orElse("");
  }

  /// The one process that has a file open, once there is one.
  ProcessHandle readerOf(Path file) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(1))
        .until(
            () -> of("producer").stream().filter(one -> hasOpen(one, file)).findFirst(),
            found -> found.isPresent())
        .orElseThrow();
  }

  private static boolean hasOpen(ProcessHandle process, Path file) {
    try (var open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return open.anyMatch(link -> leadsTo(link, file));
    } catch (IOException _) {
      return false; // it has just ended
    }
  }

  private static boolean leadsTo(Path link, Path file) {
    try {
      return Files.readSymbolicLink(link).equals(file);
    } catch (IOException _) {
      return false; // it has just been closed
    }
  }

  /// Waits until the processes use no CPU worth the name: they have done what can be done now.
  static void awaitQuiet(List<ProcessHandle> processes) {
    var before = new Duration[] {cpuTime(processes)};
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(300))
        .until(
            () -> {
              Duration now = cpuTime(processes);
              boolean quiet = now.minus(before[0]).compareTo(Duration.ofMillis(50)) <= 0;
              before[0] = now;
              return quiet;
            });
  }

  private static Duration cpuTime(List<ProcessHandle> processes) {
    return processes.stream()
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /// Sends a signal that Java knows no name for: `STOP` or `CONT`.
  static void signal(String name, ProcessHandle process) {
    try {
      var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      assertEquals(0, kill.waitFor());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
