package io.tandem.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SegmentBuffer;
import io.tandem.memory.SharedScope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.foreign.Arena;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What both rings promise to one producer and one consumer, and what is each one's own.
@Timeout(60)
class RingsTest {
  private static final int CAPACITY = 1024;

  private final SharedScope scope = SharedScope.anonymous(1 << 20);
  private final OneToOneRing ring = OneToOneRing.create(scope, CAPACITY);
  private final SegmentBuffer message = new SegmentBuffer(Arena.ofAuto().allocate(CAPACITY, 8));

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void messagesComeInOrderWithTypeAndBytes() {
    try (var producer = ring.producer();
        var consumer = ring.consumer()) {
      for (int i = 0; i < 5; i++) {
        message.putInt(0, i);
        assertTrue(producer.offer(10 + i, message, 0, Integer.BYTES));
      }
      List<String> seen = new ArrayList<>();

      int handled =
          consumer.poll((type, buffer, at, n) -> seen.add(type + ":" + buffer.getInt(at)), 100);

      assertEquals(5, handled);
      assertEquals(List.of("10:0", "11:1", "12:2", "13:3", "14:4"), seen);
    }
  }

  @Test
  void pollHandlesNoMoreThanItsLimit() {
    try (var producer = ring.producer();
        var consumer = ring.consumer()) {
      for (int i = 0; i < 5; i++) {
        producer.offer(1, message, 0, 8);
      }

      assertEquals(2, consumer.poll((type, buffer, at, n) -> {}, 2));
      assertEquals(3, consumer.poll((type, buffer, at, n) -> {}, 100));
      assertEquals(0, consumer.poll((type, buffer, at, n) -> {}, 100));
    }
  }

  @Test
  void anEmptyMessageIsAMessage() {
    try (var producer = ring.producer();
        var consumer = ring.consumer()) {
      producer.offer(1, message, 0, 0);

      assertEquals(1, consumer.poll((type, buffer, at, n) -> assertEquals(0, n), 1));
    }
  }

  @Test
  void aFullRingRefusesUntilThereIsRoom() {
    try (var producer = ring.producer();
        var consumer = ring.consumer()) {
      int accepted = 0;
      while (producer.offer(1, message, 0, 100)) {
        accepted++;
      }

      assertEquals(CAPACITY / 112, accepted);
      assertTrue(producer.tryClaim(1, 100) < 0);
      consumer.poll((type, buffer, at, n) -> {}, 2);
      assertTrue(producer.offer(1, message, 0, 100));
    }
  }

  @Test
  void aBatchIsTakenFromTheFirstOn() {
    try (var producer = ring.producer();
        var consumer = ring.consumer()) {
      int[] lengths = IntStream.range(0, 20).map(i -> 100).toArray();
      int taken =
          producer.offerAll(1, new SegmentBuffer(Arena.ofAuto().allocate(2000)), 0, lengths, 0, 20);

      assertEquals(CAPACITY / 112, taken);
      assertEquals(taken, consumer.poll((type, buffer, at, n) -> assertEquals(100, n), 100));
    }
  }

  @Test
  void aClaimIsSeenOnceItIsCommitted() {
    try (var producer = ring.producer();
        var consumer = ring.consumer()) {
      int at = producer.tryClaim(7, Long.BYTES);
      producer.buffer().putLong(at, 42);
      assertEquals(0, consumer.poll((type, buffer, index, n) -> {}, 1));
      producer.commit(at);

      assertEquals(
          1, consumer.poll((type, buffer, index, n) -> assertEquals(42, buffer.getLong(index)), 1));
    }
  }

  @Test
  void anAbortedClaimIsNeverSeen() {
    try (var producer = ring.producer();
        var consumer = ring.consumer()) {
      producer.abort(producer.tryClaim(1, 8));
      producer.offer(2, message, 0, 8);
      List<Integer> types = new ArrayList<>();

      consumer.poll((type, buffer, at, n) -> types.add(type), 10);

      assertEquals(List.of(2), types);
    }
  }

  @Test
  void wrongMessagesAreRefused() {
    try (var producer = ring.producer()) {
      assertEquals(CAPACITY / 8, producer.maxMessageLength());
      assertThrows(
          IllegalArgumentException.class,
          () -> producer.offer(1, message, 0, producer.maxMessageLength() + 1));
      assertThrows(IllegalArgumentException.class, () -> producer.offer(0, message, 0, 1));
      assertThrows(IllegalArgumentException.class, () -> producer.tryClaim(-1, 1));
    }
  }

