package io.tandem.pool;

import io.tandem.codec.Codec;
import io.tandem.process.Action;
import io.tandem.process.JvmProcess;
import io.tandem.process.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// How to make a pool. Every setting has a default.
///
/// **Sharing.** For one thread at a time.
///
/// ```java
/// try (var pool =
///     ProcessPool.builder().workers(2).maxHeap(64 << 20).timeout(Duration.ofSeconds(9)).build()) {
///   System.out.println(pool.submit(() -> 6 * 7).join());
/// }
/// ```
public final class ProcessPoolBuilder {
  /// The system property by which a worker knows how many pools it is inside of.
  private static final String DEPTH = "tandem.pool.depth";

  private static final int MOST_DEPTH = 3;
  private static final long LEAST_SHARE = 128 << 20; // of the memory budget, for one worker
  private static final int MOST_WORKERS = 512; // the registry has room for so many and some more
  private static final AtomicInteger POOLS = new AtomicInteger();

  private @Nullable String name;
  private int workers = Runtime.getRuntime().availableProcessors();
  private final List<String> jvmFlags = new ArrayList<>();
  private long maxHeap;
  private List<Integer> cpus = List.of();
  private long memoryBudget;
  private boolean coreDumps;
  private boolean inProcess;
  private int debugPort;
  private boolean prefixed;
  private @Nullable Consumer<TaskOutput> outputListener;
  private @Nullable Task<?> initializer;
  private @Nullable Action onExit;
  private int maxTasksPerWorker = Integer.MAX_VALUE;
  private @Nullable Duration timeout;
  private int retries;
  private int maxDeaths = 5;
  private Duration deathPeriod = Duration.ofSeconds(10);
  private @Nullable Duration idleTimeout;
  private @Nullable ProgressListener onProgress;
  private @Nullable LogListener onLog;

  ProcessPoolBuilder() {}

  /// Sets the pool's name; workers are named after it, `NAME-worker-1` and so on. The default is
  /// `pool-1`, `pool-2` and so on.
  ///
  /// @param name 1 to 80 printable characters
  public ProcessPoolBuilder name(String name) {
    boolean printable = name.chars().noneMatch(Character::isISOControl);
    require(!name.isBlank() && name.length() <= 80 && printable, "the name", name);
    this.name = name;
    return this;
  }

  /// Sets how many workers there are at most. The default is the number of processors.
  ///
  /// @param workers 1 to 512
  public ProcessPoolBuilder workers(int workers) {
    requireWorkers(workers);
    this.workers = workers;
    return this;
  }

  /// Adds flags for the workers' JVMs, see [io.tandem.process.JvmProcessBuilder#jvmFlags].
  ///
  /// @throws IllegalArgumentException for a class path or module path, as there
  public ProcessPoolBuilder jvmFlags(String... flags) {
    JvmProcess.builder().jvmFlags(flags); // looks at them
    jvmFlags.addAll(List.of(flags));
    return this;
  }

  /// Sets how large the heap of each worker may be. The default is what this JVM was started with,
  /// as by `-Xmx`, or else what each JVM chooses.
  ///
  /// @param bytes 2 MiB or more
  public ProcessPoolBuilder maxHeap(long bytes) {
    require(bytes >= 2 << 20, "a heap of so many bytes", bytes);
    this.maxHeap = bytes;
    return this;
  }

  /// Sets how much memory the workers may have for themselves, all together: each the same share.
  /// Its heap may be three quarters of that, and 64 MiB less if that is less, unless [#maxHeap]
  /// says otherwise. The rest is for its JVM and for what is not on the heap. On Linux a worker
  /// that has more than its share, heap and all else, when a task ends is replaced by another one;
  /// in the middle of a task only the heap has a limit.
  ///
  /// @param bytes 128 MiB or more for each worker
  public ProcessPoolBuilder memoryBudget(long bytes) {
    require(bytes >= LEAST_SHARE, "a memory budget of so many bytes", bytes);
    this.memoryBudget = bytes;
    return this;
  }

  /// Sets the processors that the workers may run on, where the platform lets one choose, see
  /// [io.tandem.process.JvmProcessBuilder#cpus]. The default is those of this process. Leave the
  /// others to what has to answer at once.
  ///
  /// @param cpus their numbers, 0 to 1023, at least one that is there
  public ProcessPoolBuilder cpus(int... cpus) {
    JvmProcess.builder().cpus(cpus); // looks at them
    this.cpus = IntStream.of(cpus).boxed().toList();
    return this;
  }

