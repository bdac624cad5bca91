package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.word.Kills;
import io.tandem.word.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What happens to those who use a queue, told for every access before which it can happen.
///
/// @param bug what is wrong: then one of the stories must fail
record QueueStories(QueueWorld.Bug bug) {
  private static final List<List<String>> CONTENTS =
      List.of(
          List.of(),
          List.of("a"),
          List.of(QueueDeed.LONG + "!"),
          List.of("a", QueueDeed.LONG + "!", "b"),
          List.of(QueueDeed.LONG + "!", "a", "", "b"));

  /// A queue in which messages have been before, so that what it writes next goes anywhere.
  private QueueWorld worldWith(List<String> content, int before) {
    var world = new QueueWorld(bug);
    QueueWorld.Member filler = world.join();
    for (int i = 0; i < before; i++) {
      assertTrue(filler.offer("x".repeat(97 + i)));
      assertEquals("x".repeat(97 + i), filler.poll());
    }
    content.forEach(each -> assertTrue(filler.offer(each)));
    return world;
  }

  // ---- deaths ----

  /// Any deed with any content, and whoever does it dies.
  ///
  /// @return how many accesses there are to die before, in all
  long oneDies() {
    long deaths = 0;
    for (List<String> content : CONTENTS) {
      for (QueueDeed deed : QueueDeed.ALL) {
        deaths += oneDies(content, deed, _ -> {});
        deaths += oneDies(content, deed, QueueStories::somebodyPutsNothing);
      }
    }
    return deaths;
  }

  /// So that whoever puts finds first what the dead have left.
  private static void somebodyPutsNothing(QueueWorld world) {
    QueueWorld.Member survivor = world.join();
    if (!survivor.outlet.memory.isClosed()) {
      assertEquals(0, survivor.offerAll(List.of()));
    }
  }

  private long oneDies(List<String> content, QueueDeed deed, Consumer<QueueWorld> next) {
    return Kills.each(
        victim -> {
          QueueWorld world = worldWith(content, 7);
          QueueWorld.Member me = world.join(victim);
          boolean done = me.live(() -> deed.act().run(me));
          me.die(); // or what it has leased does not come back
          next.accept(world);
          requireOneOf(world, deed.name(), deed.outcomes(Set.of(content), done));
        });
  }

  private static void requireOneOf(QueueWorld world, String name, Set<List<String>> outcomes) {
    QueueWorld.Member survivor = world.join();
    List<String> looked = survivor.look();
    assertEquals(looked.size(), survivor.outlet.size());
    List<String> now = survivor.takeAll();
    assertTrue(outcomes.contains(now), () -> name + ": " + now + " is none of " + outcomes);
    assertEquals(now, looked);
    if (!survivor.outlet.memory.isClosed()) {
      requireUsable(survivor);
      assertEquals(0, world.usedBlocks(), () -> name + ": memory is lost");
    }
  }

  /// All of it can be used, and what the dead left is freed on the way.
  private static void requireUsable(QueueWorld.Member survivor) {
    for (String text : List.of("t", QueueDeed.LONG + QueueDeed.LONG, "u", QueueDeed.LONG)) {
      assertTrue(survivor.offer(text));
    }
    for (String text : List.of("t", QueueDeed.LONG + QueueDeed.LONG)) {
      assertEquals(text, survivor.poll());
    }
    List<Integer> leases = new ArrayList<>();
    assertTrue(survivor.offer("v"));
    for (String text : List.of("u", QueueDeed.LONG, "v")) {
      leases.add(survivor.lease());
      assertEquals(text, survivor.leased(leases.getLast()));
    }
    leases.forEach(survivor::ack);
    assertTrue(survivor.takeAll().isEmpty());
  }

  /// A message comes back to a queue that was made for one lease, and whoever takes it dies: the
  /// lease is there for the next, also if all messages are short.
  ///
  /// @return how many accesses there are to die before, in all
  long oneDiesWithTheOnlyLease() {
    long deaths = 0;
    for (QueueDeed deed : QueueDeed.ALL) {
      deaths += oneDiesWithTheOnlyLease(deed, other -> other.nack(other.lease()));
      deaths += oneDiesWithTheOnlyLease(deed, other -> assertEquals(0, other.lease()));
    }
    return deaths;
  }

