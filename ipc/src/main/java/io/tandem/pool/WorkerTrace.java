package io.tandem.pool;

/// Says in which worker an exception was thrown: the last cause of each that a task throws, with
/// the stack trace there.
@SuppressWarnings("serial")
public final class WorkerTrace extends Exception {
  WorkerTrace(String message, StackTraceElement[] frames) {
    super(message, null, true, true);
    setStackTrace(frames);
  }
}
