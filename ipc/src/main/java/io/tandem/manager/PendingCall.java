package io.tandem.manager;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A call that waits for its answer, in a client.
final class PendingCall {
  private static final byte[] NONE = new byte[0];

  private volatile byte @Nullable [] answer;
  private volatile @Nullable Thread waiter;

  /// Its thread waits from now on, for the answer or to become the one that receives.
  void enter() {
    waiter = Thread.currentThread();
  }

  /// Whether its thread would take over receiving.
  boolean isWaiting() {
    return waiter != null && answer == null;
  }

  boolean isAnswered() {
    return answer != null;
  }

  /// The answer, or null if none will come.
  byte @Nullable [] answer() {
    byte[] found = answer;
    return found == NONE ? null : found;
  }

  void complete(byte[] with) {
    answer = with;
    wake();
  }

  /// Nothing comes any more.
  void fail() {
    if (answer == null) {
      complete(NONE);
    }
  }

  void wake() {
    Thread thread = waiter;
    if (thread != null && thread != Thread.currentThread()) {
      LockSupport.unpark(thread);
    }
  }

  /// @throws InterruptedException if the thread was interrupted
  void park() throws InterruptedException {
    if (!isAnswered()) {
      LockSupport.park(this);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
