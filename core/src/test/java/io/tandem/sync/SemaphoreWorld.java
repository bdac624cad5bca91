package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.word.Steps;
import java.util.HashMap;
import java.util.Map;

/// Processes that share a semaphore, and what they use at each moment: never more than there is.
final class SemaphoreWorld extends World {
  static final int TOTAL = 2;

  private final SemaphoreKind kind;
  private final Map<Integer, Integer> inUse = new HashMap<>();

  SemaphoreWorld(Bug bug, SemaphoreKind kind) {
    super(bug, SemaphoreLayout.BYTES_WITH_OWNERS);
    this.kind = kind;
    SharedSemaphore.initialize(memory, kind, TOTAL);
  }

  boolean isOwned() {
    return kind == SemaphoreKind.OWNED;
  }

  Permits permits(int owner, Steps steps) {
    return of(owner, steps, (words, all, sleep) -> Permits.of(words, 0, all, sleep));
  }

  /// Whether the one that is paused is in the middle of a change, for which others would wait.
  boolean isGuarded() {
    return memory.getInt(SemaphoreLayout.GUARD_AT) != 0;
  }

  /// Somebody who has all permits.
  int holder() {
    int owner = peers.join();
    assertTrue(permits(owner, Steps.unlimited()).tryTake(TOTAL));
    return owner;
  }

  /// Somebody else returns what a dead one had, if nobody does so by itself.
  void giveWhatIsLost() {
    Permits mine = permits(survivor, Steps.unlimited());
    if (!isOwned() && mine.free() == 0) {
      mine.give(TOTAL);
    }
  }

  void run(int owner, Steps steps, Act<User> act) {
    run(
        owner,
        steps,
        (words, all, sleep) -> new User(owner, Permits.of(words, 0, all, sleep)),
        act);
  }

  int run(Steps steps, Act<User> act) {
    int owner = peers.join();
    run(owner, steps, act);
    return owner;
  }

  @Override
  void stopped(int owner) {
    inUse.remove(owner);
  }

  private void use(int owner, int more) {
    inUse.merge(owner, more, Integer::sum);
    int all = inUse.values().stream().mapToInt(Integer::intValue).sum();
    assertTrue(all <= TOTAL, () -> "%d permits in use".formatted(all));
  }

  /// A process, and what it does with the permits that it has.
  final class User {
    private final int owner;
    final Permits permits;

    User(int owner, Permits permits) {
      this.owner = owner;
      this.permits = permits;
    }

    void acquire(int count) throws InterruptedException {
      assertTrue(permits.take(count, Long.MAX_VALUE));
      use(owner, count);
    }

    boolean tryAcquire(int count) {
      boolean taken = permits.tryTake(count);
      if (taken) {
        use(owner, count);
      }
      return taken;
    }

    /// @return how many it got
    int takeMost() {
      return tryAcquire(TOTAL) ? TOTAL : tryAcquire(1) ? 1 : 0;
    }

    int drain() {
      int count = permits.drain();
      use(owner, count);
      return count;
    }

    void release(int count) {
      inUse.merge(owner, -count, Integer::sum);
      if (count > 0) {
        permits.give(count);
      }
    }

    /// The three operations, in each way to come by permits.
    void work() throws InterruptedException {
      if (tryAcquire(1)) {
        release(1);
      }
      if (isOwned()) {
        acquire(TOTAL); // those of the dead return
        release(TOTAL);
      }
      release(drain());
    }
  }

  /// One that nothing happens to finds all permits, but for those that the dead had if they have no
  /// owners.
  ///
  /// @param lost permits without owners at most
  void survive(int lost) {
    run(
        survivor,
        Steps.unlimited(),
        me -> {
          int free = me.permits.available();
          if (isOwned()) {
            assertEquals(TOTAL, free, "permits are missing");
            me.acquire(TOTAL);
            me.release(TOTAL);
            me.release(me.drain());
            assertEquals(TOTAL, me.permits.available());
            assertEquals(TOTAL, me.permits.free(), "the word differs from the table");
          } else {
            assertTrue(free >= TOTAL - lost && free <= TOTAL, () -> free + " permits");
            assertTrue(me.tryAcquire(free), "there are fewer than it seems");
            me.release(free);
          }
        });
  }
}
