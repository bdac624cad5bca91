package io.tandem.inspect;

import java.time.Instant;

/// A thread that waits for a lock.
///
/// @param process that it is of
/// @param thread its id there
/// @param threadName its name there, or the first 32 bytes of it
/// @param since when it began to wait
/// @param timed whether it waits for a limited time, and so ends by itself
/// @param lockOffset where the lock is in the scope's file
/// @param lock that it waits for
public record WaitView(
    PeerView process,
    long thread,
    String threadName,
    Instant since,
    boolean timed,
    long lockOffset,
    LockView lock) {
  /// Escapes the name, see [Printable].
  public WaitView {
    threadName = Printable.of(threadName);
  }

  /// For people: `process 'worker-1' (pid 42), thread 31 "main"`.
  public String waiter() {
    return "%s, thread %d \"%s\"".formatted(process.text(), thread, threadName);
  }
}
