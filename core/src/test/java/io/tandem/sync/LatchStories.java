package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.word.Kills;
import io.tandem.word.Steps;
import io.tandem.word.Words;
import java.util.concurrent.atomic.AtomicBoolean;

/// What happens to the users of a latch, told for every access to shared memory before which it can
/// happen.
///
/// @param bug what is wrong with the latch: then one of the stories must fail
record LatchStories(Bug bug) {
  private static final int COUNT = 6;

  private World world(int count) {
    var world = new World(bug, LatchLayout.BYTES);
    SharedLatch.initialize(world.memory, count);
    return world;
  }

  private static LatchWord make(Words words, Peers peers, Parker parker) {
    return new LatchWord(words, 0, peers, parker);
  }

  private static LatchWord latch(World world) {
    return world.of(world.peers.join(), Steps.unlimited(), LatchStories::make);
  }

  private static void run(World world, Steps steps, World.Act<LatchWord> act) {
    world.run(world.peers.join(), steps, LatchStories::make, act);
  }

  /// The three operations, which count down by two.
  private static void work(LatchWord latch) throws InterruptedException {
    latch.countDown(1);
    boolean _ = latch.await(0);
    latch.countDown(1);
  }

  /// Whatever the dead have left to do, others can do.
  ///
  /// @param most that was counted down so far
  private static void survive(World world, int most) {
    LatchWord latch = latch(world);
    int left = latch.count();
    assertTrue(left >= COUNT - most && left <= COUNT, () -> "%d are left".formatted(left));
    world.parker.duringSleeps(() -> latch.countDown(left));
    run(world, Steps.unlimited(), waiter -> assertTrue(waiter.await(Long.MAX_VALUE)));
    assertEquals(0, latch.count());
  }

  /// @return how many accesses there are to die before
  long oneDies() {
    return Kills.each(
        victim -> {
          World world = world(COUNT);
          run(world, victim, LatchStories::work);
          survive(world, 2);
        });
  }

  /// One after the other.
  ///
  /// @return how many pairs of accesses
  long twoDie() {
    return Kills.eachPair(
        (first, second) -> {
          World world = world(COUNT);
          run(world, first, LatchStories::work);
          run(world, second, LatchStories::work);
          survive(world, 4);
        });
  }

  /// Before each access of one who waits, and while that one sleeps.
  void theLastComes() {
    meanwhile(2, world -> latch(world).countDown(2));
  }

  /// As [#theLastComes], but twice.
  void thoseBeforeTheLastCome() {
    meanwhile(
        2,
        world -> {
          latch(world).countDown(1);
          world.parker.duringSleeps(() -> latch(world).countDown(1));
        });
  }

  /// As [#theLastComes], and at each access of it. What it has not counted down another one does.
  void theLastDiesComing() {
    var lived = new AtomicBoolean();
    for (long step = 1; !lived.get(); step++) {
      long death = step;
      meanwhile(
          1,
          world -> {
            var steps = Steps.dyingBefore(death);
            run(world, steps, latch -> latch.countDown(1));
            lived.set(!steps.isDead());
            if (latch(world).count() > 0) {
              latch(world).countDown(1);
            }
          });
    }
  }

  private interface Happening {
    void come(World world);
  }

  private void meanwhile(int count, Happening happening) {
    Kills.eachPause(
        step -> {
          World world = world(count);
          var come = new AtomicBoolean();
          Runnable once =
              () -> {
                if (!come.getAndSet(true)) {
                  happening.come(world);
                }
              };
          var waiter = Steps.pausingBefore(step, once);
          world.parker.duringSleeps(once);
          run(world, waiter, latch -> assertTrue(latch.await(Long.MAX_VALUE)));
          assertEquals(0, latch(world).count());
          return waiter.hasPaused();
        });
  }
}
