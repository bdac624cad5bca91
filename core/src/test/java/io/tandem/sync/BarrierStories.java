package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.word.Kills;
import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import io.tandem.word.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// What happens to the parties of a barrier for two, told for every access to shared memory before
/// which it can happen.
///
/// @param bug what is wrong with the barrier: then one of the stories must fail
record BarrierStories(Bug bug) {
  private static final long FOR_EVER = Long.MAX_VALUE;
  private static final int PARTIES = 2;

  /// How one's wait ended: an index, or one of these.
  static final int BROKE = -1;

  private static final int TOO_LATE = -2;
  private static final int NOT_YET = -3;

  /// How two may end of which the second did not wait.
  private static final Set<List<Integer>> ALLOWED =
      Set.of(
          List.of(1, 0),
          List.of(BROKE, TOO_LATE),
          List.of(TOO_LATE, BROKE),
          List.of(TOO_LATE, NOT_YET));

  private World world() {
    var world = new World(bug, 1024);
    world.memory.setInt(BarrierLayout.PARTIES_AT, PARTIES);
    return world;
  }

  private static BarrierWord make(Words words, Peers peers, Parker parker) {
    return new BarrierWord(words, 0, peers, parker);
  }

  private static BarrierWord barrier(World world) {
    return world.of(world.peers.join(), Steps.unlimited(), BarrierStories::make);
  }

  private static void run(World world, Steps steps, World.Act<BarrierWord> act) {
    world.run(world.peers.join(), steps, BarrierStories::make, act);
  }

  private static int await(BarrierWord barrier, long nanos) {
    return await(barrier, null, nanos);
  }

