package io.tandem.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.lock.Awakening.Cause;
import io.tandem.lock.ConditionWorld.Process;
import io.tandem.lock.ConditionWorld.Role;
import io.tandem.word.Kills;
import io.tandem.word.Steps;
import java.util.concurrent.atomic.AtomicBoolean;

/// What happens to those who wait for a signal and those who send it, told for every access to
/// shared memory before which it can happen.
///
/// The process that was started first and waits survives in each of them, and must get on.
///
/// @param bug what is wrong: then one of the stories must fail
record ConditionStories(Bug bug) {
  private static final Role WAITS = waiting(1);
  private static final Role WAITS_HOLDING_TWICE = waiting(2);

  private static final Role SIGNALS =
      process -> {
        process.lock();
        process.signal();
        process.unlock();
      };

  private static final Role SIGNALS_ALL =
      process -> {
        process.lock();
        process.signalAll();
        process.unlock();
      };

  private static final Role REPAIRS =
      process -> {
        process.lock();
        process.unlock();
      };

  /// Three operations of each kind.
  private static final Role SIGNALS_AND_WAITS =
      process -> {
        process.lock();
        process.signal();
        process.await();
        process.signalAll();
        process.unlock();
      };

  private static Role waiting(int holds) {
    return process -> {
      for (int i = 0; i < holds; i++) {
        process.lock();
      }
      assertEquals(Cause.SIGNAL, process.await());
      for (int i = 0; i < holds; i++) {
        process.unlock();
      }
    };
  }

  // ---- single deaths ----

  /// It may have been sent the only signal.
  ///
  /// @return how many accesses there are to die before
  long aWaiterDies() {
    return Kills.each(
        victim -> {
          var world = new ConditionWorld(bug);
          world.parker.duringSleeps(
              () -> {
                world.run(victim, WAITS);
                signalUnless(victim, world);
              },
              () -> world.run(SIGNALS),
              () -> world.run(SIGNALS));
          world.run(WAITS_HOLDING_TWICE);
          world.requireQuiet();
        });
  }

  /// A death ends a sleep as well.
  private static void signalUnless(Steps dead, ConditionWorld world) {
    if (!dead.isDead()) {
      world.run(SIGNALS);
    }
  }

  /// It was in line for the next signal.
  void aWaiterDiesAsleep() {
    var world = new ConditionWorld(bug);
    int owner = world.peers.join();
    Steps victim = Steps.unlimited();
    world.parker.duringSleeps(
        () -> {
          world.run(WAITS);
          world.peers.kill(owner);
          victim.dieAfter(0);
          world.run(WAITS);
        },
        () -> world.run(SIGNALS),
        () -> world.run(SIGNALS));
    world.run(owner, victim, WAITS);
    world.requireQuiet();
  }

  long aSignallerDies() {
    return oneDies(SIGNALS);
  }

  long aSignallerOfAllDies() {
    return oneDies(SIGNALS_ALL);
  }

  private long oneDies(Role role) {
    return Kills.each(
        victim -> {
          var world = new ConditionWorld(bug);
          world.parker.duringSleeps(() -> world.run(victim, role), () -> world.run(SIGNALS));
          world.run(WAITS);
          world.requireQuiet();
        });
  }

  /// Nothing reminds the waiter of the death but what the dead one left.
  void aSignallerDiesAndAnotherRepairs() {
    Kills.each(
        victim -> {
          var world = new ConditionWorld(bug);
          world.parker.duringSleeps(
              () -> {
                world.run(victim, SIGNALS);
                world.run(REPAIRS);
                world.run(SIGNALS);
              });
          world.run(WAITS);
          world.requireQuiet();
        });
  }

  /// All that wait are told.
  void theLockIsAbandonedAndOneDies() {
    Kills.each(
        victim -> {
          var world = new ConditionWorld(bug);
          world.run(
              victim,
              process -> {
                process.lock();
                process.abandon();
                process.unlock();
              });
          var refused = new AtomicBoolean();
          world.run(process -> refused.set(process.isRefused()));
          assertTrue(refused.get() || victim.isDead());
          world.run(process -> assertEquals(refused.get(), refused.get() && process.isRefused()));
        });
  }

  // ---- two deaths ----

  /// @return how many pairs of accesses
  long twoDie() {
    return Kills.eachPair(
        (first, second) -> {
          var world = new ConditionWorld(bug);
          world.parker.duringSleeps(
              () -> world.run(first, SIGNALS_AND_WAITS),
              () -> world.run(second, SIGNALS_AND_WAITS),
              () -> world.run(SIGNALS_ALL),
              () -> world.run(SIGNALS_ALL),
              () -> world.run(SIGNALS_ALL));
          world.run(WAITS);
          world.requireQuiet();
        });
  }

  // ---- no deaths ----

  /// Before each access of one who waits that does not hold the lock, and while it sleeps.
  void aSignalComesAtAnyMoment() {
    Kills.eachPause(
        step -> {
          var world = new ConditionWorld(bug);
          var signalled = new AtomicBoolean();
          Runnable once = () -> world.run(process -> signalOnce(world, process, signalled));
          var waiter = Steps.pausingBefore(step, once);
          world.parker.duringSleeps(once);
          world.run(waiter, WAITS);
          world.requireQuiet();
          return waiter.hasPaused();
        });
  }

  private static void signalOnce(ConditionWorld world, Process process, AtomicBoolean signalled) {
    if (world.hasWaiter() && !signalled.get() && process.tryLock()) {
      process.signal();
      process.unlock();
      signalled.set(true);
    }
  }

  void allAreSignalled() {
    var world = new ConditionWorld(bug);
    world.parker.duringSleeps(
        () -> world.run(WAITS), () -> world.run(WAITS), () -> world.run(SIGNALS_ALL));
    world.run(WAITS);
    world.requireQuiet();
  }

  /// Who comes after a signal does not get it, nor does who gives up.
  void aSignalIsForThoseThatWait() {
    var world = new ConditionWorld(bug);
    world.parker.duringSleeps(
        () ->
            world.run(
                process -> {
                  process.lock();
                  assertEquals(Cause.TIMEOUT, process.await(0), "before the signal");
                  process.signal();
                  assertEquals(Cause.TIMEOUT, process.await(0), "after the signal");
                  process.unlock();
                }));
    world.run(WAITS);
    world.requireQuiet();
  }
}
