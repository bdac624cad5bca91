package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.word.Kills;
import io.tandem.word.Steps;
import io.tandem.word.Words;
import java.util.concurrent.atomic.AtomicBoolean;

/// What happens to the users of an event, told for every access to shared memory before which it
/// can happen.
///
/// @param bug what is wrong with the event: then one of the stories must fail
record EventStories(Bug bug) {
  private static final long FOR_EVER = Long.MAX_VALUE;

  /// The access at which one that waits notes how often the event was set before.
  private static final long BEGINS_TO_WAIT = 2;

  private World world() {
    return new World(bug, EventLayout.BYTES);
  }

  private static EventWord event(World world, Steps steps) {
    return world.of(world.peers.join(), steps, EventStories::make);
  }

  private static EventWord make(Words words, Peers peers, Parker parker) {
    return new EventWord(words, 0, peers, parker);
  }

  private static void run(World world, Steps steps, World.Act<EventWord> act) {
    world.run(world.peers.join(), steps, EventStories::make, act);
  }

  /// The three operations.
  private static void work(EventWord event) throws InterruptedException {
    event.clear();
    boolean _ = event.await(0);
    event.set();
    assertTrue(event.await(FOR_EVER));
    event.clear();
    event.set();
  }

  /// Nobody leaves it so that it cannot be used.
  private static void survive(World world) {
    EventWord event = event(world, Steps.unlimited());
    event.clear();
    assertFalse(event.isSet());
    world.parker.duringSleeps(event::set);
    run(world, Steps.unlimited(), other -> assertTrue(other.await(FOR_EVER)));
    assertTrue(event.isSet());
  }

  /// @return how many accesses there are to die before
  long oneDies() {
    return Kills.each(
        victim -> {
          World world = world();
          run(world, victim, EventStories::work);
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
          run(world, first, EventStories::work);
          run(world, second, EventStories::work);
          survive(world);
        });
  }

  /// Before each access of one who waits, and while that one sleeps.
  void oneSets() {
    meanwhile(world -> event(world, Steps.unlimited()).set());
  }

  /// As [#oneSets].
  void oneSetsAndClearsAtOnce() {
    meanwhile(
        world -> {
          EventWord event = event(world, Steps.unlimited());
          event.set();
          event.clear();
        });
  }

  /// As [#oneSets], and at each access of the one that sets it. If it was not set by then, another
  /// one sets it.
  void oneDiesSetting() {
    var lived = new AtomicBoolean();
    for (long step = 1; !lived.get(); step++) {
      long death = step;
      meanwhile(
          world -> {
            var steps = Steps.dyingBefore(death);
            run(world, steps, EventWord::set);
            lived.set(!steps.isDead());
            if ((world.memory.getInt(EventLayout.WORD_AT) & EventWord.SET) == 0) {
              event(world, Steps.unlimited()).set();
            }
          });
    }
  }

  private interface Happening {
    void come(World world);
  }

  private void meanwhile(Happening happening) {
    Kills.eachPause(
        step -> {
          World world = world();
          var come = new AtomicBoolean();
          Runnable once =
              () -> {
                if (!come.getAndSet(true)) {
                  happening.come(world);
                }
              };
          var waiter = Steps.pausingBefore(step, once);
          world.parker.duringSleeps(step <= BEGINS_TO_WAIT ? () -> happening.come(world) : once);
          run(world, waiter, event -> assertTrue(event.await(FOR_EVER)));
          survive(world);
          return waiter.hasPaused();
        });
  }
}
