package io.tandem.sync;

import io.tandem.park.Parker;
import io.tandem.park.Wait;
import io.tandem.park.Waiting;
import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The permits of a semaphore, as one process takes them, waits for them and returns them.
///
/// **Taking** is a CAS of the word to fewer free permits. Whoever finds too few takes the gate, a
/// lock of this process, so that at most one thread of each process sleeps on the word. Before each
/// sleep it sets [#WAITERS], and [#MANY] if one permit would not do, and looks again. **Returning**
/// is a CAS to more free permits without these bits. If they were set, one sleeper is woken; all
/// are if several permits came, or if one sleeper could not use what another one could: if [#MANY]
/// was set, or is set once the one is woken, who may have announced itself in between.
///
/// **No wake is lost.** Whoever was woken announces itself once more before it takes permits, so
/// that the bits stay for those who still sleep; and if it leaves permits, it wakes the next one,
/// for whom a second return may have come while no bit was set. Whoever gives up wakes another one.
/// One that dies instead is healed by the watcher of each process, which wakes all on any death,
/// and below that by slices: sleeps are on [Parker#ANYBODY].
///
/// **Orders.** Each CAS is a full fence; that of a return pairs with that of the taking after it.
///
/// `Source:` glibc's `sem_t`, and Drepper's `mutex2` for the bit.
abstract sealed class Permits permits CountedPermits, OwnedPermits {
  static final int WAITERS = 1 << 31;
  static final int MANY = 1 << 30;

  /// The most permits there can be.
  static final int MOST = MANY - 1;

  private static final int FREE = MOST;
  private static final long FOR_EVER = Long.MAX_VALUE;
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(10);

  final Words words;
  final long word;
  final Parker parker;
  private final ReentrantLock gate = new ReentrantLock();
  private final Waiting waiting;
  private final Competition competition = new Competition();

  Permits(Words words, long offset, Peers peers, Parker parker) {
    this.words = words;
    this.word = offset + SemaphoreLayout.WORD_AT;
    this.parker = parker;
    this.waiting = new Waiting(parker, words, word, SPIN_NANOS);
    int _ = peers.self(); // or others would not hear of a death that takes a wake along
  }

  static Permits of(Words words, long offset, Peers peers, Parker parker) {
    return switch (SemaphoreKind.of(words.getInt(offset + SemaphoreLayout.KIND_AT))) {
      case PLAIN -> new CountedPermits(words, offset, peers, parker, MOST);
      case BOUNDED -> {
        int bound = words.getInt(offset + SemaphoreLayout.PERMITS_AT);
        yield new CountedPermits(words, offset, peers, parker, bound);
      }
      case OWNED -> new OwnedPermits(words, offset, peers, parker);
    };
  }

  // ---- fast paths ----

  /// Takes permits if there are as many now.
  final boolean tryTake(int count) {
    if (attempt(count)) {
      return true;
    }
    reclaim();
    return attempt(count);
  }

  /// Waits for permits, whatever interrupts come.
  final void takeUninterruptibly(int count) {
    if (!attempt(count)) {
      waitUninterruptibly(count);
    }
  }

  /// Waits for permits until the time is over.
  ///
  /// @param nanos to wait; none if 0 or less
  /// @return whether they were taken
  final boolean take(int count, long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before waiting for a semaphore");
    }
    return attempt(count) || (nanos <= 0 ? tryTake(count) : await(count, nanos));
  }

  // ---- what the kinds differ in ----

  /// Takes permits if as many are free.
  abstract boolean attempt(int count);

  /// Frees what dead processes had.
  abstract void reclaim();

  /// Returns permits.
  abstract void give(int count);

  /// Takes all that are free.
  ///
  /// @return how many
  abstract int drain();

  /// How many could be taken.
  abstract int available();

  /// Another process that has permits of its own and lives, for people; null if none has.
  @Nullable String usedBy() {
    return null;
  }

  // ---- the word ----

  final int free() {
    return freeOf(words.getIntAcquire(word)); // acquire: pairs with give
  }

  static int freeOf(int seen) {
    return seen & FREE;
  }

  static boolean hasWaiters(int seen) {
    return (seen & WAITERS) != 0;
  }

  /// Takes permits off the word if as many are free.
  final boolean lower(int count) {
    while (true) {
      int seen = words.getIntAcquire(word); // acquire: pairs with give
      if (freeOf(seen) < count) {
        return false;
      }
      if (words.compareAndSetInt(word, seen, seen - count)) { // full fence: pairs with give
        return true;
      }
    }
  }

  /// Wakes those who may use permits that have come.
  ///
  /// @param seen the word before
  final void wake(int seen, int count) {
    if (!hasWaiters(seen)) {
      return;
    }
    if (count > 1 || (seen & MANY) != 0) {
      parker.wakeAll(words, word);
    } else {
      wakeNext();
    }
  }

  /// Wakes one; or all, if that one may have begun to sleep only now, and need more than there is.
  private void wakeNext() {
    parker.wakeOne(words, word);
    if ((words.getIntAcquire(word) & MANY) != 0) { // acquire: pairs with announce
      parker.wakeAll(words, word);
    }
  }

  private int announce(int count) {
    int bits = count > 1 ? WAITERS | MANY : WAITERS;
    while (true) {
      int seen = words.getIntAcquire(word); // acquire: pairs with give
      int announced = seen | bits;
      if (announced == seen || words.compareAndSetInt(word, seen, announced)) {
        return announced;
      }
    }
  }

  // ---- slow paths ----

  private void waitUninterruptibly(int count) {
    gate.lock();
    try {
      competition.begin(count);
      boolean _ = waiting.awaitUninterruptibly(competition, Waiting.deadlineAfter(FOR_EVER));
      competition.passOn();
    } finally {
      gate.unlock();
    }
  }

  private boolean await(int count, long nanos) throws InterruptedException {
    long deadline = Waiting.deadlineAfter(nanos);
    if (!awaitGate(nanos)) {
      return tryTake(count);
    }
    boolean taken = false;
    try {
      competition.begin(count);
      taken = waiting.await(competition, deadline);
      return taken;
    } finally {
      try {
        competition.end(taken);
      } finally {
        gate.unlock();
      }
    }
  }

  private boolean awaitGate(long nanos) throws InterruptedException {
    try {
      return gate.tryLock(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      throw new InterruptedException("Interrupted while waiting for a semaphore");
    }
  }

  /// The wait of the thread that has the gate.
  private final class Competition implements Wait {
    private int count;
    private boolean announced;

    void begin(int wanted) {
      count = wanted;
      announced = false;
    }

    @Override
    public boolean isOver() {
      return attempt(count);
    }

    @Override
    public int announceSleep() {
      announced = true;
      reclaim();
      return announce(count);
    }

    @Override
    public int owner() {
      return Parker.ANYBODY;
    }

    /// It may have used up a wake, and others sleep on.
    void end(boolean taken) {
      if (taken) {
        passOn();
      } else if (announced) {
        wakeNext();
      }
    }

    /// Two returns may have come while only one sleeper was woken.
    void passOn() {
      if (announced && free() > 0) {
        wakeNext();
      }
    }
  }
}