  /// Sets whether the operating system may write a dump of a worker that crashes. The default is
  /// that it does not: a dump is as large as the worker's memory.
  public ProcessPoolBuilder coreDumps(boolean coreDumps) {
    this.coreDumps = coreDumps;
    return this;
  }

  /// Sets what each worker runs before its first task; what it returns is the worker's state, see
  /// [TaskContext#state]. If three workers in a row fail there, the pool is broken.
  public ProcessPoolBuilder initializer(Task<?> initializer) {
    this.initializer = initializer;
    return this;
  }

  /// Sets what each worker runs after its last task, where [TaskContext] still has its state. A
  /// worker that is killed, or crashes, does not; one that takes longer than 10 s is killed.
  public ProcessPoolBuilder onExit(Action onExit) {
    this.onExit = onExit;
    return this;
  }

  /// Sets after how many tasks a worker is replaced. The default is never.
  ///
  /// @param tasks 1 or more; a chunk of a map is one
  public ProcessPoolBuilder maxTasksPerWorker(int tasks) {
    require(tasks >= 1, "this number of tasks for each worker", tasks);
    this.maxTasksPerWorker = tasks;
    return this;
  }

  /// Sets how long a task may run, if it does not say so itself. The default is for ever.
  ///
  /// @param timeout more than zero
  public ProcessPoolBuilder timeout(Duration timeout) {
    require(timeout.isPositive(), "the timeout", timeout);
    this.timeout = timeout;
    return this;
  }

  /// Sets how often a task runs again because its worker has died, if it does not say so itself.
  /// The default is 0: a task may have done half of its work.
  ///
  /// @param retries 0 or more
  public ProcessPoolBuilder retries(int retries) {
    require(retries >= 0, "this number of retries", retries);
    this.retries = retries;
    return this;
  }

  /// Sets how many workers may die in a time before the pool is broken: more are no accident. The
  /// default is 5 in 10 s. Workers that the pool kills itself do not count.
  ///
  /// Three in a row that do not get as far as their first task break the pool whatever this limit
  /// is: they fail for their initializer or their flags. Those that somebody else's signal ends
  /// before, as `kill -9`, only count as deaths.
  ///
  /// @param deaths 0 or more
  /// @param period more than zero
  public ProcessPoolBuilder restartLimit(int deaths, Duration period) {
    require(deaths >= 0, "this number of deaths", deaths);
    require(period.isPositive(), "this period", period);
    this.maxDeaths = deaths;
    this.deathPeriod = period;
    return this;
  }

  /// Sets after which time an idle worker ends. The default is with the pool.
  ///
  /// @param timeout more than zero
  public ProcessPoolBuilder idleTimeout(Duration timeout) {
    require(timeout.isPositive(), "the idle timeout", timeout);
    this.idleTimeout = timeout;
    return this;
  }

  /// Makes a pool of one worker that a debugger can attach to, from this machine only. The worker
  /// waits for that before its first task, so no breakpoint is missed; its JVM says on stdout that
  /// it is `Listening`. Nothing is ended for taking long: there are no timeouts, of tasks neither,
  /// the worker stays when it is idle, and neither a task that is cancelled nor the worker's end is
  /// cut short, so [ProcessPool#close] waits for the debugger, too. Each further worker, behind one
  /// that died, waits for the debugger anew.
  ///
  /// ```java
  /// var builder = ProcessPool.builder().debug(5005); // attach to localhost:5005
  /// ```
  ///
  /// @param port 1 to 65535
  public ProcessPoolBuilder debug(int port) {
    require(port >= 1 && port <= 65_535, "this port for a debugger", port);
    debugPort = port;
    return this;
  }

  /// Has each line that a worker prints begin with its name, `[pool-1-worker-2] `, and come in one
  /// piece. The default is that stdout and stderr are those of this process, as they are.
  public ProcessPoolBuilder prefixOutput() {
    prefixed = true;
    return this;
  }

