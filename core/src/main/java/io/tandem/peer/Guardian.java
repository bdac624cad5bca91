package io.tandem.peer;

import io.tandem.linux.RobustList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The thread whose death the kernel notes as this process's death.
///
/// It claims the slot itself, because a robust list belongs to a thread, and then sleeps for as
/// long as the process lives. If it should end all the same, the process ends with it: others would
/// take over what this process still uses.
final class Guardian {
  /// The exit status of a process whose guardian has failed.
  static final int STATUS = 70;

  private final CountDownLatch decided = new CountDownLatch(1);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final Runnable sleep;
  private volatile int owner = Peers.NOBODY;

  Guardian(Runnable sleep) {
    this.sleep = sleep;
  }

  /// Starts the thread.
  ///
  /// @param claim gets the thread's robust list, where there is one, and returns the owner
  /// @return what the claim returned
  static int start(boolean robust, Function<Optional<RobustList>, Integer> claim) {
    return new Guardian(Guardian::sleepForEver).claimAndSleep(robust, claim);
  }

  int claimAndSleep(boolean robust, Function<Optional<RobustList>, Integer> claim) {
    Thread.ofPlatform().daemon().name("tandem-guardian").start(() -> run(robust, claim));
    awaitDecision();
    rethrow(failure.get());
    return owner;
  }

  private static void rethrow(@Nullable Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure;
    }
  }

  private void run(boolean robust, Function<Optional<RobustList>, Integer> claim) {
    try {
      owner = claim.apply(robust ? RobustList.ofThisThread() : Optional.empty());
      decided.countDown();
      sleep.run();
    } catch (RuntimeException | Error e) { // without a slot nobody may own anything
      failure.set(e);
    } finally {
      if (owner != Peers.NOBODY) {
        Runtime.getRuntime().halt(STATUS);
      }
      decided.countDown();
    }
  }

  private static void sleepForEver() {
    while (true) {
      LockSupport.park();
      boolean _ = Thread.interrupted(); // or the next park would return at once
    }
  }

  private void awaitDecision() {
    boolean interrupted = false;
    while (true) {
      try {
        decided.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
