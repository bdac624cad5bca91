package io.tandem.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedScope;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.MessageHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Both sides of a ring wait for each other, as long as they want and no longer.
@Timeout(60)
class RingWaitingTest {
  private static final int CAPACITY = 1024;
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofMillis(30);
  private static final MessageHandler IGNORE = (type, buffer, at, n) -> {};

  private final SharedScope scope = SharedScope.anonymous(1 << 20);
  private final OneToOneRing ring = OneToOneRing.create(scope, CAPACITY);
  private final SegmentBuffer message = new SegmentBuffer(Arena.ofAuto().allocate(CAPACITY, 8));

  @AfterEach
  void close() {
    scope.close();
  }

  @ParameterizedTest
  @EnumSource
  void whateverTheWaitingAllMessagesCome(WaitStrategy strategy) throws Exception {
    int messages = 20_000;
    try (var consumer = ring.consumer(strategy)) {
      var producing = CompletableFuture.runAsync(() -> produce(strategy, messages));

      assertEquals(messages, consumer.drain(IGNORE));
      assertTrue(consumer.isEndOfStream());
      assertEquals(0, consumer.deadProducers());
      producing.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }
    assertEquals(messages, ring.view().messages());
  }

  private void produce(WaitStrategy strategy, int messages) {
    try (var producer = ring.producer(strategy)) {
      for (int i = 0; i < messages; i++) {
        producer.put(1, message, 0, 100);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aWaitForAMessageEndsInTime() throws Exception {
    try (var _ = ring.producer();
        var consumer = ring.consumer()) {
      long start = System.nanoTime();
      assertEquals(0, consumer.poll(IGNORE, 1, SHORT));

      assertTrue(System.nanoTime() - start >= SHORT.toNanos());
      assertFalse(consumer.isEndOfStream());
      assertEquals(0, consumer.poll(IGNORE, 1, Duration.ZERO));
      assertEquals(0, consumer.poll(IGNORE, 1, Duration.ofSeconds(Long.MIN_VALUE)));
    }
  }

  @Test
  void aWaitForRoomEndsInTime() throws Exception {
    try (var producer = ring.producer()) {
      while (producer.offer(1, message, 0, 100)) {}
      long start = System.nanoTime();
      assertFalse(producer.offer(1, message, 0, 100, SHORT));

      assertTrue(System.nanoTime() - start >= SHORT.toNanos());
      assertTrue(producer.tryClaim(1, 100, SHORT) < 0);
    }
  }

  @Test
  void roomWakesAProducerThatSleeps() throws Exception {
    try (var producer = ring.producer(WaitStrategy.PARK);
        var consumer = ring.consumer()) {
      while (producer.offer(1, message, 0, 100)) {}
      var reading = CompletableFuture.runAsync(() -> consumer.poll(IGNORE, 1000));

      assertTrue(producer.offer(1, message, 0, 100, LONG));
      int at = producer.tryClaim(1, 100, LONG);
      producer.commit(at);
      reading.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void closingWakesAConsumerThatSleeps() throws Exception {
    try (var consumer = ring.consumer(WaitStrategy.PARK)) {
      var producer = ring.producer();
      var closing = CompletableFuture.runAsync(producer::close);

      assertEquals(0, consumer.drain(IGNORE));
      closing.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void anInterruptedWaitEnds() {
    try (var producer = ring.producer(WaitStrategy.PARK);
        var consumer = ring.consumer(WaitStrategy.PARK)) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> consumer.poll(IGNORE, 1, LONG));
      while (producer.offer(1, message, 0, 100)) {}
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> producer.offer(1, message, 0, 100, LONG));
      assertFalse(Thread.interrupted());
    }
  }

  @Test
  void aProducerSendsOneThingAtATime() {
    try (var producer = ring.producer()) {
      int at = producer.tryClaim(1, 8);

      var error = assertThrows(IllegalStateException.class, () -> producer.offer(1, message, 0, 8));
      assertTrue(error.getMessage().contains("commit or abort it"), error.getMessage());
      assertThrows(IllegalStateException.class, () -> producer.commit(at + 8));
      producer.commit(at);
      assertThrows(IllegalStateException.class, () -> producer.commit(at));
      assertThrows(IllegalStateException.class, () -> producer.abort(at));
    }
  }

  @Test
  void aDamagedRecordIsAnErrorAndNoEndlessLoop() {
    try (var producer = ring.producer();
        var consumer = ring.consumer()) {
      producer.offer(1, message, 0, 8);
      producer.buffer().putInt(0, Integer.MAX_VALUE);

      var error = assertThrows(IllegalStateException.class, () -> consumer.poll(IGNORE, 10));
      assertTrue(error.getMessage().contains("says it has 2147483647 bytes"), error.getMessage());
    }
  }

  @Test
  void aViewShowsWhoIsThereAndWhatLiesThere() {
    assertTrue(ring.view().consumer().isEmpty());
    try (var producer = ring.producer();
        var _ = ring.consumer()) {
      producer.offer(1, message, 0, 100);

      RingView view = ring.view();
      assertEquals(112, view.size());
      assertEquals(CAPACITY, view.capacity());
      assertEquals(1, view.producers().size());
      assertEquals(0, view.dead() + view.abandoned() + view.doubtful() + view.replaced());
      assertTrue(view.consumer().orElseThrow().contains("pid"), view::toString);
      assertTrue(view.text().startsWith("1 message pending, 112 of 1024 bytes; "), view::text);
    }
  }
}
