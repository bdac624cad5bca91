package io.tandem.pool;

import io.tandem.process.ExitStatus;
import io.tandem.process.Signal;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a worker ended.
///
/// @param worker its name and pid
/// @param status of its process
/// @param inOrder whether its JVM exited as by `System.exit`
/// @param started the last task that it started
/// @param ready whether it was initialized
/// @param failure what kept it from starting, as the initializer's exception; or once it was ready,
///   what kept the pool from receiving its answer, so that it was killed
/// @param stderr the last lines of it
/// @param printed by the task that it started last, if that is captured
/// @param crash what its JVM wrote when it crashed
record WorkerEnd(
    String worker,
    ExitStatus status,
    boolean inOrder,
    int started,
    boolean ready,
    @Nullable Throwable failure,
    String stderr,
    Printed printed,
    Optional<CrashFile> crash) {
  private static final int OUT_OF_MEMORY = 3; // by -XX:+ExitOnOutOfMemoryError
  private static final Set<Signal> FROM_OUTSIDE =
      EnumSet.of(Signal.KILL, Signal.TERM, Signal.INT, Signal.HUP);

  /// How it ended, which for a crash is the signal that its JVM could not handle: the JVM itself
  /// then ends by another one, or exits.
  ExitStatus death() {
    return crash
        .flatMap(CrashFile::signal)
        .<ExitStatus>map(ExitStatus.Signaled::new)
        .orElse(status);
  }

  /// For messages, such as `exit code 3 (of a JVM that is out of memory)`.
  String cause() {
    boolean outOfMemory = !inOrder && status.equals(new ExitStatus.Exited(OUT_OF_MEMORY));
    return death() + (outOfMemory ? " (of a JVM that is out of memory)" : "");
  }

  /// Whether a signal ended it that neither its start nor its JVM is to blame for.
  boolean isKilledFromOutside() {
    return failure == null
        && death() instanceof ExitStatus.Signaled signaled
        && signaled.signal().filter(FROM_OUTSIDE::contains).isPresent();
  }

  /// For messages: empty, or what else is known.
  String details() {
    boolean unreceived = ready && failure != null;
    return (unreceived ? "; its answer could not be received, see the cause" : "")
        + crash.map(file -> "; its JVM wrote " + file.path()).orElse("")
        + (stderr.isBlank() ? "" : "; its last words on stderr: " + stderr.strip());
  }
}
