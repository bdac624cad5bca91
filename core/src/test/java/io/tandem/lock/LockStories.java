package io.tandem.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tandem.peer.Peers;
import io.tandem.word.Kills;
import io.tandem.word.Steps;
import java.util.concurrent.atomic.AtomicBoolean;

/// What happens to the users of a lock, told for every access to shared memory before which it can
/// happen.
///
/// @param bug what is wrong with the lock: then one of the stories must fail
record LockStories(Bug bug) {
  /// @return how many accesses there are to die before
  long oneDies() {
    return Kills.each(
        victim -> {
          var world = new LockWorld(bug);
          world.run(victim);
          world.survive();
        });
  }

  /// One after the other.
  ///
  /// @return how many pairs of accesses
  long twoDie() {
    return Kills.eachPair(
        (first, second) -> {
          var world = new LockWorld(bug);
          world.run(first);
          world.run(second);
          world.survive();
        });
  }

  /// Nobody repairs what the first one left until a third one does.
  void oneDiesAndAnotherDoesNotRepair() {
    Kills.eachPair(
        (first, second) -> {
          var world = new LockWorld(bug);
          world.run(first);
          world.runWithoutRepair(second);
          world.survive();
        });
  }

  void threeDie() {
    Kills.each(
        third -> {
          for (long step = 1; step < 14; step++) {
            var world = new LockWorld(bug);
            world.run(Steps.dyingBefore(step));
            world.run(Steps.dyingBefore(15 - step));
            world.run(third);
            world.survive();
          }
        });
  }

  /// Somebody new has the dead one's slot before anybody looks.
  void oneDiesAndItsSlotIsUsedAgain() {
    Kills.each(
        victim -> {
          var world = new LockWorld(bug);
          int owner = world.peers.join();
          world.run(owner, victim);
          if (victim.isDead()) {
            world.peers.joinInSlotOf(owner);
          }
          world.survive();
        });
  }

  /// It lives, so the others never get the lock from it.
  void oneIsPaused() {
    Kills.eachPause(
        step -> {
          var world = new LockWorld(bug);
          int owner = world.peers.join();
          var paused = Steps.pausingBefore(step, () -> anotherOnlyTries(world));
          world.run(owner, paused);
          world.requireWhole();
          assertFalse(world.peers.awaited().contains(owner));
          return paused.hasPaused();
        });
  }

  private static void anotherOnlyTries(LockWorld world) {
    int owner = world.memory.getInt(0) & Peers.OWNER_MASK;
    WordLock lock = world.lock(world.survivor, world.memory);
    Hold hold = lock.tryLock();
    assertNotEquals(Hold.INCONSISTENT, hold, "taken from a living one");
    assertEquals(owner == Peers.NOBODY, hold == Hold.CONSISTENT);
    if (hold == Hold.CONSISTENT) {
      lock.unlock();
    }
  }

  /// The kernel has marked it as dead, but a thread of it goes on for as long as nobody waits for
  /// it to stop.
  void oneGoesOnAfterItsMark() {
    Kills.eachPause(
        step -> {
          var world = new LockWorld(bug);
          int owner = world.peers.join();
          var marked =
              Steps.pausingBefore(
                  step,
                  () -> {
                    world.peers.kill(owner);
                    world.survive();
                  });
          world.run(owner, marked);
          world.survive();
          return marked.hasPaused();
        });
  }

  /// Before each access of one who waits, and while that one sleeps.
  void theHolderUnlocks() {
    Kills.eachPause(
        step -> {
          var world = new LockWorld(bug);
          WordLock held = world.lock(world.peers.join(), world.memory);
          held.lock();
          return waitMeanwhile(world, step, held::unlock);
        });
  }

  /// As [#theHolderUnlocks].
  void theHolderDies() {
    Kills.eachPause(
        step -> {
          var world = new LockWorld(bug);
          int holder = world.peers.join();
          world.lock(holder, world.memory).lock();
          return waitMeanwhile(world, step, () -> world.peers.kill(holder));
        });
  }

  private static boolean waitMeanwhile(LockWorld world, long step, Runnable release) {
    var released = new AtomicBoolean();
    Runnable once =
        () -> {
          if (!released.getAndSet(true)) {
            release.run();
          }
        };
    var waiter = Steps.pausingBefore(step, once);
    world.parker.duringSleeps(once);
    world.run(waiter);
    world.survive();
    return waiter.hasPaused();
  }

  /// The first one that is woken must wake the second.
  void theHolderUnlocksAndTwoWait() {
    var world = new LockWorld(bug);
    WordLock held = world.lock(world.peers.join(), world.memory);
    held.lock();
    world.parker.duringSleeps(() -> world.run(Steps.unlimited()), held::unlock);
    world.run(Steps.unlimited());
    world.survive();
  }
}
