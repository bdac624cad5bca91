package io.tandem.park;

import io.tandem.linux.Futex;
import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Sleeps on Linux futexes.
///
/// What ends a sleep before its time: a wake of the word; the owner's death, by its life word,
/// which the kernel wakes; an interrupt, by [InterruptHook]; and the [Watcher], when any process
/// dies. A platform thread sleeps in the system call itself, a virtual one by an [Errand].
final class FutexParker implements Parker {
  private static final long LONGEST_NANOS = TimeUnit.DAYS.toNanos(1);

  private final Sleepers sleepers;
  private final Watcher watcher;
  private final BooleanSupplier waitv;
  private final PollingParker polling; // once this process exits

  /// Makes no native call, not even the first, which takes long.
  ///
  /// @param waitv whether `futex_waitv` is there
  FutexParker(Peers peers, BooleanSupplier waitv) {
    sleepers = new Sleepers(peers, waitv);
    watcher = new Watcher(peers, sleepers, waitv);
    this.waitv = waitv;
    polling = new PollingParker(peers);
  }

  /// Ends all sleeps in the kernel: from now on this parker polls.
  void leaveKernel() {
    sleepers.end();
  }

  @Override
  public void park(Words words, long offset, int expected, int owner, long nanos)
      throws InterruptedException {
    if (sleepers.isOver()) {
      polling.park(words, offset, expected, owner, nanos);
      return;
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before waiting for shared memory to change");
    }
    if (words.getIntAcquire(offset) != expected) {
      return;
    }
    long deadline = deadline(nanos);
    if (Thread.currentThread().isVirtual()) {
      Errand.start(this, words, offset, expected, owner, deadline).await();
    } else if (sleepUnlessInterrupted(words, offset, expected, owner, deadline)) {
      throw new InterruptedException("Interrupted while waiting for shared memory to change");
    }
  }

  @Override
  public void parkUninterruptibly(Words words, long offset, int expected, int owner, long nanos) {
    if (sleepers.isOver()) {
      polling.parkUninterruptibly(words, offset, expected, owner, nanos);
      return;
    }
    if (words.getIntAcquire(offset) != expected) {
      return;
    }
    long deadline = deadline(nanos);
    if (Thread.currentThread().isVirtual()) {
      Errand.start(this, words, offset, expected, owner, deadline).awaitUninterruptibly();
    } else {
      sleep(words, offset, expected, owner, deadline);
    }
  }

  @Override
  public void wakeOne(Words words, long offset) {
    Futex.wake(address(words, offset), 1);
  }

  @Override
  public void wakeAll(Words words, long offset) {
    Futex.wake(address(words, offset), Integer.MAX_VALUE);
  }

  @Override
  public void unmap(Arena arena) {
    sleepers.unmap(arena);
  }

  /// Whether a thread can hear of all of them at once.
  boolean canSleepOn(Spots spots) {
    return spots.count() <= Spots.MOST && waitv.getAsBoolean();
  }

  /// As [#park], on several words, until any process dies.
  void parkOnAny(Spots spots, long nanos) throws InterruptedException {
    long deadline = deadline(nanos);
    if (sleepers.isOver()) {
      spots.poll(nanos);
    } else if (Thread.currentThread().isVirtual()) {
      Errand.run(() -> sleepOnAny(spots, deadline));
    } else {
      sleepOnAny(spots, deadline);
    }
  }

  private void sleepOnAny(Spots spots, long deadline) throws InterruptedException {
    watcher.start();
    Sleeper sleeper = sleepers.begin(spots);
    try {
      sleeper.arm();
      try {
        if (!Thread.currentThread().isInterrupted()) {
          sleeper.sleepOnAny(spots, deadline);
        }
      } finally {
        sleeper.disarm();
      }
    } finally {
      sleepers.end(sleeper);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted while waiting for shared memory to change");
    }
  }

  static long address(Words words, long offset) {
    return words.segment().address() + offset;
  }

  private static long deadline(long nanos) {
    return System.nanoTime() + Math.min(nanos, LONGEST_NANOS);
  }

  /// @return whether it was interrupted
  private boolean sleepUnlessInterrupted(
      Words words, long offset, int expected, int owner, long deadline) {
    Sleeper sleeper = begin(words, offset, owner, deadline);
    try {
      sleeper.arm();
      try {
        if (!Thread.currentThread().isInterrupted()) {
          sleeper.sleep(words, offset, expected, deadline);
        }
      } finally {
        sleeper.disarm();
      }
      boolean interrupted = Thread.interrupted();
      if (interrupted) {
        wakeOne(words, offset); // in case it was woken, too
      }
      return interrupted;
    } finally {
      sleepers.end(sleeper);
    }
  }

  private void sleep(Words words, long offset, int expected, int owner, long deadline) {
    Sleeper sleeper = begin(words, offset, owner, deadline);
    try {
      sleeper.sleep(words, offset, expected, deadline);
    } finally {
      sleepers.end(sleeper);
    }
  }

  private Sleeper begin(Words words, long offset, int owner, long deadline) {
    if (owner != Peers.NOBODY) {
      watcher.start();
    }
    return sleepers.begin(words, offset, owner, deadline);
  }

  /// A platform thread's part of an errand.
  void run(Errand errand) {
    Sleeper sleeper = begin(errand.words, errand.offset, errand.owner, errand.deadline);
    try {
      if (errand.isWanted(sleeper)) {
        sleeper.sleep(errand.words, errand.offset, errand.expected, errand.deadline);
      }
    } finally {
      sleepers.end(sleeper);
    }
  }
}
