package io.tandem.tests.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.process.Action;
import io.tandem.process.ExitStatus.Exited;
import io.tandem.process.JvmProcess;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Those who share something: threads of this JVM, or JVMs. What holds for one holds for the other.
enum Crew {
  PLATFORM_THREADS {
    @Override
    Member start(Action task) {
      return OfThread.start(Thread.ofPlatform().daemon(), task);
    }
  },
  VIRTUAL_THREADS {
    @Override
    Member start(Action task) {
      return OfThread.start(Thread.ofVirtual(), task);
    }
  },
  PROCESSES {
    @Override
    Member start(Action task) {
      return new OfProcess(startProcess(task));
    }
  };

  static final long LIMIT_SECONDS = 60;

  private static final String[] PASSED_ON = {
    "tandem.shm", "tandem.portable", "tandem.parker", "tandem.robust", "tandem.waitv"
  };

  /// One that works at the task, in another thread or process.
  abstract Member start(Action task);

  /// A JVM that does without what this one does without.
  static JvmProcess startProcess(Action task) {
    String[] flags =
        Stream.of(PASSED_ON)
            .filter(property -> System.getProperty(property) != null)
            .map(property -> "-D%s=%s".formatted(property, System.getProperty(property)))
            .toArray(String[]::new);
    return JvmProcess.builder().jvmFlags(flags).start(task);
  }

  /// One of those who share something.
  interface Member extends AutoCloseable {
    /// Waits for a good end.
    void join() throws Exception;

    @Override
    void close();
  }

  private record OfThread(Thread thread, FutureTask<Void> task) implements Member {
    static OfThread start(Thread.Builder threads, Action action) {
      var task =
          new FutureTask<Void>(
              () -> {
                action.run();
                return null;
              });
      return new OfThread(threads.start(task), task);
    }

    @Override
    public void join() throws Exception {
      task.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
      task.cancel(true);
    }
  }

  private record OfProcess(JvmProcess process) implements Member {
    @Override
    public void join() throws Exception {
      assertTrue(process.join(Duration.ofSeconds(LIMIT_SECONDS)), "a process hangs");
      assertEquals(new Exited(0), process.exitStatus().orElseThrow());
    }

    @Override
    public void close() {
      process.kill();
      process.close();
    }
  }
}
