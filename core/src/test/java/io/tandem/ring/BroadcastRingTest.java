package io.tandem.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedScope;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a broadcast promises to its readers.
@Timeout(60)
class BroadcastRingTest {
  private static final int CAPACITY = 1024;

  private final SharedScope scope = SharedScope.anonymous(1 << 20);
  private final BroadcastRing ring = BroadcastRing.create(scope, CAPACITY);
  private final SegmentBuffer message =
      new SegmentBuffer(MemorySegment.ofArray(new byte[CAPACITY]));
  private final List<Integer> seen = new ArrayList<>();

  @AfterEach
  void close() {
    scope.close();
  }

  private void send(BroadcastProducer producer, int number, int bytes) {
    message.putInt(0, number);
    producer.send(1, message, 0, bytes);
  }

  private int readAll(BroadcastReader reader) {
    return reader.poll((type, buffer, at, n) -> seen.add(buffer.getInt(at)), 1000);
  }

  @Test
  void everyReaderGetsEveryMessage() {
    BroadcastReader one = ring.reader();
    BroadcastReader two = ring.reader();
    try (var producer = ring.producer()) {
      for (int i = 0; i < 5; i++) {
        send(producer, i, 40);
      }
    }

    assertEquals(5, readAll(one));
    assertEquals(5, readAll(two));
    assertEquals(List.of(0, 1, 2, 3, 4, 0, 1, 2, 3, 4), seen);
    assertEquals(0, one.lostBytes());
  }

  @Test
  void aReaderThatIsTooSlowIsToldAndGoesOnWithTheLatest() {
    BroadcastReader reader = ring.reader();
    try (var producer = ring.producer()) {
      for (int i = 0; i < 20; i++) {
        send(producer, i, 100);
      }
      readAll(reader);
      send(producer, 20, 100);
      readAll(reader);
    }

    assertEquals(List.of(19, 20), seen);
    assertEquals(19 * 112 + 2 * 16, reader.lostBytes());
  }

  @Test
  void aReaderThatComesLateBeginsWithTheLatest() {
    try (var producer = ring.producer()) {
      send(producer, 1, 40);
      send(producer, 2, 40);
    }

    readAll(ring.reader());

    assertEquals(List.of(2), seen);
  }

  @Test
  void theStreamEndsWithItsProducer() throws InterruptedException {
    BroadcastReader reader = ring.reader();
    assertFalse(reader.isEndOfStream());
    try (var producer = ring.producer()) {
      send(producer, 1, 40);
    }
    assertFalse(reader.isEndOfStream());

    assertEquals(1, readAll(reader));
    assertTrue(reader.isEndOfStream());
    assertEquals(0, reader.poll((t, b, i, n) -> {}, 1, Duration.ofDays(1)));
  }

  @Test
  void aSleepingReaderIsWoken() throws Exception {
    BroadcastReader reader = ring.reader(WaitStrategy.PARK);
    try (var producer = ring.producer()) {
      Thread sender = Thread.ofPlatform().start(() -> send(producer, 7, 40));
      int count = reader.poll((t, b, at, n) -> seen.add(b.getInt(at)), 1, Duration.ofDays(1));
      sender.join();

      assertEquals(1, count);
      assertEquals(List.of(7), seen);
    }
  }

  @Test
  void wrongMessagesAndASecondProducerAreRefused() {
    try (var producer = ring.producer()) {
      assertEquals(CAPACITY / 8, producer.maxMessageLength());
      assertThrows(IllegalArgumentException.class, () -> producer.send(0, message, 0, 1));
      assertThrows(
          IllegalArgumentException.class,
          () -> producer.send(1, message, 0, producer.maxMessageLength() + 1));
      var error = assertThrows(IllegalStateException.class, ring::producer);
      assertTrue(error.getMessage().startsWith("Cannot be the producer of "), error.getMessage());
    }
    var closed = ring.producer();
    closed.close();
    closed.close();
    assertThrows(IllegalStateException.class, () -> closed.send(1, message, 0, 1));
  }

  @Test
  void aViewShowsWhoSendsAndHowFar() {
    try (var producer = ring.producer()) {
      send(producer, 0, 40);
      send(producer, 1, 40);
      BroadcastView view = ring.view();

      assertEquals(ring.capacity(), view.capacity());
      assertEquals(view.tail() / 2, view.latest());
      assertEquals(Optional.of(scope.peers().describe(scope.peers().self())), view.producer());
    }
    assertEquals(Optional.empty(), ring.view().producer());
  }

  @Test
  void aNameIsOneRing() {
    var opened = BroadcastRing.open(scope, "prices", CAPACITY);

    assertEquals(opened, BroadcastRing.open(scope, "prices", CAPACITY));
    assertThrows(
        MemoryException.Incompatible.class, () -> OneToOneRing.open(scope, "prices", CAPACITY));
  }
}
