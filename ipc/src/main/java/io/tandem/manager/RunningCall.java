package io.tandem.manager;

import org.jspecify.annotations.Nullable;

/// A call that may take its time, in a thread of its own.
final class RunningCall implements Runnable {
  private final Session session;
  private final ServiceMethod method;
  private final Object referent;
  private final Caller caller;
  private final byte[] message;
  private @Nullable Thread thread; // guarded by this

  RunningCall(
      Session session, ServiceMethod method, Object referent, Caller caller, byte[] message) {
    this.session = session;
    this.method = method;
    this.referent = referent;
    this.caller = caller;
    this.message = message;
  }

  void start() {
    Thread made = Thread.ofVirtual().name("tandem-call").unstarted(this);
    synchronized (this) {
      thread = made;
    }
    made.start();
  }

  @Override
  public void run() {
    session.execute(method, referent, caller, message);
  }

  /// Its client does not want to wait any longer, or is gone.
  synchronized void interrupt() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  /// What it does from now on cannot be interrupted.
  synchronized void finish() {
    thread = null;
    boolean _ = Thread.interrupted();
  }
}
