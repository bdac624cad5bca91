package io.tandem.pool;

import io.tandem.process.ExitStatus;
import java.nio.file.Path;
import java.util.Optional;

/// The worker that ran a task died before the result had come. If the pool killed it because its
/// answer could not be received, as with too little memory for it, the cause says why.
@SuppressWarnings("serial")
public final class WorkerDiedException extends RuntimeException {
  private final ExitStatus exitStatus;
  private final int attempts;
  private final String stderr;
  private final Optional<Path> crashFile;

  private WorkerDiedException(String message, WorkerEnd end, int attempts) {
    super(message, end.failure());
    this.exitStatus = end.death();
    this.attempts = attempts;
    this.stderr = end.stderr();
    this.crashFile = end.crash().map(CrashFile::path);
  }

  /// For a task that has no attempts left.
  static WorkerDiedException of(PendingTask task, int attempts, WorkerEnd end) {
    String what =
        attempts == 1
            ? "%s was not finished: its worker, %s, died of %s%s. "
                .formatted(task, end.worker(), end.cause(), end.details())
            : "%s is given up: each of the %d workers that ran it died, the last, %s, of %s%s. "
                .formatted(task, attempts, end.worker(), end.cause(), end.details());
    return new WorkerDiedException(
        what + "See what the task does there; TaskOptions.withRetries runs it again.",
        end,
        attempts);
  }

  /// For workers that do not get as far as their first task.
  static WorkerDiedException beforeFirstTask(WorkerEnd end) {
    return new WorkerDiedException(
        "Worker %s died of %s before its first task%s. "
                .formatted(end.worker(), end.cause(), end.details())
            + "See its stderr, the pool's JVM flags and its initializer.",
        end,
        0);
  }

  /// For a death that the pool does not bear.
  static WorkerDiedException unasked(WorkerEnd end) {
    return new WorkerDiedException(
        "Worker %s died of %s%s.".formatted(end.worker(), end.cause(), end.details()), end, 0);
  }

  /// How the last worker that ran the task ended; if its JVM crashed, the signal that it could not
  /// handle.
  public ExitStatus exitStatus() {
    return exitStatus;
  }

  /// How many workers ran it.
  public int attempts() {
    return attempts;
  }

  /// The last lines that this worker printed to stderr.
  public String stderr() {
    return stderr;
  }

  /// The file `hs_err_pidN.log` that its JVM wrote, if it crashed.
  public Optional<Path> crashFile() {
    return crashFile;
  }
}