  private long oneDiesWithTheOnlyLease(QueueDeed deed, Consumer<QueueWorld.Member> before) {
    return Kills.each(
        victim -> {
          QueueWorld world = QueueWorld.forOneLease(bug);
          QueueWorld.Member survivor = world.join();
          assertTrue(survivor.offer("m"));
          QueueWorld.Member other = world.join();
          before.accept(other);
          other.die();
          QueueWorld.Member me = world.join(victim);
          boolean done = me.live(() -> deed.act().run(me));
          me.die();
          List<String> now = survivor.takeAll();
          Set<List<String>> outcomes = deed.outcomes(Set.of(List.of("m")), done);
          assertTrue(outcomes.contains(now), () -> deed.name() + ": " + now);
          if (!survivor.outlet.memory.isClosed()) {
            assertTrue(survivor.offer("t"));
            int lease = survivor.lease();
            assertEquals("t", survivor.leased(lease));
            survivor.ack(lease);
            assertEquals(0, world.usedBlocks(), () -> deed.name() + ": memory is lost");
          }
        });
  }

  /// As [#oneDies()], and nobody uses the queue any more: all of its memory is freed.
  ///
  /// @return how many accesses there are to die before, in all
  long oneDiesAndTheQueueIsFreed() {
    long deaths = 0;
    for (List<String> content : CONTENTS) {
      for (QueueDeed deed : QueueDeed.ALL) {
        deaths +=
            Kills.each(
                victim -> {
                  QueueWorld world = worldWith(content, 7);
                  QueueWorld.Member me = world.join(victim);
                  boolean _ = me.live(() -> deed.act().run(me));
                  me.die();
                  world.join().free();
                  assertEquals(0, world.usedBlocks(), () -> deed.name() + ": memory is lost");
                });
      }
    }
    return deaths;
  }

  /// Who says that the task of a leased message is done, and dies: it is done, and who joins is
  /// told, or it comes back.
  ///
  /// @return how many accesses there are to die before, in all
  long oneDiesFinishingATask() {
    long deaths = 0;
    for (List<String> content : CONTENTS) {
      if (!content.isEmpty()) {
        deaths += oneDiesFinishingATask(content);
      }
    }
    return deaths;
  }

  private long oneDiesFinishingATask(List<String> content) {
    int before = 3;
    return Kills.each(
        victim -> {
          QueueWorld world = worldWith(content, before);
          QueueWorld.Member survivor = world.join();
          survivor.outlet.finishTasks(before, survivor.blocks);
          QueueWorld.Member me = world.join(victim);
          boolean done = me.live(() -> me.finishTask(me.lease()));
          me.die();
          boolean joined = survivor.canJoin(); // first: nobody takes
          long unfinished = survivor.outlet.unfinishedTasks();
          List<String> left = survivor.look();
          assertEquals(left.size(), unfinished, "tasks");
          assertEquals(left.isEmpty(), joined);
          QueueDeed acknowledge = QueueDeed.of("lease and acknowledge");
          requireOneOf(world, "finish a task", acknowledge.outcomes(Set.of(content), done));
        });
  }

  /// Two, one after the other.
  ///
  /// @return how many pairs of accesses
  long twoDie() {
    return twoDie(List.of(), QueueDeed.of("put long"), QueueDeed.of("take"))
        + twoDie(List.of(), QueueDeed.of("put long"), QueueDeed.of("put long"))
        + twoDie(
            List.of(QueueDeed.LONG, QueueDeed.LONG + "!"),
            QueueDeed.of("take"),
            QueueDeed.of("take"))
        + twoDie(List.of("b"), QueueDeed.of("lease"), QueueDeed.of("take"));
  }

  private long twoDie(List<String> content, QueueDeed first, QueueDeed second) {
    return Kills.eachPair(
        (one, other) -> {
          QueueWorld world = worldWith(content, 0);
          QueueWorld.Member a = world.join(one);
          boolean done = a.live(() -> first.act().run(a));
          a.die();
          Set<List<String>> between = first.outcomes(Set.of(content), done);
          QueueWorld.Member b = world.join(other);
          done = b.live(() -> second.act().run(b));
          b.die();
          somebodyPutsNothing(world);
          requireOneOf(world, first.name() + ", " + second.name(), second.outcomes(between, done));
        });
  }

  /// The kernel has marked it as dead, but a thread of it goes on for as long as nobody waits for
  /// it to stop.
  void oneGoesOnAfterItsMark() {
    for (QueueDeed deed : QueueDeed.ALL) {
      if (deed.losesNothing() && !deed.name().equals("close")) {
        oneGoesOnAfterItsMark(deed);
      }
    }
  }

  private void oneGoesOnAfterItsMark(QueueDeed deed) {
    List<String> content = List.of("a", QueueDeed.LONG + "!");
    Kills.eachPause(
        step -> {
          QueueWorld world = worldWith(content, 3);
          List<String> taken = new ArrayList<>();
          var marked = new QueueWorld.Member[1];
          var steps =
              Steps.pausingBefore(
                  step,
                  () -> {
                    marked[0].becomeMarked();
                    QueueWorld.Member survivor = world.join();
                    taken.addAll(survivor.takeAll());
                    assertTrue(survivor.offer("later"));
                  });
          marked[0] = world.join(steps);
          marked[0].live(() -> deed.act().run(marked[0]));
          marked[0].die();
          taken.addAll(world.join().takeAll());
          taken.remove("later");
          Set<List<String>> outcomes = deed.outcomes(Set.of(content), !steps.hasPaused());
          assertTrue(outcomes.contains(taken), () -> deed.name() + ": " + taken);
          return steps.hasPaused();
        });
  }

