package io.tandem.process;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.sun.jna.LastErrorException;
import io.tandem.park.WaitPoint;
import io.tandem.park.Waitable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Another JVM, started on a task: the same Java, the same classes, its own heap.
///
/// **Shape.** The task is a lambda, a method reference or any other [Action], or a class with a
/// `main`. What it captures may be whatever [io.tandem.codec.DataCodec] lists: it is copied, except
/// for shared objects, which both processes then share. Static fields are not shared: the child
/// initialises the classes it loads anew. A task that captures what cannot cross fails at the
/// start.
///
/// **Output.** The child's stdout and stderr are this JVM's, unless the builder says otherwise; its
/// `System.in` is empty. An exception in the task is printed to stderr under `Process NAME:`, and
/// the exit code is 1. On `OutOfMemoryError` the child exits at once, with code 3.
///
/// **Lifetime.** A child never outlives its parent: however the parent dies, `kill -9` included,
/// its children and theirs end within a second; one that is stopped (SIGSTOP) when it goes on.
/// While a child that is not a daemon runs, this JVM does not end by itself, as with a thread; a
/// daemon ends with it. `System.exit`, Ctrl-C and SIGTERM end this JVM and all its children: they
/// get SIGTERM and, after one second, SIGKILL. One that is not in its task yet gets SIGKILL at
/// once.
///
/// **Sharing.** Any thread may call any method. [Waitable#awaitAny] waits for the first of several
/// to end.
///
/// **Errors.** Starting throws `IllegalArgumentException` for a task that cannot be sent,
/// `IllegalStateException` where no child can be started, from JShell for one, and
/// `UncheckedIOException` if the operating system refuses.
///
/// **Source.** Python's `multiprocessing.Process`. It differs in that a process is made and started
/// at once, that `sys.exit` there waits for children that are not daemons, that those outlive a
/// killed parent there, and that daemons may have children here.
///
/// ```java
/// try (var adder = JvmProcess.start("adder", () -> System.out.println(1 + 1))) {
///   System.out.println(adder.join()); // exit code 0
/// }
/// ```
public final class JvmProcess implements Waitable, AutoCloseable {
  private final String name;
  private final boolean daemon;
  private final Process process;
  private final Launch launch;
  private final @Nullable CapturedOutput stdout;
  private final @Nullable CapturedOutput stderr;
  private final CompletableFuture<ExitStatus> end = new CompletableFuture<>();
  private final ExitWord exitWord = new ExitWord();
  private volatile boolean killed;

  // Guarded by this: what the launch block said when it was freed.
  private boolean released;
  private boolean reachedTask;

  private JvmProcess(JvmProcessBuilder settings, String name, Process process, Launch launch) {
    this.name = name;
    this.daemon = settings.isDaemon();
    this.process = process;
    this.launch = launch;
    this.stdout = settings.captureStdout(process);
    this.stderr = settings.captureStderr(process);
  }

  /// The object for a process just started, watched by a thread of its own from now on. Without
  /// one, as there may be no more threads, the process is ended.
  static JvmProcess watch(JvmProcessBuilder settings, String name, Process process, Launch launch) {
    try {
      var child = new JvmProcess(settings, name, process, launch);
      child.startWatch();
      return child;
    } catch (Throwable e) {
      process.destroyForcibly();
      awaitCode(process); // until then it may use what is released
      launch.release();
      throw e;
    }
  }

  private void startWatch() {
    Thread watch =
        Thread.ofPlatform().daemon(daemon).name("tandem-" + name).unstarted(this::awaitAndRelease);
    Children.add(this);
    try {
      watch.start();
    } catch (Throwable e) {
      Children.remove(this);
      throw e;
    }
  }

  /// Starts a JVM on a task, with every setting at its default.
  ///
  /// @param name the process's name, which need not be unique
  /// @param task what to run; it is copied now
  public static JvmProcess start(String name, Action task) {
    return builder().name(name).start(task);
  }

  /// Starts a JVM on a task, under the name `Process-1`, `Process-2` and so on.
  ///
  /// @param task what to run; it is copied now
  public static JvmProcess start(Action task) {
    return builder().start(task);
  }

  /// Settings for a start, all at their defaults.
  public static JvmProcessBuilder builder() {
    return new JvmProcessBuilder();
  }

  /// The children of this JVM that have not ended.
  public static List<JvmProcess> children() {
    return Children.live();
  }

  /// The process that runs the caller.
  public static ProcessView current() {
    return CurrentProcess.view();
  }

  /// The process that started this one with Tandem, or empty in a JVM that was started otherwise.
  public static Optional<ProcessView> parent() {
    return CurrentProcess.parent();
  }

  /// The name it was started under.
  public String name() {
    return name;
  }

  /// The operating system's process id; after the end, the id it had.
  public long pid() {
    return process.pid();
  }

  /// Whether this JVM may end before it, and end it.
  public boolean isDaemon() {
    return daemon;
  }

  /// Whether it has not ended.
  public boolean isAlive() {
    return !end.isDone();
  }

  /// Whether it has come as far as its task. If not, and it has ended, its JVM could not start: a
  /// wrong flag, say, of which its stderr tells.
  public synchronized boolean reachedTask() {
    return released ? reachedTask : launch.block().isRunning();
  }

