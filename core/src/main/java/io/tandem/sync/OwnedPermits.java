package io.tandem.sync;

import static io.tandem.sync.SemaphoreLayout.countOf;
import static io.tandem.sync.SemaphoreLayout.heldAt;
import static io.tandem.sync.SemaphoreLayout.ownerOf;
import static io.tandem.sync.SemaphoreLayout.slotOf;

import io.tandem.lock.Hold;
import io.tandem.lock.WordLock;
import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Permits that belong to the process that took them, until it returns them or dies.
///
/// A table says how many each process has. It and the word change together under the guard, in any
/// order: what the word says is only the sum of what the table says of the living, and is counted
/// anew by the next holder of the guard when one died in between, and by whoever finds too few
/// permits, because one of those who have them may have died. A dead process's permits are free
/// once all its threads have stopped.
///
/// Waits without a time limit, and returns, wait for the guard as long as it takes. All others give
/// up after a while, in case its holder is stopped, and find no permits then.
final class OwnedPermits extends Permits {
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final long base;
  private final int total;
  private final Peers peers;
  private final WordLock guard;

  OwnedPermits(Words words, long offset, Peers peers, Parker parker) {
    super(words, offset, peers, parker);
    this.base = offset;
    this.total = words.getInt(offset + SemaphoreLayout.PERMITS_AT);
    this.peers = peers;
    this.guard = new WordLock(words, offset + SemaphoreLayout.GUARD_AT, peers, parker);
  }

  // ---- under the guard for a moment ----

  @Override
  boolean attempt(int count) {
    if (free() < count || !enterSoon()) {
      return false;
    }
    try {
      return takeInside(count);
    } finally {
      guard.unlock();
    }
  }

  @Override
  void give(int count) {
    enter();
    int seen;
    try {
      seen = giveInside(count);
    } finally {
      guard.unlock();
    }
    wake(seen, count);
  }

  @Override
  int drain() {
    if (!enterSoon()) {
      return 0;
    }
    try {
      recount();
      int free = free();
      boolean _ = takeInside(free);
      return free;
    } finally {
      guard.unlock();
    }
  }

  @Override
  void reclaim() {
    if (enterSoon()) {
      try {
        recount();
      } finally {
        guard.unlock();
      }
    }
  }

  @Override
  int available() {
    int free = total;
    int highest = SemaphoreLayout.highest(words, base);
    for (int slot = 1; slot <= highest; slot++) {
      long entry = words.getLongAcquire(base + heldAt(slot)); // acquire: no pair, any value will do
      if (countOf(entry) > 0 && peers.isAlive(ownerOf(entry))) {
        free -= countOf(entry);
      }
    }
    return Math.max(free, 0);
  }

  @Override
  @Nullable String usedBy() {
    int highest = SemaphoreLayout.highest(words, base);
    for (int slot = 1; slot <= highest; slot++) {
      long entry = words.getLongAcquire(base + heldAt(slot)); // acquire: no pair, any value will do
      if (countOf(entry) > 0 && isAnotherAlive(ownerOf(entry))) {
        return "%s has permits of it: %d".formatted(peers.describe(ownerOf(entry)), countOf(entry));
      }
    }
    return null;
  }

  private boolean isAnotherAlive(int owner) {
    return owner != peers.self() && peers.isAlive(owner);
  }

  private void enter() {
    parker.requireCurrent();
    settle(guard.lock());
  }

  private boolean enterSoon() {
    parker.requireCurrent();
    Hold hold = guard.tryLock();
    if (hold == Hold.NONE) {
      hold = awaitGuard();
    }
    if (hold == Hold.NONE) {
      return false;
    }
    settle(hold);
    return true;
  }

  private Hold awaitGuard() {
    boolean interrupted = Thread.interrupted();
    try {
      while (true) {
        try {
          return guard.tryLock(PATIENCE_NANOS);
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void settle(Hold hold) {
    if (hold == Hold.INCONSISTENT) {
      recount();
      guard.setConsistent();
    }
  }

  // ---- inside ----

  private boolean takeInside(int count) {
    int self = peers.self();
    long at = base + heldAt(slotOf(self));
    long entry = words.getLong(at);
    if (ownerOf(entry) != self && countOf(entry) > 0) {
      recount(); // somebody had this slot before, and died
      entry = 0;
    }
    if (!lower(count)) {
      return false;
    }
    int held = ownerOf(entry) == self ? countOf(entry) : 0;
    if (slotOf(self) > SemaphoreLayout.highest(words, base)) {
      words.setInt(base + SemaphoreLayout.HIGHEST_AT, slotOf(self));
    }
    words.setLong(at, SemaphoreLayout.entry(self, held + count));
    return true;
  }

  /// @return the word before
  private int giveInside(int count) {
    int self = peers.self();
    long at = base + heldAt(slotOf(self));
    long entry = words.getLong(at);
    int held = ownerOf(entry) == self ? countOf(entry) : 0;
    if (count > held) {
      throw new IllegalMonitorStateException(
          "Cannot release %d permits: this process holds %d. Release only what it acquired."
              .formatted(count, held));
    }
    words.setLong(at, SemaphoreLayout.entry(self, held - count));
    return setFree(free() + count);
  }

  /// Frees what the dead have, and has the word say what the table says.
  private void recount() {
    int free = total;
    int highest = SemaphoreLayout.highest(words, base);
    for (int slot = 1; slot <= highest; slot++) {
      long at = base + heldAt(slot);
      long entry = words.getLong(at);
      int count = countOf(entry);
      if (count > 0 && peers.isDead(ownerOf(entry))) {
        peers.awaitStopped(ownerOf(entry));
        words.setLong(at, 0);
        addReturned(count);
      } else {
        free -= count;
      }
    }
    free = Math.max(free, 0);
    int seen = setFree(free);
    if (free > freeOf(seen)) {
      wake(seen, free - freeOf(seen));
    }
  }

  private void addReturned(int count) {
    long at = base + SemaphoreLayout.RETURNED_AT;
    words.setLong(at, words.getLong(at) + count);
  }

  /// Sets how many are free: if more, without bits, because those who sleep are woken then.
  ///
  /// @return the word before
  private int setFree(int free) {
    while (true) {
      int seen = words.getIntAcquire(word); // acquire: pairs with announce
      int next = free > freeOf(seen) ? free : seen & (WAITERS | MANY) | free;
      if (words.compareAndSetInt(word, seen, next)) { // full fence: pairs with lower
        return seen;
      }
    }
  }
}