  // ---- pauses ----

  /// Whoever puts pauses anywhere, and others take.
  void aPutterPauses() {
    for (String text : List.of("short", QueueDeed.LONG)) {
      Kills.eachPause(
          step -> {
            QueueWorld world = worldWith(List.of("a", QueueDeed.LONG + "!"), 5);
            List<String> taken = new ArrayList<>();
            var paused = Steps.pausingBefore(step, () -> taken.addAll(world.join().takeAll()));
            QueueWorld.Member me = world.join(paused);
            me.live(() -> assertTrue(me.offer(text)));
            taken.addAll(world.join().takeAll());
            assertEquals(List.of("a", QueueDeed.LONG + "!", text), taken);
            return paused.hasPaused();
          });
    }
  }

  /// Whoever takes pauses anywhere, and others put as much as there is room for.
  void aTakerPauses() {
    for (List<String> content : CONTENTS) {
      for (QueueDeed deed : QueueDeed.ALL) {
        if (!deed.name().startsWith("put") && !deed.name().equals("close")) {
          aTakerPauses(content, deed);
        }
      }
    }
  }

  private void aTakerPauses(List<String> content, QueueDeed deed) {
    Kills.eachPause(
        step -> {
          QueueWorld world = worldWith(content, 4);
          List<String> put = new ArrayList<>();
          var paused =
              Steps.pausingBefore(
                  step,
                  () -> {
                    QueueWorld.Member other = world.join();
                    for (int i = 0; other.offer("p".repeat(100 + i)); i++) {
                      put.add("p".repeat(100 + i));
                    }
                  });
          QueueWorld.Member me = world.join(paused);
          List<String> looked = new ArrayList<>();
          me.live(
              () -> {
                if (deed.name().equals("look")) {
                  looked.addAll(me.look());
                } else {
                  deed.act().run(me);
                }
              });
          me.die();
          List<String> now = world.join().takeAll();
          List<String> all = new ArrayList<>(content);
          all.addAll(put);
          int gone = all.size() - now.size();
          assertTrue(gone >= 0 && gone <= 2 && put.size() <= QueueWorld.CAPACITY, deed.name());
          assertEquals(all.subList(gone, all.size()), now, deed.name());
          assertEquals(looked, all.subList(0, looked.size()), deed.name());
          return paused.hasPaused();
        });
  }

  // ---- sleeps ----

  /// Before each access of one who waits for a message, and while that one sleeps.
  void aMessageComesToOneWhoWaits() {
    meanwhile(
        List.of(),
        me -> assertEquals("m", me.take()),
        world -> assertTrue(world.join().offer("m")));
  }

  void roomComesToOneWhoWaits() {
    meanwhile(
        List.of("a", "b", "c", "d"),
        me -> me.put("m"),
        world -> assertEquals("a", world.join().poll()));
  }

  void aLeaseComesBackToOneWhoWaits() {
    meanwhile(
        List.of(),
        me -> assertEquals("m", me.take()),
        world -> {
          QueueWorld.Member other = world.join();
          assertTrue(other.offer("m"));
          int holding = other.lease();
          if (holding != Holdings.NONE) {
            other.nack(holding);
          }
        });
  }

  /// A lease of one who dies.
  void aLeaseOfTheDeadComesToOneWhoWaits() {
    meanwhile(
        List.of(),
        me -> assertEquals("m", me.take()),
        world -> {
          QueueWorld.Member other = world.join();
          assertTrue(other.offer("m"));
          int _ = other.lease();
          other.die();
        });
  }

  /// A leased message of a closed queue comes back while one sleeps for it, and another leases it
  /// first.
  void aLeaseIsLeasedAgainBeforeOneWhoWaits() {
    Kills.eachPause(
        step -> {
          QueueWorld world = worldWith(List.of("m"), 0);
          leaseUntilSleep(world);
          var waiter =
              Steps.pausingBefore(
                  step,
                  () -> {
                    if (isFree(world, QueueLayout.TAKE_LOCK_AT)) {
                      leaseUntilSleep(world);
                    }
                  });
          QueueWorld.Member me = world.join(waiter);
          QueueWorld.Member closer = world.join();
          closer.inlet.close(closer.blocks);
          assertTrue(me.live(() -> assertEquals("m", me.take())));
          return waiter.hasPaused();
        });
  }

