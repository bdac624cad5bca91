package io.tandem.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.peer.Peers;
import io.tandem.ring.World.Kind;
import io.tandem.ring.World.Member;
import io.tandem.word.Kills;
import io.tandem.word.Steps;
import java.util.stream.LongStream;

/// How processes at a ring die, and what the others must be able to do then.
final class Stories {
  /// Where the ring may be when it happens: in its middle, near its end at every distance that
  /// matters, and where a locked tail no longer holds the whole position.
  private static final long[] STARTS =
      LongStream.concat(
              LongStream.of(0, (1L << 37) - 512),
              LongStream.iterate(World.CAPACITY - 192, at -> at <= World.CAPACITY, at -> at + 8))
          .toArray();

  private static final long[] FEW_STARTS = {0, World.CAPACITY - 120, World.CAPACITY - 48};

  private final Kind kind;
  private final Bug bug;

  Stories(Kind kind, Bug bug) {
    this.kind = kind;
    this.bug = bug;
  }

  /// Tells all stories, the short ones first.
  ///
  /// @return how often somebody died
  long all() {
    return seatsAreGivenAway()
        + producerDiesSlowly()
        + consumerDies()
        + lastProducerDies()
        + producerDies()
        + consumerPauses()
        + producerPauses()
        + consumersDie()
        + producerAndConsumerDie()
        + successorDies();
  }

  // ---- what processes do ----

  /// Three messages: copied in, written in place, given up.
  private static void produce(World world, Member self) {
    try (RingProducer producer = self.producer()) {
      world.ledger.offer(producer, self.id(), 40);
      world.ledger.claimAndCommit(producer, self.id(), 85);
      world.ledger.claimAndAbort(producer, self.id(), 24);
      world.ledger.offer(producer, self.id(), 8);
    }
  }

  private static void consume(Member self) {
    try (RingConsumer consumer = self.consumer()) {
      consumer.poll(self::receive, 2);
      consumer.poll(self::receive, 100);
    }
  }

  private static void drain(Member self) throws InterruptedException {
    try (RingConsumer consumer = self.consumer()) {
      consumer.drain(self::receive);
      assertTrue(consumer.isEndOfStream());
      assertEquals(0, consumer.size());
    }
  }

  private World world(long start) {
    return new World(kind, start, 1, bug);
  }

  /// Somebody produces, somebody drains, and then the ring is as good as new: messages go round.
  private static void survive(World world, int inFlight) {
    survivorProduces(world);
    Member consumer = world.join();
    consumer.mustLive(() -> drain(consumer));
    goRound(world);
    world.ledger.assertComplete(inFlight);
  }

  private static void survivorProduces(World world) {
    Member producer = world.join();
    producer.mustLive(() -> produce(world, producer));
  }

  private static void goRound(World world) {
    Member self = world.join();
    self.mustLive(
        () -> {
          try (RingProducer producer = self.producer();
              RingConsumer consumer = self.consumer()) {
            for (int i = 0; i < 3 * World.CAPACITY / 64; i++) {
              assertTrue(world.ledger.offer(producer, self.id(), 20 + i % 100), "has no room");
              assertEquals(1, consumer.poll(self::receive, 100), "a message does not come");
            }
          }
        });
  }

  // ---- one dies ----

  long producerDies() {
    return LongStream.of(STARTS).map(start -> Kills.each(dies -> producerDies(start, dies))).sum();
  }

  private void producerDies(long start, Steps dies) {
    World world = world(start);
    Member victim = world.join(dies);
    victim.live(() -> produce(world, victim));
    survive(world, 0);
  }

  /// Nobody produces after it: the stream ends without another's help, if it came at all.
  long lastProducerDies() {
    return LongStream.of(STARTS)
        .map(start -> Kills.each(dies -> lastProducerDies(start, dies)))
        .sum();
  }

  private void lastProducerDies(long start, Steps dies) {
    World world = world(start);
    Member victim = world.join(dies);
    boolean lived = victim.live(() -> produce(world, victim));
    boolean hasRole = world.memory.getInt(RingLayout.PRODUCER_AT) != Peers.NOBODY;
    if (lived || hasRole || world.view().dead() > 0) {
      Member consumer = world.join();
      consumer.mustLive(() -> drain(consumer));
    }
    survive(world, 0);
  }

  long consumerDies() {
    return LongStream.of(STARTS).map(start -> Kills.each(dies -> consumerDies(start, dies))).sum();
  }

