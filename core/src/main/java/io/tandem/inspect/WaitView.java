package io.tandem.inspect;

import java.time.Instant;

/// A thread that waits for a lock.
///
/// @param process that it is of
/// @param thread its id there
/// @param threadName its name there, or the first 32 bytes of it
/// @param since when it began to wait
/// @param lockOffset where the lock is in the scope's file
/// @param lock that it waits for
public record WaitView(
    PeerView process,
    long thread,
    String threadName,
    Instant since,
    long lockOffset,
    LockView lock) {
  /// For people: `process 'worker-1' (pid 42), thread 31 "main"`.
  public String waiter() {
    return "%s, thread %d \"%s\"".formatted(process.text(), thread, threadName);
  }
}
