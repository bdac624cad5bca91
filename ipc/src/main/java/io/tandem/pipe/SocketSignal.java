package io.tandem.pipe;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.tandem.memory.SharedScope;
import io.tandem.park.Parker;
import io.tandem.park.WaitPoint;
import io.tandem.park.Waiting;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Tells threads of this process that it is worth while to look again.
///
/// Who waits reads the version, looks, asks to be told, and sleeps while the version is the same.
/// Threads sleep in Java, where a virtual one costs nothing; only those that wait for several
/// things sleep on a word, which is there from the first such wait on.
final class SocketSignal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile int version; // written under the lock
  private volatile @Nullable Words word;

  int version() {
    return version;
  }

  /// Wakes all who sleep.
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // under the lock
  void announce() {
    lock.lock();
    try {
      version++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    Words shared = word;
    if (shared != null) {
      int _ = shared.getAndAddInt(0, 1);
      parker().wakeAll(shared, 0);
    }
  }

  /// Sleeps while the version is this one.
  ///
  /// @param deadline in terms of [System#nanoTime]
  /// @return false when the deadline has passed
  boolean awaitChange(int seen, long deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (version == seen) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        long _ = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// @param ask has somebody announce what is waited for
  WaitPoint waitPoint(Runnable ask) {
    Words shared = word();
    return new WaitPoint(
        parker(),
        shared,
        0,
        () -> {
          int seen =
              shared.getIntVolatile(0); // before asking: what is announced from then on counts
          ask.run();
          return seen;
        });
  }

  private Words word() {
    lock.lock();
    try {
      Words known = word;
      if (known == null) {
        known = new SegmentWords(Arena.ofAuto().allocate(JAVA_INT.byteSize(), Long.BYTES));
        word = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private static Parker parker() {
    return Parker.of(SharedScope.ofProcessTree().peers());
  }

  /// The deadline of who waits without one.
  static long never() {
    return Waiting.deadlineAfter(EndWait.FOR_EVER);
  }
}
