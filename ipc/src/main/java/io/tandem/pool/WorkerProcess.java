package io.tandem.pool;

import io.tandem.memory.SharedBlock;
import io.tandem.pipe.Connection;
import io.tandem.pipe.Pipe;
import io.tandem.process.ExitStatus;
import io.tandem.process.JvmProcess;
import io.tandem.process.JvmProcessBuilder;
import io.tandem.word.SegmentWords;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A worker in a JVM of its own, as its pool sees it: a thread here starts it, and then receives
/// what it answers until it is dead.
final class WorkerProcess implements Workplace {
  private final PoolSettings settings;
  private final String name;
  private final Set<Class<?>> classes;
  private final SharedBlock memory = WorkerBlock.allocate();
  private final WorkerBlock block = new WorkerBlock(new SegmentWords(memory.segment()));
  private final Pipe.Duplex pipe = pipeBeside(memory);
  private final Connection connection = pipe.first();
  private final WorkerOutput output;
  private final WorkerMemory memoryUse;
  private final Answers answers = new Answers(connection);
  private final Instant since = Instant.now();

  private volatile @Nullable JvmProcess process;
  private volatile boolean killed;

  /// @param classes that its tasks are made of
  WorkerProcess(PoolSettings settings, String name, Set<Class<?>> classes) {
    this.settings = settings;
    this.name = name;
    this.classes = classes;
    this.memoryUse = new WorkerMemory(settings.worker().mostMemory());
    this.output = WorkerOutput.of(settings.worker(), name);
  }

  private static Pipe.Duplex pipeBeside(SharedBlock memory) {
    try {
      return Pipe.duplex();
    } catch (Throwable e) {
      memory.free();
      throw e;
    }
  }

  // ---- its thread ----

  @Override
  public void start(Listener listener) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    Thread thread =
        Thread.ofPlatform().daemon().name("tandem-" + name).unstarted(() -> run(listener));
    thread.setContextClassLoader(loader);
    try {
      thread.start();
    } catch (Throwable e) {
      free();
      throw e;
    }
  }

  private void run(Listener listener) {
    JvmProcess started = null;
    Throwable failure = null;
    try {
      started = launch();
      answers.receive(listener);
    } catch (RuntimeException | Error e) {
      failure = e;
      kill();
    }
    ExitStatus status = started == null ? new ExitStatus.Exited(1) : awaitEnd(started);
    listener.ended(end(started, status, failure));
  }

  @Override
  public void free() {
    if (block.state() == WorkerLayout.STARTING) {
      take(pipe.second()); // else it waits for a process that never came
    }
    pipe.close();
    memory.free();
  }

  private static void take(Connection end) {
    try {
      boolean _ = end.poll();
    } catch (IOException | IllegalStateException _) {
      // It did come.
    }
  }

  private JvmProcess launch() {
    var main =
        new WorkerMain(
            name,
            pipe.second(),
            memory,
            settings.initializer(),
            settings.onExit(),
            output.key(),
            classes);
    JvmProcessBuilder builder =
        JvmProcess.builder()
            .name(name)
            .daemon(true)
            .coreDumps(settings.worker().coreDumps())
            .jvmFlags(settings.worker().jvmFlags().toArray(String[]::new));
    if (!settings.worker().cpus().isEmpty()) {
      builder.cpus(settings.worker().cpus().stream().mapToInt(cpu -> cpu).toArray());
    }
    output.connect(builder);
    JvmProcess started = builder.start(main);
    process = started;
    if (killed) {
      started.kill();
    }
    started.onExit().thenRun(this::closeIfItNeverCame);
    return started;
  }

  /// Nobody else ends the wait for what a process would send that has not even taken its end.
  private void closeIfItNeverCame() {
    if (block.state() == WorkerLayout.STARTING) {
      connection.close();
    }
  }

  private static ExitStatus awaitEnd(JvmProcess process) {
    while (true) {
      try {
        return process.join();
      } catch (InterruptedException _) {
        // Nobody else may stop this.
      }
    }
  }

  private WorkerEnd end(
      @Nullable JvmProcess ended, ExitStatus status, @Nullable Throwable failure) {
    Throwable initial = answers.failure();
    return new WorkerEnd(
        describe(),
        status,
        block.exits(),
        block.started(),
        isReady(),
        initial != null ? initial : failure,
        output.lastWords(),
        output.rest(),
        ended == null ? Optional.empty() : CrashFile.of(ended.pid(), flags(), since));
  }

  /// Its own, and those that it may have inherited.
  private List<String> flags() {
    List<String> flags = new ArrayList<>(settings.worker().jvmFlags());
    flags.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    return flags;
  }

  // ---- for the scheduler ----

  @Override
  public WorkerBlock block() {
    return block;
  }

  @Override
  public void send(byte[] message) {
    try {
      Uninterrupted.send(connection, message);
    } catch (IOException _) {
      // It has died, which its thread sees.
    }
  }

  @Override
  public void help(BooleanSupplier waits) {
    answers.help(waits);
  }

  @Override
  public Printed printed(int place) {
    return output.of(place);
  }

  @Override
  public boolean isTooLarge() {
    JvmProcess started = process;
    return started != null && memoryUse.isExceeded(started.pid());
  }

  @Override
  public void kill() {
    killed = true;
    JvmProcess started = process;
    if (started != null) {
      started.kill();
    }
  }

  @Override
  public String describe() {
    JvmProcess started = process;
    return started == null
        ? "'%s'".formatted(name)
        : "'%s' (pid %d)".formatted(name, started.pid());
  }
}
