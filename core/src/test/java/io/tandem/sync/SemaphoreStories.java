package io.tandem.sync;

import static io.tandem.sync.SemaphoreWorld.TOTAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.word.Kills;
import io.tandem.word.Steps;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// What happens to the users of a semaphore, told for every access to shared memory before which it
/// can happen.
///
/// @param kind of semaphore
/// @param bug what is wrong with it: then one of the stories must fail
record SemaphoreStories(SemaphoreKind kind, Bug bug) {
  private SemaphoreWorld world() {
    return new SemaphoreWorld(bug, kind);
  }

  // ---- deaths ----

  /// @return how many accesses there are to die before
  long oneDies() {
    return Kills.each(
        victim -> {
          SemaphoreWorld world = world();
          world.run(victim, SemaphoreWorld.User::work);
          world.survive(TOTAL);
        });
  }

  /// One after the other.
  ///
  /// @return how many pairs of accesses
  long twoDie() {
    return Kills.eachPair(
        (first, second) -> {
          SemaphoreWorld world = world();
          world.run(first, SemaphoreWorld.User::work);
          world.run(second, SemaphoreWorld.User::work);
          world.survive(TOTAL);
        });
  }

  /// Somebody new has the dead one's slot before anybody looks.
  void oneDiesAndItsSlotIsUsedAgain() {
    Kills.each(
        victim -> {
          SemaphoreWorld world = world();
          int owner = world.peers.join();
          world.run(owner, victim, SemaphoreWorld.User::work);
          if (victim.isDead()) {
            int next = world.peers.joinInSlotOf(owner);
            world.run(next, Steps.unlimited(), SemaphoreWorld.User::work);
          }
          world.survive(TOTAL);
        });
  }

  /// The kernel has marked it as dead, but a thread of it goes on for as long as nobody waits for
  /// it to stop.
  void oneGoesOnAfterItsMark() {
    Kills.eachPause(
        step -> {
          SemaphoreWorld world = world();
          int owner = world.peers.join();
          var marked =
              Steps.pausingBefore(
                  step,
                  () -> {
                    world.kill(owner);
                    world.survive(TOTAL);
                  });
          world.run(owner, marked, SemaphoreWorld.User::work);
          world.survive(TOTAL);
          return marked.hasPaused();
        });
  }

  // ---- pauses ----

  /// It lives, and keeps what it has; another one takes all the others meanwhile.
  void oneIsPaused() {
    Kills.eachPause(
        step -> {
          SemaphoreWorld world = world();
          world.parker.letTimePass();
          int other = world.peers.join();
          var taken = new AtomicInteger();
          var paused =
              Steps.pausingBefore(
                  step, () -> world.run(other, Steps.unlimited(), it -> taken.set(it.takeMost())));
          world.run(
              paused,
              me -> {
                if (me.tryAcquire(1)) {
                  me.release(1);
                }
              });
          world.run(other, Steps.unlimited(), it -> it.release(taken.get()));
          world.survive(0);
          return paused.hasPaused();
        });
  }

  // ---- sleeps ----

  /// Before each access of one who waits, and while that one sleeps.
  void theHolderReleases() {
    endAtEachAccess((world, holder) -> world.permits(holder, Steps.unlimited()).give(TOTAL));
  }

  /// As [#theHolderReleases].
  void theHolderDies() {
    endAtEachAccess(SemaphoreWorld::kill);
  }

  /// As [#theHolderReleases], and at each access of its release.
  void theHolderDiesReleasing() {
    var lived = new AtomicBoolean();
    for (long step = 1; !lived.get(); step++) {
      long death = step;
      endAtEachAccess(
          (world, holder) -> {
            var steps = Steps.dyingBefore(death);
            world.run(holder, steps, me -> me.permits.give(TOTAL));
            lived.set(!steps.isDead());
            world.giveWhatIsLost();
          });
    }
  }

  private interface End {
    void come(SemaphoreWorld world, int holder);
  }

  private void endAtEachAccess(End end) {
    Kills.eachPause(
        step -> {
          SemaphoreWorld world = world();
          int holder = world.holder();
          var come = new AtomicBoolean();
          Runnable once =
              () -> {
                if (!world.isGuarded() && !come.getAndSet(true)) {
                  end.come(world, holder);
                }
              };
          var waiter = Steps.pausingBefore(step, once);
          world.parker.duringSleeps(once);
          world.run(waiter, SemaphoreStories::takeOne);
          if (come.get()) {
            world.survive(0);
          }
          return waiter.hasPaused();
        });
  }

  private static void takeOne(SemaphoreWorld.User me) throws InterruptedException {
    assertTrue(me.permits.take(1, Long.MAX_VALUE));
    me.permits.give(1);
  }

  private static void takeAll(SemaphoreWorld.User me) throws InterruptedException {
    assertTrue(me.permits.take(TOTAL, Long.MAX_VALUE));
    me.permits.give(TOTAL);
  }

  /// Two returns wake one sleeper: it must wake the other.
  void theHolderReleasesTwiceAndTwoWait() {
    SemaphoreWorld world = world();
    Permits holder = world.permits(world.holder(), Steps.unlimited());
    world.parker.duringSleeps(
        () ->
            world.run(
                Steps.unlimited(), me -> assertTrue(me.permits.take(1, Long.MAX_VALUE), "none")),
        () -> {
          holder.give(1);
          holder.give(1);
        });
    world.run(Steps.unlimited(), me -> assertTrue(me.permits.take(1, Long.MAX_VALUE)));
    assertEquals(0, world.permits(world.survivor, Steps.unlimited()).available());
  }

  /// A permit that does not do for one does for another.
  void theHolderReleasesOneAndOneNeedsTwo() {
    SemaphoreWorld world = world();
    Permits holder = world.permits(world.holder(), Steps.unlimited());
    world.parker.duringSleeps(
        () -> world.run(Steps.unlimited(), SemaphoreStories::takeAll),
        () -> holder.give(1),
        () -> {
          assertTrue(world.parker.isFirstWoken(), "sleeps beside a permit");
          holder.give(1);
        });
    world.run(Steps.unlimited(), SemaphoreStories::takeOne);
    world.survive(0);
  }

  /// The one that was woken is interrupted: it must wake the other.
  void oneIsWokenAndInterrupted() {
    SemaphoreWorld world = world();
    Permits holder = world.permits(world.holder(), Steps.unlimited());
    world.parker.duringSleeps(
        () ->
            world.run(
                Steps.unlimited(),
                me -> assertThrows(InterruptedException.class, () -> takeOne(me))),
        () -> {
          holder.give(TOTAL - 1);
          world.parker.interrupt();
        });
    world.run(Steps.unlimited(), SemaphoreStories::takeOne);
    holder.give(1);
    world.survive(0);
  }

  /// As [#oneIsWokenAndInterrupted], but it dies, before each of its accesses.
  void oneIsWokenAndDies() {
    Kills.each(
        victim -> {
          SemaphoreWorld world = world();
          Permits holder = world.permits(world.holder(), Steps.unlimited());
          var released = new AtomicBoolean();
          Runnable release =
              () -> {
                if (!released.getAndSet(true)) {
                  holder.give(TOTAL);
                }
              };
          world.parker.duringSleeps(
              () -> {
                world.run(victim, me -> assertTrue(me.permits.take(1, Long.MAX_VALUE)));
                release.run();
              },
              release);
          world.run(Steps.unlimited(), SemaphoreStories::takeOne);
          assertTrue(released.get());
        });
  }
}
