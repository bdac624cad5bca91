package io.tandem.manager;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// A call that may take its time, in a thread of its own.
final class RunningCall implements Runnable {
  private final Session session;
  private final ServiceMethod method;
  private final Object referent;
  private final Caller caller;
  private final byte[] message;
  private @Nullable Thread thread; // guarded by this, as the next
  private boolean interrupted;

  RunningCall(
      Session session, ServiceMethod method, Object referent, Caller caller, byte[] message) {
    this.session = session;
    this.method = method;
    this.referent = referent;
    this.caller = caller;
    this.message = message;
  }

  long number() {
    return Messages.number(message);
  }

  /// How long its message is.
  int bytes() {
    return message.length;
  }

  /// @throws OutOfMemoryError if there is no thread for it
  void start(Executor threads) {
    threads.execute(this);
  }

  @Override
  public void run() {
    begin();
    boolean answered = false;
    try {
      session.execute(method, referent, caller, message, this);
      answered = true;
    } finally {
      if (!answered) {
        session.close(); // memory is short, say: its client must not wait for ever
      }
    }
  }

  private synchronized void begin() {
    thread = Thread.currentThread();
    if (interrupted) {
      thread.interrupt();
    }
  }

  /// Its client does not want to wait any longer, or is gone.
  synchronized void interrupt() {
    interrupted = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /// What it does from now on cannot be interrupted.
  synchronized void finish() {
    thread = null;
  }
}
