package io.tandem.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.park.Parker;
import io.tandem.peer.FakePeers;
import io.tandem.peer.SeenBy;
import io.tandem.word.Kills;
import io.tandem.word.SegmentWords;
import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

/// The lock when its users die, before every access that they make.
class WordLockKillTest {
  private static final long GUARDED_AT = WordLock.BYTES;

  /// Two words that only the holder may change, and that are equal while nobody does.
  private record Pair(Words words) {
    void increment() {
      words.setLong(GUARDED_AT, words.getLong(GUARDED_AT) + 1);
      words.setLong(GUARDED_AT + 8, words.getLong(GUARDED_AT + 8) + 1);
    }

    boolean isWhole() {
      return words.getLong(GUARDED_AT) == words.getLong(GUARDED_AT + 8);
    }

    void repair() {
      words.setLong(GUARDED_AT + 8, words.getLong(GUARDED_AT));
    }
  }

  /// What several processes share.
  private static final class World {
    final Words memory = new SegmentWords(Arena.ofAuto().allocate(128, 64));
    final FakePeers peers = new FakePeers();
    final int survivor = peers.join();

    /// Runs a critical section in a process that the steps may kill.
    void run(Steps steps) {
      int owner = peers.join();
      var words = new StepWords(memory, steps);
      steps.run(() -> criticalSection(words, owner));
      if (steps.isDead()) {
        peers.kill(owner);
      }
    }

    void criticalSection(Words words, int owner) throws InterruptedException {
      var lock = new WordLock(words, 0, new SeenBy(peers, owner), NoParker.INSTANCE);
      Hold hold = lock.tryLock(Long.MAX_VALUE);
      var pair = new Pair(words);
      if (hold == Hold.INCONSISTENT) {
        pair.repair();
        lock.setConsistent();
      }
      assertTrue(pair.isWhole(), "a death that was not told");
      pair.increment();
      lock.unlock();
    }

    void survive() {
      assertTrue(Steps.unlimited().run(() -> criticalSection(memory, survivor)));
      assertTrue(new Pair(memory).isWhole());
      assertEquals(0, memory.getInt(0) & ~WordLock.WAITERS);
    }
  }

  @Test
  void aSurvivorGetsTheLockAndIsToldOfTheDeath() {
    long deaths =
        Kills.each(
            victim -> {
              var world = new World();
              world.run(victim);
              world.survive();
            });

    assertTrue(deaths >= 8, "every access is a place to die");
  }

  @Test
  void twoMayDieOneAfterTheOther() {
    long pairs =
        Kills.eachPair(
            (first, second) -> {
              var world = new World();
              world.run(first);
              world.run(second);
              world.survive();
            });

    assertTrue(pairs >= 64);
  }

  @Test
  void threeMayDieInTheRepair() {
    Kills.each(
        third -> {
          for (long step = 1; step < 12; step++) {
            var world = new World();
            world.run(Steps.dyingBefore(step));
            world.run(Steps.dyingBefore(13 - step));
            world.run(third);
            world.survive();
          }
        });
  }

  @Test
  void aPausedHolderKeepsTheLock() {
    Kills.eachPause(
        step -> {
          var world = new World();
          int owner = world.peers.join();
          var steps = Steps.pausingBefore(step, () -> othersOnlyTry(world));
          assertTrue(
              steps.run(() -> world.criticalSection(new StepWords(world.memory, steps), owner)));
          assertTrue(new Pair(world.memory).isWhole());
          assertFalse(world.peers.awaited().contains(owner));
          return steps.isReached();
        });
  }

  /// Whether or not they get it, they never get it from a process that lives.
  private static void othersOnlyTry(World world) {
    int owner = world.memory.getInt(0) & io.tandem.peer.Peers.OWNER_MASK;
    var lock =
        new WordLock(world.memory, 0, new SeenBy(world.peers, world.survivor), NoParker.INSTANCE);
    Hold hold = lock.tryLock();
    assertNotEquals(Hold.INCONSISTENT, hold);
    assertEquals(owner == 0, hold == Hold.CONSISTENT);
    if (hold == Hold.CONSISTENT) {
      lock.unlock();
    }
  }

  @Test
  void aTakeoverWaitsForTheProof() {
    var world = new World();
    var victim = Steps.dyingBefore(7);
    int owner = world.peers.join();
    victim.run(() -> world.criticalSection(new StepWords(world.memory, victim), owner));
    world.peers.kill(owner);

    world.survive();

    assertTrue(world.peers.awaited().contains(owner));
  }

  /// Nobody sleeps where one thread plays all processes: whoever has to wait has hung.
  private enum NoParker implements Parker {
    INSTANCE;

    @Override
    public void park(Words words, long offset, int expected, int owner, long nanos) {
      throw new AssertionError("Sleeps where nobody alive holds the lock");
    }

    @Override
    public void parkUninterruptibly(Words words, long offset, int expected, int owner, long nanos) {
      park(words, offset, expected, owner, nanos);
    }

    @Override
    public void wakeOne(Words words, long offset) {}

    @Override
    public void wakeAll(Words words, long offset) {}
  }
}
