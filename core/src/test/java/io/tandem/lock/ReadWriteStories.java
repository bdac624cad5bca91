package io.tandem.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.lock.ReadWriteWorld.Work;
import io.tandem.word.Kills;
import io.tandem.word.Steps;
import java.util.concurrent.atomic.AtomicBoolean;

/// What happens to the users of a read-write lock, told for every access to shared memory before
/// which it can happen.
///
/// @param bug what is wrong with the lock: then one of the stories must fail
record ReadWriteStories(Bug bug) {
  /// @return how many accesses there are to die before
  long oneDies(Work work) {
    return Kills.each(
        victim -> {
          var world = new ReadWriteWorld(bug);
          world.run(work, victim);
          world.survive();
        });
  }

  /// One after the other.
  ///
  /// @return how many pairs of accesses
  long twoDie(Work first, Work second) {
    return Kills.eachPair(
        (one, other) -> {
          var world = new ReadWriteWorld(bug);
          world.run(first, one);
          world.run(second, other);
          world.survive();
        });
  }

  /// Somebody new has the dead one's slot before anybody looks.
  void oneDiesAndItsSlotIsUsedAgain(Work work) {
    Kills.each(
        victim -> {
          var world = new ReadWriteWorld(bug);
          int owner = world.peers.join();
          world.run(owner, work, victim);
          if (victim.isDead()) {
            int heir = world.peers.joinInSlotOf(owner);
            world.run(heir, Work.READ, Steps.unlimited());
          }
          world.survive();
        });
  }

  /// It lives, so the others never get in beside it.
  void oneIsPaused(Work work) {
    Kills.eachPause(
        step -> {
          var world = new ReadWriteWorld(bug);
          int owner = world.peers.join();
          var paused = Steps.pausingBefore(step, () -> anotherOnlyTries(world));
          world.run(owner, work, paused);
          world.survive();
          assertFalse(world.peers.awaited().contains(owner), "taken from a living one");
          return paused.hasPaused();
        });
  }

  private static void anotherOnlyTries(ReadWriteWorld world) {
    ThreadReadWriteLock lock = world.lock(world.survivor, world.memory);
    if (lock.tryLockWrite() == Hold.CONSISTENT) {
      assertFalse(world.isRead() || world.isWritten(), "writes beside another");
      lock.unlockWrite();
    }
    if (lock.tryLockRead() == Hold.CONSISTENT) {
      assertFalse(world.isWritten(), "reads beside a writer");
      lock.unlockRead();
    }
  }

  /// The kernel has marked it as dead, but a thread of it goes on for as long as nobody waits for
  /// it to stop.
  void oneGoesOnAfterItsMark(Work work) {
    Kills.eachPause(
        step -> {
          var world = new ReadWriteWorld(bug);
          int owner = world.peers.join();
          var marked =
              Steps.pausingBefore(
                  step,
                  () -> {
                    world.peers.kill(owner);
                    world.run(world.survivor, Work.WRITE, Steps.unlimited());
                  });
          world.run(owner, work, marked);
          world.peers.kill(owner);
          world.survive();
          return marked.hasPaused();
        });
  }

  /// Before each access of one who waits, and while that one sleeps, the one it waits for leaves.
  void theOtherLeaves(Work held, Work work) {
    waitMeanwhile(held, work, false);
  }

  /// As [#theOtherLeaves].
  void theOtherDies(Work held, Work work) {
    waitMeanwhile(held, work, true);
  }

  private void waitMeanwhile(Work held, Work work, boolean dies) {
    Kills.eachPause(
        step -> {
          var world = new ReadWriteWorld(bug);
          int holder = world.peers.join();
          ThreadReadWriteLock lock = world.lock(holder, world.memory);
          hold(lock, held);
          var left = new AtomicBoolean();
          Runnable once =
              () -> {
                if (!left.getAndSet(true)) {
                  if (dies) {
                    world.peers.kill(holder);
                  } else {
                    release(lock, held);
                  }
                }
              };
          var waiter = Steps.pausingBefore(step, once);
          world.parker.duringSleeps(once);
          world.run(work, waiter);
          once.run();
          world.survive();
          return waiter.hasPaused();
        });
  }

  private static void hold(ThreadReadWriteLock lock, Work held) {
    assertEquals(Hold.CONSISTENT, held == Work.READ ? lock.lockRead() : lock.lockWrite());
  }

  private static void release(ThreadReadWriteLock lock, Work held) {
    if (held == Work.READ) {
      lock.unlockRead();
    } else {
      lock.unlockWrite();
    }
  }

  /// It has written nothing, so nobody need hear of it; whoever wrote before has unlocked.
  void aWriterDiesThatOnlyWaited() {
    var world = new ReadWriteWorld(bug);
    world.run(Work.WRITE, Steps.unlimited());
    ThreadReadWriteLock reader = world.lock(world.peers.join(), world.memory);
    hold(reader, Work.READ);
    var writer = Steps.unlimited();
    world.parker.duringSleeps(
        () -> {
          writer.dieAfter(0);
          reader.unlockRead();
        });
    world.run(Work.WRITE, writer);
    assertTrue(writer.isDead());

    world.run(world.survivor, Work.WRITE, Steps.unlimited());

    assertEquals(0, world.told(), "told of a death that did no harm");
    world.survive();
  }

  /// A writer that comes while a reader waits lets it in first.
  void aWriterComesAfterAReader() {
    var world = new ReadWriteWorld(bug);
    ThreadReadWriteLock first = world.lock(world.peers.join(), world.memory);
    ThreadReadWriteLock second = world.lock(world.peers.join(), world.memory);
    hold(first, Work.WRITE);
    int reader = world.peers.join();
    world.parker.duringSleeps(
        () -> {
          first.unlockWrite();
          assertEquals(Hold.NONE, tryOnce(second), "overtook a reader that waited");
          assertEquals(reader, world.entryOf(reader), "did not let a reader in that waited");
        });
    world.run(reader, Work.READ, Steps.unlimited());
    world.survive();
  }

  private static Hold tryOnce(ThreadReadWriteLock lock) {
    try {
      return lock.tryLockWrite(1);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Whoever waits gives up at once, and nothing of it is left.
  void oneGivesUp(Work held) {
    var world = new ReadWriteWorld(bug);
    ThreadReadWriteLock holder = world.lock(world.peers.join(), world.memory);
    int owner = world.peers.join();
    ThreadReadWriteLock other = world.lock(owner, world.memory);
    hold(holder, held);
    assertEquals(Hold.NONE, tryOnce(other));
    if (held != Work.READ) {
      assertEquals(Hold.NONE, tryReadOnce(other));
      assertEquals(0, world.entryOf(owner), "still waits");
    }
    release(holder, held);
    world.survive();
  }

  private static Hold tryReadOnce(ThreadReadWriteLock lock) {
    try {
      return lock.tryLockRead(1);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// One of a process that lives, while a reader of another one sleeps.
  void aThreadEndsWriting() throws InterruptedException {
    var world = new ReadWriteWorld(bug);
    var watch =
        new HolderWatch() {
          @Override
          void start() {} // looks when the story says so
        };
    ThreadReadWriteLock lock = world.lock(world.peers.join(), world.memory, watch);
    Thread.ofPlatform().start(lock::lockWrite).join();
    world.parker.duringSleeps(watch::look);
    world.run(world.survivor, Work.READ, Steps.unlimited());
    assertEquals(1, world.told());
    world.survive();
  }
}