  @Test
  void wrongCapacitiesAreRefusedBeforeAnythingIsMade() {
    for (int capacity : new int[] {0, -1024, 512, 1000, 1 << 31}) {
      var error =
          assertThrows(
              IllegalArgumentException.class, () -> OneToOneRing.open(scope, "wrong", capacity));
      assertTrue(error.getMessage().contains("use a power of two from 1024"), error.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> ManyToOneRing.create(scope, CAPACITY, 0));
    assertEquals(List.of(), scope.directory());
  }

  @Test
  void theStreamEndsWhenTheProducerHasClosedAndAllIsRead() {
    try (var consumer = ring.consumer()) {
      assertFalse(consumer.isEndOfStream());
      try (var producer = ring.producer()) {
        producer.offer(1, message, 0, 8);
        assertFalse(consumer.isEndOfStream());
      }
      assertFalse(consumer.isEndOfStream());
      consumer.poll((type, buffer, at, n) -> {}, 1);
      assertTrue(consumer.isEndOfStream());
    }
  }

  @Test
  void drainFindsAMessageBehindTheEndOfTheBuffer() throws Exception {
    try (var consumer = ring.consumer()) {
      try (var producer = ring.producer()) {
        for (int i = 0; i < 9; i++) {
          producer.offer(1, message, 0, 100);
          consumer.poll((type, buffer, at, n) -> {}, 1);
        }
        assertTrue(producer.offer(1, message, 0, 100));
      }

      assertEquals(1, consumer.drain((type, buffer, at, n) -> {}));
    }
  }

  @Test
  void anOpenClaimKeepsTheProducerOpen() {
    var producer = ring.producer();
    int at = producer.tryClaim(1, 8);

    assertThrows(IllegalStateException.class, producer::close);
    producer.abort(at);
    producer.close();
  }

  @Test
  void anInterruptedThreadMakesAScope() {
    Thread.currentThread().interrupt();
    try (var other = SharedScope.anonymous(1)) {
      assertTrue(Thread.interrupted());
      OneToOneRing.create(other, CAPACITY);
    }
  }

  @Test
  void aRingIsOpenedForOneNumberOfProducers() {
    ManyToOneRing.open(scope, "many", CAPACITY, 2);

    var error =
        assertThrows(
            MemoryException.Incompatible.class,
            () -> ManyToOneRing.open(scope, "many", CAPACITY, 3));
    assertTrue(error.getMessage().contains("for 3 producers: it is there for 2"));
  }

  @Test
  void aSecondConsumerIsRefusedByName() {
    try (var _ = ring.consumer()) {
      var error = assertThrows(IllegalStateException.class, ring::consumer);

      assertTrue(error.getMessage().startsWith("Cannot be the consumer of "), error.getMessage());
      assertTrue(
          error.getMessage().contains("(pid " + ProcessHandle.current().pid() + ")"),
          error.getMessage());
    }
    ring.consumer().close();
  }

  @Test
  void aSecondProducerIsRefusedUntilTheFirstHasClosed() {
    try (var _ = ring.producer()) {
      assertThrows(IllegalStateException.class, ring::producer);
    }
    ring.producer().close();
  }

  @Test
  void aClosedRoleCannotBePlayedOn() {
    var producer = ring.producer();
    var consumer = ring.consumer();
    producer.close();
    producer.close();
    consumer.close();

    assertThrows(IllegalStateException.class, () -> producer.offer(1, message, 0, 8));
    assertThrows(IllegalStateException.class, () -> consumer.poll((t, b, i, n) -> {}, 1));
    assertThrows(IllegalStateException.class, consumer::isEndOfStream);
  }

  @Test
  void aConsumerThatClosesInAHandlerHandsOverBehindThatMessage() {
    try (var producer = ring.producer()) {
      for (int i = 0; i < 3; i++) {
        message.putInt(0, i);
        assertTrue(producer.offer(1, message, 0, Integer.BYTES));
      }
      var first = ring.consumer();
      int handled =
          first.poll(
              (type, buffer, at, n) -> {
                first.close();
                assertThrows(IllegalStateException.class, ring::consumer, "it is not done yet");
              },
              100);
      assertEquals(1, handled);
      assertThrows(IllegalStateException.class, () -> first.poll((t, b, i, n) -> {}, 1));
      List<Integer> seen = new ArrayList<>();
      try (var next = ring.consumer()) {
        assertEquals(2, next.poll((type, buffer, at, n) -> seen.add(buffer.getInt(at)), 100));
      }
      assertEquals(List.of(1, 2), seen);
    }
  }

  @Test
  void useAfterTheScopeIsClosedIsAnException() {
    var producer = ring.producer();
    scope.close();

    assertThrows(IllegalStateException.class, () -> producer.offer(1, message, 0, 8));
  }

  @Test
  void waitingEndsByInterrupt() {
    try (var producer = ring.producer();
        var consumer = ring.consumer()) {
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> consumer.drain((t, b, i, n) -> {}));
      while (producer.offer(1, message, 0, 100)) {}
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> producer.put(1, message, 0, 100));
      assertFalse(Thread.interrupted());
    }
  }

  @Test
  void aHandlerThatThrowsHasHadItsMessage() {
    try (var producer = ring.producer();
        var consumer = ring.consumer()) {
      producer.offer(1, message, 0, 8);
      producer.offer(2, message, 0, 8);
      assertThrows(
          ArithmeticException.class,
          () ->
              consumer.poll(
                  (type, buffer, at, n) -> {
                    throw new ArithmeticException();
                  },
                  10));

      List<Integer> types = new ArrayList<>();
      consumer.poll((type, buffer, at, n) -> types.add(type), 10);
      assertEquals(List.of(2), types);
    }
  }

  @Test
  void aHandleIsTheSameRing() throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(ring);
    }
    Object copy;
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      copy = in.readObject();
    }

    assertEquals(ring, copy);
    assertEquals(ring.hashCode(), copy.hashCode());
    assertNotEquals(ring, OneToOneRing.create(scope, CAPACITY));
    try (var producer = ring.producer();
        var consumer = ((OneToOneRing) copy).consumer()) {
      producer.offer(1, message, 0, 8);
      assertEquals(1, consumer.poll((type, buffer, at, n) -> {}, 1));
    }
  }

  @Test
  void aNameIsOneRingOfOneTypeAndSize() {
    var opened = OneToOneRing.open(scope, "orders", CAPACITY);

    assertEquals(opened, OneToOneRing.open(scope, "orders", CAPACITY));
    var otherSize =
        assertThrows(
            MemoryException.Incompatible.class, () -> OneToOneRing.open(scope, "orders", 2048));
    assertEquals(
        "Cannot open ring 'orders' of scope %s with a capacity of 2048 bytes: it has %d. "
                .formatted(scope, CAPACITY)
            + "Use the same capacity everywhere, or another name.",
        otherSize.getMessage());
    var otherType =
        assertThrows(
            MemoryException.Incompatible.class,
            () -> ManyToOneRing.open(scope, "orders", CAPACITY, 1));
    assertTrue(otherType.getMessage().contains("ring-1-1"), otherType.getMessage());
  }

  @Test
  void freedMemoryIsNoRing() {
    var block = ring.block();
    ring.free();

    assertThrows(MemoryException.Stale.class, block::free);
  }

  @Test
  void nobodyTakesPartInARingThatWasFreed() {
    var many = ManyToOneRing.create(scope, CAPACITY, 1);
    var broadcast = BroadcastRing.create(scope, CAPACITY);
    ring.free();
    many.free();
    broadcast.free();

    assertThrows(MemoryException.Stale.class, ring::producer);
    assertThrows(MemoryException.Stale.class, ring::consumer);
    assertThrows(MemoryException.Stale.class, many::producer);
    assertThrows(MemoryException.Stale.class, broadcast::producer);
    assertThrows(MemoryException.Stale.class, broadcast::reader);
  }

  @Test
  void whoHasARoleKeepsTheMemoryMapped() {
    var forgotten = new ArrayList<WeakReference<SharedScope>>();
    var roles = rolesInForgottenScopes(forgotten);
    for (int i = 0; i < 5; i++) {
      System.gc();
    }

    List<SharedScope> kept =
        forgotten.stream().map(WeakReference::get).filter(Objects::nonNull).toList();
    assertEquals(roles.size(), kept.size());
    kept.forEach(SharedScope::close);
  }

  private static List<Object> rolesInForgottenScopes(List<WeakReference<SharedScope>> forgotten) {
    List<Function<SharedScope, Object>> takers =
        List.of(
            scope -> OneToOneRing.create(scope, CAPACITY).producer(),
            scope -> OneToOneRing.create(scope, CAPACITY).consumer(),
            scope -> BroadcastRing.create(scope, CAPACITY).producer(),
            scope -> BroadcastRing.create(scope, CAPACITY).reader());
    List<Object> roles = new ArrayList<>();
    for (Function<SharedScope, Object> taker : takers) {
      SharedScope scope = SharedScope.anonymous(1 << 16);
      forgotten.add(new WeakReference<>(scope));
      roles.add(taker.apply(scope));
    }
    return roles;
  }

  @Test
  void manyProducersAreWaitedForAndLoseNothing() throws Exception {
    int producers = 4;
    int each = 20_000;
    var many = ManyToOneRing.create(scope, 4096, producers);
    List<Thread> threads = new ArrayList<>();
    for (int p = 0; p < producers; p++) {
      int id = p;
      threads.add(Thread.ofPlatform().start(() -> produce(many, id, each)));
    }
    int[] next = new int[producers];
    try (var consumer = many.consumer()) {
      long handled = consumer.drain((type, buffer, at, n) -> requireNext(next, buffer, at));

      assertEquals((long) producers * each, handled);
      assertTrue(consumer.isEndOfStream());
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertArrayEquals(IntStream.range(0, producers).map(_ -> each).toArray(), next);
  }

  private static void produce(ManyToOneRing ring, int id, int count) {
    var text = new SegmentBuffer(Arena.ofAuto().allocate(8, 8));
    try (var producer = ring.producer()) {
      for (int i = 0; i < count; i++) {
        text.putInt(0, id);
        text.putInt(4, i);
        producer.put(1, text, 0, 8);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void requireNext(int[] next, MutableDirectBuffer buffer, int at) {
    assertEquals(next[buffer.getInt(at)]++, buffer.getInt(at + 4));
  }

  @Test
  void theHeaderLeavesAgronasBufferOnALineOfItsOwn() {
    assertEquals(0, RingLayout.BYTES % 128);
  }
}
