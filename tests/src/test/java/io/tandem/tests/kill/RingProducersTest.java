package io.tandem.tests.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedScope;
import io.tandem.ring.Ring;
import io.tandem.ring.RingConsumer;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.MessageHandler;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a ring's consumer gets of a producer's process that is killed, or stopped for a while.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RingProducersTest {
  private static final long STOP_NANOS =
      TimeUnit.SECONDS.toNanos(Integer.getInteger("tandem.stop.seconds", 3));
  private static final Duration A_WHILE = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofSeconds(50);

  private final List<Long> received = new ArrayList<>();
  private final MessageHandler receive =
      (type, buffer, index, length) -> received.add(buffer.getLong(index));

  @ParameterizedTest
  @EnumSource
  void aConsumerThatComesAfterItsProducerDiedGetsAllAndDoesNotWait(Sender.Kind kind)
      throws Exception {
    try (var _ = PrivateRoot.open();
        var scope = SharedScope.create(Sender.SCOPE)) {
      try (var sender = start(kind)) {
        obey(sender, "send", "send", "claim");
        sender.kill();
        sender.awaitEnd();
      }
      try (var consumer = kind.open(scope).consumer()) {
        assertEquals(2, consumer.drain(receive));
        assertEquals(1, consumer.deadProducers());
      }
      assertEquals(List.of(0L, 1L), received);
      scope.unlink();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProducerThatDiedBeforeItSentAnythingIsNotWaitedFor(Sender.Kind kind) throws Exception {
    try (var _ = PrivateRoot.open();
        var scope = SharedScope.create(Sender.SCOPE)) {
      try (var sender = start(kind)) {
        sender.kill();
        sender.awaitEnd();
      }
      try (var consumer = kind.open(scope).consumer()) {
        assertEquals(0, consumer.drain(receive));
        assertEquals(1, consumer.deadProducers());
      }
      scope.unlink();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStoppedProducerKeepsItsClaimAndGoesOn(Sender.Kind kind) throws Exception {
    try (var _ = PrivateRoot.open();
        var scope = SharedScope.create(Sender.SCOPE);
        var sender = start(kind)) {
      Ring ring = kind.open(scope);
      obey(sender, "send", "claim");
      StoppedTest.signal("-STOP", sender);
      try (var consumer = ring.consumer()) {
        assertEquals(1, consumer.poll(receive, 10, LONG));
        tryToPass(ring, kind);
        pollInVain(consumer);
        assertEquals(0, ring.view().abandoned());
        assertEquals(0, ring.view().replaced());

        StoppedTest.signal("-CONT", sender);
        obey(sender, "commit", "close");
        consumer.drain(receive);

        assertEquals(0, consumer.deadProducers());
      }
      sender.process().getOutputStream().close();
      sender.awaitSuccess();
      assertEquals(
          kind == Sender.Kind.ONE_TO_ONE ? List.of(0L, 1L) : List.of(0L, 1L, 9L), received);
      assertEquals(0, ring.view().abandoned());
      assertEquals(0, ring.view().replaced());
      scope.unlink();
    }
  }

  /// Another producer: refused, or behind the one that is stopped.
  private static void tryToPass(Ring ring, Sender.Kind kind) {
    if (kind == Sender.Kind.ONE_TO_ONE) {
      var refused = assertThrows(IllegalStateException.class, () -> Sender.producer(ring));
      assertTrue(refused.getMessage().startsWith("Cannot be the producer of "));
      return;
    }
    try (var producer = Sender.producer(ring)) {
      var message = new SegmentBuffer(MemorySegment.ofArray(new long[] {9}));
      assertTrue(producer.offer(1, message, 0, Long.BYTES));
    }
  }

  private void pollInVain(RingConsumer consumer) throws InterruptedException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < STOP_NANOS) {
      assertEquals(0, consumer.poll(receive, 10, A_WHILE));
      assertEquals(0, consumer.deadProducers());
      assertFalse(consumer.isEndOfStream());
    }
  }

  private static ChildJvm start(Sender.Kind kind) throws Exception {
    var sender = ChildJvm.start(Sender.class, kind.name());
    sender.awaitLine("owner ");
    return sender;
  }

  private static void obey(ChildJvm sender, String... orders) throws Exception {
    for (String order : orders) {
      sender.say(order);
      sender.awaitLine("done");
    }
  }
}