  private void consumerDies(long start, Steps dies) {
    World world = world(start);
    survivorProduces(world);
    Member victim = world.join(dies);
    boolean lived = victim.live(() -> consume(victim));
    int doubtful = (int) world.view().doubtful();
    survive(world, lived ? 0 : Math.min(1, (int) world.view().doubtful() + 1 - doubtful));
  }

  // ---- two die ----

  long successorDies() {
    return pairs(
        world -> (self -> produce(world, self)), world -> (self -> produce(world, self)), 0);
  }

  long producerAndConsumerDie() {
    return pairs(world -> (self -> produce(world, self)), _ -> Stories::consume, 1)
        + pairs(_ -> Stories::consume, world -> (self -> produce(world, self)), 1);
  }

  long consumersDie() {
    return pairs(_ -> Stories::consume, _ -> Stories::consume, 2);
  }

  private long pairs(Part first, Part second, int inFlight) {
    return LongStream.of(FEW_STARTS)
        .map(
            start ->
                Kills.eachPair(
                    (one, two) -> {
                      World world = world(start);
                      survivorProduces(world);
                      Member a = world.join(one);
                      a.live(() -> first.in(world).play(a));
                      Member b = world.join(two);
                      b.live(() -> second.in(world).play(b));
                      survive(world, inFlight);
                    }))
        .sum();
  }

  // ---- one pauses ----

  /// A producer that is paused is waited for, whatever others do and wherever one of them dies.
  long producerPauses() {
    return LongStream.of(FEW_STARTS)
        .map(start -> pauses(start, world -> (self -> produce(world, self))))
        .sum();
  }

  long consumerPauses() {
    return LongStream.of(FEW_STARTS).map(start -> pauses(start, _ -> Stories::consume)).sum();
  }

  private long pauses(long start, Part part) {
    return Kills.eachPause(
        step -> {
          var reached = new boolean[1];
          Kills.each(dies -> reached[0] = pauses(start, part, step, dies));
          return reached[0];
        });
  }

  private boolean pauses(long start, Part part, long step, Steps dies) {
    World world = world(start);
    survivorProduces(world);
    Member other = world.join(dies);
    Steps steps =
        Steps.pausingBefore(
            step,
            () ->
                other.live(
                    () -> {
                      tryTo(() -> consume(other));
                      tryTo(() -> produce(world, other));
                    }));
    Member paused = world.join(steps);
    paused.mustLive(() -> tryTo(() -> part.in(world).play(paused)));
    survive(world, 1);
    return steps.hasPaused();
  }

  /// Does something unless another has the role for it.
  private static void tryTo(Steps.Code code) throws Exception {
    try {
      code.run();
    } catch (IllegalStateException e) {
      assertTrue(e.getMessage().startsWith("Cannot be the "), e.getMessage());
    }
  }

  // ---- one is dead and still runs ----

  /// A dead process's last accesses come after others know of its death: they must wait.
  long producerDiesSlowly() {
    return LongStream.of(FEW_STARTS)
        .map(start -> diesSlowly(start, true) + diesSlowly(start, false))
        .sum();
  }

  private long diesSlowly(long start, boolean drainedMeanwhile) {
    return LongStream.of(0, 1, 3).map(late -> diesSlowly(start, late, drainedMeanwhile)).sum();
  }

  private long diesSlowly(long start, long lateAccesses, boolean drainedMeanwhile) {
    return Kills.eachPause(
        step -> {
          World world = world(start);
          Member other = world.join();
          var victim = new Member[1];
          Steps steps =
              Steps.pausingBefore(
                  step,
                  () -> {
                    victim[0].die(lateAccesses);
                    other.live(() -> produce(world, other));
                    if (drainedMeanwhile) {
                      Member consumer = world.join();
                      consumer.live(() -> drain(consumer));
                    }
                  });
          victim[0] = world.join(steps);
          victim[0].live(() -> produce(world, victim[0]));
          survive(world, 1);
          return steps.hasPaused();
        });
  }

  // ---- seats ----

  /// Two producers are expected; the seat of the first is given away, and it still counts.
  long seatsAreGivenAway() {
    return Kills.each(
        dies -> {
          var world = new World(kind, 0, RingLayout.SEATS + 1, bug);
          for (int i = 0; i < RingLayout.SEATS; i++) {
            Member visitor = world.join();
            visitor.mustLive(() -> visitor.producer().close());
          }
          Member last = world.join(dies);
          last.live(() -> produce(world, last));
          survive(world, 0);
        });
  }

  private interface Part {
    Play in(World world);
  }

  private interface Play {
    void play(Member self) throws Exception;
  }
}
