package io.tandem.park;

import io.tandem.word.Words;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A sleep that a platform thread does for a virtual one, which parks in Java meanwhile and so
/// keeps no carrier: a carrier in a system call would stop all that it carries.
final class Errand implements Runnable {
  private static final long STACK_BYTES = 256 << 10;
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          Thread.ofPlatform()
              .daemon()
              .name("tandem-sleeper-", 0)
              .stackSize(STACK_BYTES)
              .inheritInheritableThreadLocals(false)
              .factory());

  final Words words;
  final long offset;
  final int expected;
  final int owner;
  final long deadline;

  private final FutexParker parker;
  private final Thread sleeper = Thread.currentThread();
  private volatile @Nullable Sleeper sleep;
  private volatile boolean cancelled;
  private volatile boolean done;
  private @Nullable Throwable failure; // before `done`

  private Errand(
      FutexParker parker, Words words, long offset, int expected, int owner, long deadline) {
    this.parker = parker;
    this.words = words;
    this.offset = offset;
    this.expected = expected;
    this.owner = owner;
    this.deadline = deadline;
  }

  static Errand start(
      FutexParker parker, Words words, long offset, int expected, int owner, long deadline) {
    var errand = new Errand(parker, words, offset, expected, owner, deadline);
    THREADS.execute(errand);
    return errand;
  }

  /// What an interrupt ends.
  interface Interruptible {
    void run() throws InterruptedException;
  }

  /// Has a platform thread do something for this virtual one, and interrupts it with this one.
  static void run(Interruptible work) throws InterruptedException {
    Future<?> running =
        THREADS.submit(
            () -> {
              work.run();
              return null;
            });
    try {
      running.get();
    } catch (InterruptedException e) {
      running.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      rethrow(e.getCause());
    }
  }

  // ---- the virtual thread ----

  /// Waits for the end, which an interrupt brings about.
  void await() throws InterruptedException {
    boolean interrupted = false;
    while (!done) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        interrupted = true;
        cancel();
      }
    }
    rethrow(failure);
    if (interrupted) {
      parker.wakeOne(words, offset); // in case the errand was woken, too
      throw new InterruptedException("Interrupted while waiting for shared memory to change");
    }
  }

  void awaitUninterruptibly() {
    boolean interrupted = Thread.interrupted(); // or it would not park
    while (!done) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    rethrow(failure);
  }

  private void cancel() {
    cancelled = true; // before the look at `sleep`: pairs with isWanted
    Sleeper begun = sleep;
    if (begun != null) {
      begun.stop();
    }
  }

  private static void rethrow(@Nullable Throwable failure) {
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable t -> throw new IllegalStateException(t);
    }
  }

  // ---- the platform thread ----

  @Override
  public void run() {
    try {
      parker.run(this);
    } catch (Throwable t) {
      failure = t;
    } finally {
      done = true;
      LockSupport.unpark(sleeper);
    }
  }

  /// Offers a way to end the sleep, and asks whether there still is a reason to begin it.
  boolean isWanted(Sleeper way) {
    sleep = way; // before the look at `cancelled`: pairs with cancel
    return !cancelled;
  }
}