  /// The only lease comes back while one looks for one, and another takes its message.
  void theOnlyLeaseComesFree() {
    Kills.eachPause(
        step -> {
          QueueWorld world = QueueWorld.forOneLease(bug);
          QueueWorld.Member other = world.join();
          assertTrue(other.offer("m"));
          int leased = other.lease();
          assertTrue(other.offer("n"));
          var free = new AtomicBoolean();
          var seeker =
              Steps.pausingBefore(
                  step,
                  () -> {
                    if (isFree(world, QueueLayout.TAKE_LOCK_AT)) {
                      other.nack(leased);
                      assertEquals("m", other.poll());
                      free.set(true);
                    }
                  });
          QueueWorld.Member me = world.join(seeker);
          boolean lived =
              me.live(
                  () -> {
                    try {
                      assertEquals("n", me.leased(me.lease()));
                    } catch (IllegalStateException e) {
                      assertFalse(free.get(), e.getMessage());
                    }
                  });
          assertTrue(lived);
          return seeker.hasPaused();
        });
  }

  private static void leaseUntilSleep(QueueWorld world) {
    QueueWorld.Member other = world.join();
    int holding = other.lease();
    if (holding != Holdings.NONE) {
      world.duringSleeps(() -> other.nack(holding));
    }
  }

  /// Whoever puts the message dies at each access of that; then another one puts it.
  void thePutterDies() {
    var lived = new AtomicBoolean();
    for (long step = 1; !lived.get(); step++) {
      long death = step;
      meanwhile(
          List.of(),
          me -> assertEquals("m", me.take()),
          world -> {
            QueueWorld.Member other = world.join(Steps.dyingBefore(death));
            lived.set(other.live(() -> assertTrue(other.offer("m"))));
            if (world.memory.getLong(QueueLayout.TAIL_AT) == 0) {
              assertTrue(world.join().offer("m"));
            }
          });
    }
  }

  /// Whoever finishes the task dies at each access of that; if it comes back, another one does it.
  void theFinisherDies() {
    var lived = new AtomicBoolean();
    for (long step = 1; !lived.get(); step++) {
      long death = step;
      meanwhile(
          List.of("a"),
          me -> assertTrue(me.outlet.join(Long.MAX_VALUE, me.blocks)),
          world -> {
            QueueWorld.Member other = world.join(Steps.dyingBefore(death));
            lived.set(other.live(() -> other.finishTask(other.lease())));
            QueueWorld.Member next = world.join();
            int again = next.lease();
            if (again != Holdings.NONE) {
              next.finishTask(again);
            }
          });
    }
  }

  /// The only one who puts dies at each access of that; if it never came, so does the next one.
  void oneWhoWaitsIsLeftAlone() {
    var lived = new AtomicBoolean();
    for (long step = 1; !lived.get(); step++) {
      long death = step;
      meanwhile(
          () -> QueueWorld.tellingAbandoned(bug),
          me -> assertThrows(QueueAbandonedException.class, () -> takeTwo(me)),
          world -> {
            QueueWorld.Member other = world.join(Steps.dyingBefore(death));
            lived.set(other.live(() -> assertTrue(other.offer("m"))));
            if (lived.get()) {
              other.die();
            } else if (world.memory.getIntAcquire(QueueLayout.PRODUCERS_AT) == 0) {
              QueueWorld.Member next = world.join();
              assertTrue(next.offer("m"));
              next.die();
            }
          });
    }
  }

  private static void takeTwo(QueueWorld.Member me) throws InterruptedException {
    assertEquals("m", me.take());
    String _ = me.take();
  }

  private interface Happening {
    void come(QueueWorld world);
  }

  private void meanwhile(List<String> content, QueueDeed.Act waiting, Happening happening) {
    meanwhile(() -> worldWith(content, 0), waiting, happening);
  }

  private void meanwhile(Supplier<QueueWorld> worlds, QueueDeed.Act waiting, Happening happening) {
    Kills.eachPause(
        step -> {
          QueueWorld world = worlds.get();
          var come = new AtomicBoolean();
          Runnable once =
              () -> {
                boolean free = isFree(world, QueueLayout.PUT_LOCK_AT);
                if (free && isFree(world, QueueLayout.TAKE_LOCK_AT) && !come.getAndSet(true)) {
                  happening.come(world);
                }
              };
          var waiter = Steps.pausingBefore(step, once);
          world.duringSleeps(once);
          QueueWorld.Member me = world.join(waiter);
          assertTrue(me.live(() -> waiting.run(me)));
          return waiter.hasPaused();
        });
  }

  private static boolean isFree(QueueWorld world, long lock) {
    return world.memory.getInt(lock) == 0;
  }
}
