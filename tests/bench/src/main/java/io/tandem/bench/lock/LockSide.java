package io.tandem.bench.lock;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Scanner;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// What `mutex.c` does, with a shared lock, or alone with a lock of the JVM.
final class LockSide {
  private static final int BATCH = 1000;
  private static final int LOOKS = 32;
  private static final long WAKE_UP_NANOS = 1_000_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Guarded guarded;
  private final Lock lock;

  private LockSide(Guarded guarded, Lock lock) {
    this.guarded = guarded;
    this.lock = lock;
  }

  public static void main(String... arguments) {
    try (var guarded = Guarded.open();
        var lines = new Scanner(System.in)) {
      boolean shared = arguments[0].equals("shared");
      var side = new LockSide(guarded, shared ? guarded.lock(0) : new ReentrantLock());
      System.out.println("ready");
      while (lines.hasNext()) {
        System.out.println(side.answer(lines));
      }
    }
  }

  private String answer(Scanner question) {
    return switch (question.next()) {
      case "alone" -> alone(question.nextLong());
      case "contend" -> contend(question.nextLong(), question.nextLong());
      case "count" -> Long.toString(guarded.counted(0));
      default -> throw new IllegalArgumentException("There is no such question");
    };
  }

  private String alone(long nanos) {
    long start = THREADS.getCurrentThreadCpuTime();
    long pairs = 0;
    long spent;
    do {
      lockAndUnlock();
      pairs += BATCH;
      spent = THREADS.getCurrentThreadCpuTime() - start;
    } while (spent < nanos);
    return Double.toString((double) spent / pairs);
  }

  private void lockAndUnlock() {
    for (int i = 0; i < BATCH; i++) {
      lock.lock();
      lock.unlock();
    }
  }

  private String contend(long start, long nanos) {
    long last = start;
    long longest = 0;
    long pairs = 0;
    LockSupport.parkNanos(start - System.nanoTime() - WAKE_UP_NANOS);
    while (System.nanoTime() < start) {
      Thread.onSpinWait();
    }
    do {
      lockAndCount();
      pairs += LOOKS;
      long now = System.nanoTime();
      longest = Math.max(longest, now - last);
      last = now;
    } while (last - start < nanos);
    return pairs + " " + longest;
  }

  private void lockAndCount() {
    for (int i = 0; i < LOOKS; i++) {
      lock.lock();
      guarded.count(0);
      lock.unlock();
    }
  }
}