  /// Has somebody told what each task prints, instead of that being seen on this process's stdout
  /// and stderr. Of a task that prints, it is told before the task's future completes, even if the
  /// worker has died; of one that was cancelled, or ran out of time, when it has ended. What comes
  /// before a worker's first task, or when it ends, stays as it is.
  ///
  /// @param listener is called by several threads at a time, none of which the pool needs
  public ProcessPoolBuilder captureOutput(Consumer<TaskOutput> listener) {
    outputListener = listener;
    return this;
  }

  /// Makes the workers threads of this process, for tests and for debugging. Tasks and results are
  /// copied all the same, each worker has its own state, and exceptions come back as from a
  /// process.
  ///
  /// What differs: static fields are everybody's, and so are stdout and stderr; JVM flags and what
  /// bounds memory count for nothing; a task that ends the JVM, or crashes it, takes the pool with
  /// it. Nobody can kill a thread: where a worker would be killed, it is given up, and its task
  /// runs on, unheard, until it ends. Such pools may be nested as deep as you like.
  ///
  /// ```java
  /// try (var pool = ProcessPool.builder().inProcess().build()) {
  ///   System.out.println(pool.submit(() -> ProcessHandle.current().pid()).join());
  /// }
  /// ```
  public ProcessPoolBuilder inProcess() {
    inProcess = true;
    return this;
  }

  static void requireWorkers(int workers) {
    require(workers >= 1 && workers <= MOST_WORKERS, "this number of workers", workers);
  }

  /// Sets who hears how far the pool is, such as [ProgressBar#onTerminal()]. The default is nobody.
  public ProcessPoolBuilder onProgress(ProgressListener listener) {
    this.onProgress = listener;
    return this;
  }

  /// Sets who hears what tasks log, see [TaskContext#log]. The default is this process's stderr.
  public ProcessPoolBuilder onLog(LogListener listener) {
    this.onLog = listener;
    return this;
  }

  private static void require(boolean good, String what, Object found) {
    if (!good) {
      throw new IllegalArgumentException(
          "Cannot make a pool with %s: %s. See the builder's Javadoc for the range."
              .formatted(what, found));
    }
  }

  /// Makes the pool. No worker starts before the first task.
  ///
  /// @throws IllegalArgumentException if the initializer or the exit action cannot be sent to a
  ///   worker
  /// @throws IllegalArgumentException if the memory budget is too small for so many workers
  /// @throws IllegalStateException in a worker of a pool that is itself three pools deep
  public ProcessPool build() {
    var _ = Codec.data().encode(initializer);
    var _ = Codec.data().encode(onExit);
    requireShares();
    int depth = Integer.getInteger(DEPTH, 0);
    if (depth >= MOST_DEPTH && !inProcess) {
      throw new IllegalStateException(
          "Cannot make a pool here: this worker is inside of %d pools already. ".formatted(depth)
              + "Let the outer one do the work.");
    }
    String poolName = name != null ? name : "pool-" + POOLS.incrementAndGet();
    return new ProcessPool(
        new PoolSettings(
            poolName,
            debugPort > 0 ? 1 : workers,
            new WorkerSettings(
                inProcess,
                debugPort > 0,
                flags(depth),
                cpus,
                memoryBudget / workers,
                coreDumps,
                prefixed,
                new OutputListener(outputListener)),
            initializer,
            onExit,
            maxTasksPerWorker,
            timeout,
            retries,
            maxDeaths,
            deathPeriod,
            debugPort > 0 ? null : idleTimeout,
            onProgress,
            onLog));
  }

  private void requireShares() {
    if (memoryBudget > 0 && memoryBudget / workers < LEAST_SHARE) {
      throw new IllegalArgumentException(
          "Cannot make a pool of %d workers with a memory budget of %d MiB: each needs %d MiB. "
                  .formatted(workers, memoryBudget >> 20, LEAST_SHARE >> 20)
              + "Give more, or have fewer workers.");
    }
  }

  private List<String> flags(int depth) {
    List<String> flags = new ArrayList<>();
    flags.add("-D%s=%d".formatted(DEPTH, depth + 1));
    if (maxHeap > 0 || memoryBudget > 0) {
      flags.add("-Xmx" + (maxHeap > 0 ? maxHeap : WorkerMemory.heap(memoryBudget / workers)));
    }
    if (debugPort > 0) {
      flags.add(
          "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=127.0.0.1:" + debugPort);
    }
    flags.addAll(jvmFlags);
    return List.copyOf(flags);
  }
}