  /// How it ended, or empty while it runs.
  public Optional<ExitStatus> exitStatus() {
    return Optional.ofNullable(end.getNow(null));
  }

  /// Completes when the process has ended.
  public CompletableFuture<ExitStatus> onExit() {
    return end.copy();
  }

  /// Waits until the process has ended.
  ///
  /// @return how it ended
  /// @throws InterruptedException if the calling thread is interrupted; the process runs on
  public ExitStatus join() throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e); // the watching thread only completes it
    }
  }

  /// Waits until the process has ended, but no longer than a timeout.
  ///
  /// @param timeout how long; zero or less returns at once
  /// @return whether it has ended
  /// @throws InterruptedException if the calling thread is interrupted; the process runs on
  public boolean join(Duration timeout) throws InterruptedException {
    try {
      end.get(NANOSECONDS.convert(timeout), NANOSECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException e) {
      throw new AssertionError(e); // the watching thread only completes it
    }
  }

  // ---- as one of several to wait for ----

  /// Whether it has ended.
  @Override
  public boolean isReady() {
    return end.isDone();
  }

  /// As [#join()].
  @Override
  public void await() throws InterruptedException {
    var _ = join();
  }

  /// As [#join(Duration)].
  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    return join(timeout);
  }

  @Override
  public WaitPoint waitPoint() {
    return exitWord.waitPoint();
  }

  // ---- ending it ----

  /// Asks the process to end: SIGTERM, on which a JVM runs its shutdown hooks. Does nothing if it
  /// has ended.
  public void terminate() {
    process.toHandle().destroy(); // Process.destroy would cut the lifeline too
  }

  /// Asks the process to end as Ctrl-C does: SIGINT, on which a JVM runs its shutdown hooks. Does
  /// nothing if it has ended, and little to one that ignores SIGINT, as the children of a program
  /// do that a shell's script has put into the background, and workers of a pool do.
  ///
  /// **Source.** Python's `Process.interrupt()`, where `KeyboardInterrupt` is raised in the task,
  /// which may go on. Here its threads see nothing.
  ///
  /// @throws UnsupportedOperationException where there are no signals
  public void interrupt() {
    boolean _ = send(Signal.INT);
  }

  /// Ends the process at once: SIGKILL. Does nothing if it has ended.
  public void kill() {
    killed = true;
    process.toHandle().destroyForcibly();
  }

  /// Sends the process a signal.
  ///
  /// @throws IllegalStateException if it has ended: its id may belong to another process by now
  /// @throws UnsupportedOperationException where there are no signals
  public void signal(Signal signal) {
    if (!send(signal)) {
      throw new IllegalStateException(
          "Cannot send SIG%s to %s: it has ended.".formatted(signal, this));
    }
  }

  /// @return false if it has ended
  private boolean send(Signal signal) {
    try {
      if (process.isAlive()) {
        if (signal == Signal.KILL) {
          killed = true;
        }
        LibC.call("kill", Math.toIntExact(pid()), signal.number());
        return true;
      }
    } catch (LastErrorException _) {
      // It has ended just now.
    }
    return false;
  }

  /// What the process has printed to stdout so far; after its end, all of it.
  ///
  /// @throws IllegalStateException unless it was built with `stdout(Redirect.PIPE)`
  public String stdout() {
    return textOf(stdout, "stdout");
  }

  /// What the process has printed to stderr so far; after its end, all of it.
  ///
  /// @throws IllegalStateException unless it was built with `stderr(Redirect.PIPE)`
  public String stderr() {
    return textOf(stderr, "stderr");
  }

  /// Waits until the process has ended. If the calling thread is interrupted, the process is asked
  /// to end, killed after one second if need be, and the thread stays interrupted.
  @Override
  public void close() {
    try {
      join();
    } catch (InterruptedException _) {
      Children.stop(List.of(this));
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    String state = exitStatus().map(status -> "ended with " + status).orElse("running");
    return "process '%s' (pid %d, %s)".formatted(name, pid(), state);
  }

  private String textOf(@Nullable CapturedOutput output, String stream) {
    return Optional.ofNullable(output)
        .flatMap(CapturedOutput::text)
        .orElseThrow(() -> notCaptured(stream));
  }

  private IllegalStateException notCaptured(String stream) {
    return new IllegalStateException(
        "The %s of %s is not captured. Start it from a builder with %s(Redirect.PIPE)."
            .formatted(stream, this, stream));
  }

  /// Like [#join(Duration)], but an interrupt is kept for later.
  boolean joinUninterruptibly(long nanos) {
    long deadline = System.nanoTime() + nanos;
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return join(Duration.ofNanos(deadline - System.nanoTime()));
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void awaitAndRelease() {
    int code = awaitCode(process);
    int cause = ExitCause.NONE;
    try {
      cause = launch.block().exitCause();
      awaitOutput(stdout);
      awaitOutput(stderr);
      release();
    } finally { // whatever became of the block, the process has ended
      Children.remove(this);
      end.complete(ExitCause.status(code, cause, killed));
      exitWord.setEnded();
    }
  }

  /// Not interruptible.
  private static int awaitCode(Process process) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized void release() {
    reachedTask = launch.block().isRunning();
    released = true;
    launch.release();
  }

  private static void awaitOutput(@Nullable CapturedOutput output) {
    if (output != null) {
      output.awaitEnd();
    }
  }
}
