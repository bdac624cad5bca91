package io.tandem.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.lock.Awakening.Cause;
import io.tandem.park.Parker;
import io.tandem.peer.FakePeers;
import io.tandem.peer.Peers;
import io.tandem.peer.SeenBy;
import io.tandem.word.SegmentWords;
import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import io.tandem.word.Words;
import java.lang.foreign.Arena;

/// Some processes, played by one thread, that share a lock and a condition of it.
final class ConditionWorld {
  static final long CONDITION_AT = WordLock.BYTES;
  private static final long BYTES = CONDITION_AT + ThreadCondition.BYTES;

  private static final HolderWatch NOBODY_WATCHES =
      new HolderWatch() {
        @Override
        void start() {}
      };

  final Words memory = new SegmentWords(Arena.ofAuto().allocate(BYTES, 64));
  final FakePeers peers = new FakePeers();
  final OneThreadParker parker = new OneThreadParker(peers);
  private final Bug bug;
  private long lastToken;

  ConditionWorld(Bug bug) {
    this.bug = bug;
  }

  /// What one process does.
  @FunctionalInterface
  interface Role {
    void play(Process process);
  }

  /// A process with its own idea of who holds the lock.
  final class Process {
    private final ThreadLock lock;
    private final ThreadCondition condition;

    private Process(int owner, Words steps) {
      Words words = bug.around(steps);
      Peers seen = bug.around(new SeenBy(peers, owner));
      Parker sleeping = bug.around(parker);
      lock =
          new ThreadLock(
              words, 0, seen, sleeping, Place.of(Waits.unseen(words, seen)), NOBODY_WATCHES);
      condition = new ThreadCondition(words, CONDITION_AT, seen, sleeping, lock);
    }

    void lock() {
      settle(lock.lock());
    }

    /// Repairs what may be half done.
    void settle(Hold hold) {
      if (hold == Hold.INCONSISTENT) {
        lock.setConsistent();
      }
      long token = lock.token();
      assertTrue(token > lastToken || lock.holds() > 1, "a token that was there before");
      lastToken = token;
    }

    boolean tryLock() {
      Hold hold = lock.tryLock();
      if (hold == Hold.NONE) {
        return false;
      }
      settle(hold);
      return true;
    }

    void unlock() {
      lock.unlock();
    }

    void abandon() {
      lock.abandon();
    }

    /// @return whether it was given up
    boolean isRefused() {
      return lock.lock() == Hold.NOT_RECOVERABLE;
    }

    Cause await() {
      return await(Long.MAX_VALUE);
    }

    Cause await(long nanos) {
      int holds = lock.holds();
      Awakening end = condition.await(nanos);
      assertEquals(holds, lock.holds(), "another hold count");
      settle(end.hold());
      return end.cause();
    }

    void signal() {
      condition.signal();
    }

    void signalAll() {
      condition.signalAll();
    }
  }

  /// A new process, which the steps may kill.
  void run(Steps steps, Role role) {
    run(peers.join(), steps, role);
  }

  /// @param owner the process
  void run(int owner, Steps steps, Role role) {
    var process = new Process(owner, new StepWords(memory, steps));
    steps.run(() -> role.play(process));
    if (steps.isDead()) {
      peers.kill(owner);
    }
  }

  /// A new process that nothing happens to.
  void run(Role role) {
    run(Steps.unlimited(), role);
  }

  /// Whether somebody waits whom nobody has signalled.
  boolean hasWaiter() {
    return get(ConditionLayout.YOUNGER_AT) > 0;
  }

  /// Nobody waits any more, and the counts say so, or that they are not to be believed.
  void requireQuiet() {
    run(
        process -> {
          process.lock();
          process.signalAll();
          process.unlock();
        });
    assertEquals(0, get(ConditionLayout.UNCERTAIN_AT), "uncertain");
    int waiting = get(ConditionLayout.OLDER_AT) + get(ConditionLayout.YOUNGER_AT);
    assertEquals(0, waiting, "counted, and not there");
    for (int seat = 0; seat < ConditionLayout.SEATS; seat++) {
      long at = ConditionLayout.seatAt(seat) + ConditionLayout.SEATED_FROM_SEAT;
      assertEquals(0, get(at), "still seated");
    }
  }

  private int get(long field) {
    return memory.getInt(CONDITION_AT + field);
  }
}