  private static int await(BarrierWord barrier, Runnable action, long nanos) {
    try {
      return barrier.await(action, nanos);
    } catch (BrokenBarrierException e) {
      return BROKE;
    } catch (TimeoutException e) {
      return TOO_LATE;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static int state(World world) {
    return world.memory.getInt(BarrierLayout.STATE_AT);
  }

  private static int generation(World world) {
    return Generation.ofState(state(world));
  }

  /// Nobody leaves it so that it cannot be used.
  private static void survive(World world) {
    BarrierWord barrier = barrier(world);
    barrier.reset();
    assertFalse(barrier.isBroken());
    assertEquals(0, barrier.waiting());
    meet(world);
  }

  private static void meet(World world) {
    int before = generation(world);
    var indices = new ArrayList<Integer>();
    world.parker.nothingElseDuringSleeps();
    world.parker.duringSleeps(() -> indices.add(await(barrier(world), FOR_EVER)));
    indices.add(await(barrier(world), FOR_EVER));
    assertEquals(List.of(0, 1), indices, "cannot be used any more");
    assertEquals(1, Generation.from(before, generation(world)));
  }

  /// The three operations.
  private static void work(BarrierWord barrier) {
    int index = await(barrier, 0);
    assertTrue(index < 0, "met nobody");
    barrier.reset();
    barrier.abort();
    barrier.reset();
  }

  /// @return how many accesses there are to die before
  long oneDies() {
    return Kills.each(
        victim -> {
          World world = world();
          run(world, victim, BarrierStories::work);
          survive(world);
        });
  }

  /// One after the other.
  ///
  /// @return how many pairs of accesses
  long twoDie() {
    return Kills.eachPair(
        (first, second) -> {
          World world = world();
          run(world, first, BarrierStories::work);
          run(world, second, BarrierStories::work);
          survive(world);
        });
  }

  /// The second to come finds the first dead, or alone in the next generation, or never there.
  void theFirstDies() {
    Kills.each(
        victim -> {
          World world = world();
          int owner = world.peers.join();
          world.parker.duringSleeps(() -> await(barrier(world), 0));
          world.run(owner, victim, BarrierStories::make, barrier -> await(barrier, FOR_EVER));
          int arrived =
              Generation.arrived(
                  world.memory.getLong(BarrierLayout.arrivalAt(0)), generation(world));
          BarrierWord second = barrier(world);
          if (arrived == owner && !Generation.isBroken(state(world))) {
            assertNames(owner, second);
          }
          survive(world);
        });
  }

  private static void assertNames(int owner, BarrierWord second) {
    var told = assertThrows(BrokenBarrierException.class, () -> second.await(null, FOR_EVER));
    assertTrue(
        told.getMessage().contains("process 'fake' (slot %d) died".formatted(owner & 1023)),
        told::getMessage);
    assertTrue(second.isBroken());
  }

  /// While the first sleeps, the second is killed at each access, those of its action too. The
  /// first passes if the second let it, breaks if that had arrived, and waits on if it had not.
  void theSecondDies() {
    Kills.each(
        victim -> {
          World world = world();
          world.parker.duringSleeps(
              () -> run(world, victim, second -> await(second, action(world, victim), FOR_EVER)),
              () -> await(barrier(world), FOR_EVER));
          var first = barrier(world);
          int index = await(first, FOR_EVER);

          boolean passed = generation(world) == 1;
          assertEquals(passed ? 1 : BROKE, index, "did not hear what the others heard");
          survive(world);
        });
  }

  /// Touches shared memory twice.
  private static Runnable action(World world, Steps steps) {
    var words = new StepWords(world.memory, steps);
    return () -> words.setInt(1000, words.getInt(1000) + 1);
  }

  /// Of three, one dies at each of its accesses, before each access of another and while that one
  /// sleeps, which always hears of it.
  void oneOfThreeDies() {
    var lived = new AtomicBoolean();
    for (long step = 1; !lived.get(); step++) {
      long death = step;
      Kills.eachPause(
          pause -> {
            World world = world();
            world.memory.setInt(BarrierLayout.PARTIES_AT, 3);
            int victim = world.peers.join();
            Runnable comes =
                once(
                    () -> {
                      var steps = Steps.dyingBefore(death);
                      world.run(victim, steps, BarrierStories::make, barrier -> await(barrier, 0));
                      lived.set(!steps.isDead());
                    });
            var waiter = Steps.pausingBefore(pause, comes);
            world.parker.duringSleeps(
                () -> {
                  comes.run();
                  if (!hasArrived(world, victim)) {
                    barrier(world).abort();
                  }
                });
            run(world, waiter, barrier -> assertEquals(BROKE, await(barrier, FOR_EVER)));
            world.memory.setInt(BarrierLayout.PARTIES_AT, PARTIES);
            survive(world);
            return waiter.hasPaused();
          });
    }
  }

  private static Runnable once(Runnable happening) {
    var happened = new AtomicBoolean();
    return () -> {
      if (!happened.getAndSet(true)) {
        happening.run();
      }
    };
  }

  private static boolean hasArrived(World world, int owner) {
    int generation = generation(world);
    return IntStream.range(0, 3)
        .mapToLong(index -> world.memory.getLong(BarrierLayout.arrivalAt(index)))
        .anyMatch(arrival -> Generation.arrived(arrival, generation) == owner);
  }

  /// Before each access of one who comes, and while it sleeps, another comes that does not wait; if
  /// they meet, others do so after them. Both hear the same, and have different places.
  ///
  /// @param nanos how long the first waits
  void anotherComesAtTheSameTime(long nanos) {
    Kills.eachPause(
        pause -> {
          World world = world();
          var other = new AtomicInteger(NOT_YET);
          Runnable comes =
              once(
                  () -> {
                    other.set(await(barrier(world), 0));
                    if (other.get() == 0) {
                      meet(world);
                      meet(world);
                    }
                  });
          var one = Steps.pausingBefore(pause, comes);
          world.parker.duringSleeps(comes);
          run(
              world,
              one,
              barrier -> {
                int index = await(barrier, nanos);
                assertTrue(
                    ALLOWED.contains(List.of(index, other.get())),
                    () -> "one got %d, the other %s".formatted(index, other));
              });
          survive(world);
          return one.hasPaused();
        });
  }

  /// Before each access of one who comes, two others meet, who leave no place to it: it belongs to
  /// the next generation, in which it meets the next to come.
  void twoOthersMeetMeanwhile() {
    Kills.eachPause(
        pause -> {
          World world = world();
          int owner = world.peers.join();
          var comes = new AtomicInteger(NOT_YET);
          Runnable next = () -> comes.set(await(barrier(world), FOR_EVER));
          Runnable meeting =
              () -> {
                if (generation(world) == 0 && !hasArrived(world, owner)) {
                  meet(world);
                  world.parker.duringSleeps(next);
                }
              };
          var one = Steps.pausingBefore(pause, meeting);
          world.parker.duringSleeps(next);
          world.run(
              owner,
              one,
              BarrierStories::make,
              barrier -> assertEquals(1, await(barrier, FOR_EVER), "did not meet"));
          assertEquals(0, comes.get(), "three met");
          survive(world);
          return one.hasPaused();
        });
  }

  /// Before each access of one who comes, two others meet, and a third one waits in the next
  /// generation, which nobody may push from its place.
  void threeOthersComeMeanwhile() {
    Kills.eachPause(
        pause -> {
          World world = world();
          int owner = world.peers.join();
          var comes = new AtomicBoolean();
          var met = new AtomicBoolean();
          var one =
              Steps.pausingBefore(
                  pause,
                  () -> {
                    if (!met.get() && !hasArrived(world, owner)) {
                      meet(world);
                      long third = Generation.arrival(generation(world), world.peers.join());
                      world.memory.setLong(BarrierLayout.arrivalAt(0), third);
                      comes.set(true);
                    }
                  });
          world.parker.duringSleeps(() -> met.set(await(barrier(world), FOR_EVER) == 0));
          world.run(
              owner,
              one,
              BarrierStories::make,
              barrier -> {
                int index = await(barrier, FOR_EVER);
                assertEquals(comes.get() ? 0 : 1, index, "not the last to come");
              });
          survive(world);
          return one.hasPaused();
        });
  }

  /// All have arrived, and one of them has died. Before each access of one who comes the last one
  /// lets them pass: so the one who comes breaks their meeting, or belongs to the next.
  void theLastPassesAlthoughOneHasDied() {
    Kills.eachPause(
        pause -> {
          World world = world();
          int dead = world.peers.join();
          world.memory.setLong(BarrierLayout.arrivalAt(0), Generation.arrival(0, dead));
          long last = Generation.arrival(0, world.peers.join());
          world.memory.setLong(BarrierLayout.arrivalAt(1), last);
          world.kill(dead);
          var passed = new AtomicBoolean();
          var one =
              Steps.pausingBefore(
                  pause,
                  () ->
                      passed.set(
                          world.memory.compareAndSetInt(
                              BarrierLayout.STATE_AT, 0, Generation.next(0))));
          world.parker.duringSleeps(() -> await(barrier(world), FOR_EVER));
          run(
              world,
              one,
              barrier -> {
                int index = await(barrier, FOR_EVER);
                assertEquals(passed.get() ? 1 : BROKE, index, "told of what others met before");
              });
          survive(world);
          return one.hasPaused();
        });
  }

  /// Before each access of one who waits, and while it sleeps, it is reset: it is broken, or meets
  /// the next to come.
  void oneResets() {
    Kills.eachPause(
        pause -> {
          World world = world();
          var other = new AtomicInteger(NOT_YET);
          Runnable resets = once(() -> barrier(world).reset());
          var one = Steps.pausingBefore(pause, resets);
          int owner = world.peers.join();
          world.parker.duringSleeps(
              () -> {
                resets.run();
                if (hasArrived(world, owner)) {
                  other.set(await(barrier(world), FOR_EVER));
                }
              });
          world.run(
              owner,
              one,
              BarrierStories::make,
              barrier -> {
                int index = await(barrier, FOR_EVER);
                assertEquals(other.get() == NOT_YET ? BROKE : 1, index, "generations are mixed");
              });
          survive(world);
          return one.hasPaused();
        });
  }

  /// Before each access of one who waits, and while it sleeps, it is broken for good.
  void oneAborts() {
    Kills.eachPause(
        pause -> {
          World world = world();
          Runnable aborts = once(() -> barrier(world).abort());
          var one = Steps.pausingBefore(pause, aborts);
          world.parker.duringSleeps(aborts);
          run(world, one, barrier -> assertEquals(BROKE, await(barrier, FOR_EVER)));
          survive(world);
          return one.hasPaused();
        });
  }

  /// One wakes long after its generation, when later ones have ended the other way.
  ///
  /// @param met whether its own generation met
  /// @param later how many came after that
  /// @return its index, or [#BROKE]
  int oneWakesLate(boolean met, int later) {
    World world = world();
    world.parker.duringSleeps(
        () -> {
          if (met) {
            assertEquals(0, await(barrier(world), FOR_EVER));
          } else {
            barrier(world).reset();
          }
          for (int i = 0; i < later; i++) {
            endGeneration(world, !met);
          }
        });
    int index = await(barrier(world), FOR_EVER);
    survive(world);
    return index;
  }

  private static void endGeneration(World world, boolean meets) {
    if (meets) {
      meet(world);
    } else {
      assertEquals(TOO_LATE, await(barrier(world), 0));
      barrier(world).reset();
    }
  }
}
