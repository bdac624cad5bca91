package io.tandem.bench.lock;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Scanner;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// What `mutex.c` does, with a shared lock or that of a file, or alone with a lock of the JVM.
final class LockSide {
  private static final int BATCH = 1000;
  private static final int LOOKS = 32;
  private static final long WAKE_UP_NANOS = 1_000_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Guarded guarded;
  private final int counter;
  private final Lock lock;

  private LockSide(Guarded guarded, int counter, Lock lock) {
    this.guarded = guarded;
    this.counter = counter;
    this.lock = lock;
  }

  /// @param arguments `shared`, `reentrant` or `file`, and the file
  public static void main(String... arguments) throws IOException {
    try (var guarded = Guarded.open();
        var lines = new Scanner(System.in)) {
      var side =
          switch (arguments[0]) {
            case "shared" -> new LockSide(guarded, 0, guarded.lock(0));
            case "file" -> new LockSide(guarded, 1, new FileLocking(Path.of(arguments[1])));
            default -> new LockSide(guarded, 2, new ReentrantLock());
          };
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
      case "count" -> Long.toString(guarded.counted(counter));
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
      guarded.count(counter);
      lock.unlock();
    }
  }
}
