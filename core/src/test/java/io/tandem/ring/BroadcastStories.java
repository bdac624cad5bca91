package io.tandem.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.ring.World.Kind;
import io.tandem.ring.World.Member;
import io.tandem.word.Kills;
import io.tandem.word.Steps;
import java.util.stream.LongStream;

/// How the producer of a broadcast dies, and what readers must still get: nothing torn, nothing
/// twice, and all, unless they were too slow.
final class BroadcastStories {
  private static final int MESSAGES_OF_A_LAP = World.CAPACITY / 112;

  private final Bug bug;

  BroadcastStories(Bug bug) {
    this.bug = bug;
  }

  /// Tells all stories.
  ///
  /// @return how often somebody died
  long all() {
    return starts().map(this::producerDiesSlowly).sum()
        + starts().map(start -> Kills.each(dies -> producerDies(start, dies))).sum()
        + starts().map(start -> Kills.each(dies -> producerDiesAheadOfAReader(start, dies))).sum()
        + starts().map(this::producerPauses).sum()
        + starts().map(this::readerPauses).sum();
  }

  private static LongStream starts() {
    return LongStream.iterate(0, at -> at < World.CAPACITY, at -> at + 8);
  }

  private World world(long start) {
    return new World(Kind.BROADCAST, start, 1, bug);
  }

  private static BroadcastReader reader(Member self) {
    return new BroadcastReader(self.ring, WaitStrategy.PARK);
  }

  private static void produce(World world, Member self, int messages, int bytes) {
    try (BroadcastProducer producer = self.broadcaster()) {
      for (int i = 0; i < messages; i++) {
        world.ledger.send(producer, self.id(), bytes);
      }
    }
  }

  private static void survivorProduces(World world, int messages, int bytes) {
    Member producer = world.join();
    producer.mustLive(() -> produce(world, producer, messages, bytes));
  }

  private static void read(Member self, BroadcastReader reader) {
    self.mustLive(() -> reader.poll(self::receive, 1000));
  }

  private void producerDies(long start, Steps dies) {
    World world = world(start);
    Member other = world.join();
    BroadcastReader reader = reader(other);
    Member victim = world.join(dies);
    victim.live(() -> produce(world, victim, 2, 100));
    read(other, reader);
    survivorProduces(world, 2, 75);
    read(other, reader);
    assertTrue(reader.isEndOfStream());
    assertEquals(0, reader.lostBytes());
    world.ledger.assertComplete(0);
  }

  /// The reader is as far behind as it may be, or further.
  private void producerDiesAheadOfAReader(long start, Steps dies) {
    World world = world(start);
    Member other = world.join();
    BroadcastReader reader = reader(other);
    survivorProduces(world, MESSAGES_OF_A_LAP - 1, 100);
    Member victim = world.join(dies);
    victim.live(() -> produce(world, victim, 3, 100));
    survivorProduces(world, 1, 8);
    read(other, reader);
    world.ledger.assertLatest();
    if (reader.lostBytes() == 0) {
      world.ledger.assertComplete(0);
    }
  }

  private long producerPauses(long start) {
    return Kills.eachPause(
        step -> {
          World world = world(start);
          survivorProduces(world, MESSAGES_OF_A_LAP - 1, 100);
          Member other = world.join();
          BroadcastReader reader = reader(other);
          Steps steps = Steps.pausingBefore(step, () -> read(other, reader));
          Member paused = world.join(steps);
          paused.mustLive(() -> produce(world, paused, 2, 100));
          read(other, reader);
          world.ledger.assertLatest();
          return steps.hasPaused();
        });
  }

  private long readerPauses(long start) {
    return Kills.eachPause(
        step -> {
          World world = world(start);
          Steps steps =
              Steps.pausingBefore(step, () -> survivorProduces(world, 2 * MESSAGES_OF_A_LAP, 100));
          Member paused = world.join(steps);
          BroadcastReader reader = reader(paused);
          survivorProduces(world, 3, 50);
          read(paused, reader);
          read(paused, reader);
          world.ledger.assertLatest();
          return steps.hasPaused();
        });
  }

  private long producerDiesSlowly(long start) {
    return Kills.eachPause(
        step -> {
          World world = world(start);
          Member other = world.join();
          BroadcastReader reader = reader(other);
          Member successor = world.join();
          var victim = new Member[1];
          Steps steps =
              Steps.pausingBefore(
                  step,
                  () -> {
                    victim[0].die(2);
                    successor.live(() -> produce(world, successor, 1, 60));
                  });
          victim[0] = world.join(steps);
          victim[0].live(() -> produce(world, victim[0], 2, 100));
          read(other, reader);
          survivorProduces(world, 2, 75);
          read(other, reader);
          world.ledger.assertComplete(0);
          return steps.hasPaused();
        });
  }
}
