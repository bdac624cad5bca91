package io.tandem.queue;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.Codec;
import io.tandem.memory.SharedScope;
import io.tandem.tests.PrivateRoot;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A queue's bytes, from and to memory of the caller.
class QueueBytesTest {
  private static final QueueOptions SMALL = QueueOptions.DEFAULT.withMessages(8).withBytes(1024);
  private static final QueueOptions RAW = SMALL.withCodec(Codec.bytes());

  private final PrivateRoot root = PrivateRoot.open();
  private final SharedScope scope = SharedScope.create("queues");

  @AfterEach
  void leavesNothing() {
    scope.unlink();
    scope.close();
    root.close();
  }

  @Test
  void bytesAddedAndDrainedArriveAsTheyWereWhereverTheRingEnds() throws Exception {
    var random = new Random(8); // reproducible
    QueueBytes bytes = SharedQueue.<byte[]>create(scope, RAW).bytes();
    var expected = new ArrayDeque<byte[]>();
    for (int i = 0; i < 2_000; i++) {
      int many = expected.size() > 3 ? 0 : random.nextInt(4);
      for (int k = 0; k < many; k++) {
        var message = new byte[random.nextInt(20) == 0 ? 300 : random.nextInt(128)];
        random.nextBytes(message);
        bytes.add(MemorySegment.ofArray(message));
        expected.add(message);
      }
      bytes.flush();
      if (!expected.isEmpty()) {
        int limit = 1 + random.nextInt(4);
        int before = expected.size();
        int count =
            bytes.drain(
                (memory, offset, length) ->
                    assertArrayEquals(
                        expected.remove(), memory.asSlice(offset, length).toArray(JAVA_BYTE)),
                limit);
        assertTrue(count >= 1 && count <= limit, () -> count + " of " + limit);
        assertEquals(before - count, expected.size());
      }
    }
  }

  @Test
  void whatAHandlerFailsAtIsGoneAndTheRestIsTheNextDrains() throws Exception {
    SharedQueue<byte[]> queue = SharedQueue.create(scope, RAW);
    QueueBytes bytes = queue.bytes();
    queue.putAll(List.of(new byte[1], new byte[2], new byte[3]));
    var lengths = new ArrayList<Integer>();

    assertThrows(
        IllegalStateException.class,
        () ->
            bytes.drain(
                (_, _, length) -> {
                  throw new IllegalStateException();
                },
                3));
    while (lengths.size() < 2) {
      bytes.drain((_, _, length) -> lengths.add(length), 3);
    }

    assertEquals(List.of(2, 3), lengths);
    assertThrows(IllegalArgumentException.class, () -> bytes.drain((_, _, _) -> {}, 0));
  }

  @Test
  void whatWasAddedAndNotPutBeforeAnInterruptIsPutLater() throws Exception {
    QueueBytes bytes = SharedQueue.<byte[]>create(scope, RAW.withMessages(2)).bytes();
    for (int i = 1; i <= 3; i++) {
      bytes.add(MemorySegment.ofArray(new byte[i]));
    }

    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, bytes::flush);
    var lengths = new ArrayList<Integer>();
    bytes.drain((_, _, length) -> lengths.add(length), 1);
    bytes.flush();
    while (lengths.size() < 3) {
      bytes.drain((_, _, length) -> lengths.add(length), 3);
    }

    assertEquals(List.of(1, 2, 3), lengths);
  }

  @Test
  void bytesGoFromAndToMemoryOfTheCaller() throws Exception {
    SharedQueue<byte[]> queue = SharedQueue.create(scope, RAW);
    QueueBytes bytes = queue.bytes();
    try (var arena = Arena.ofConfined()) {
      MemorySegment target = arena.allocate(2000);
      for (int length : new int[] {0, 1, 100, 128, 129, 1990}) {
        byte[] sent = SharedQueueTest.bytes(length, length);
        bytes.put(arena.allocateFrom(JAVA_BYTE, sent));
        assertArrayEquals(sent, queue.take());
        queue.put(sent);
        assertEquals(length, bytes.takeInto(target, 10));
        assertArrayEquals(sent, target.asSlice(10, length).toArray(JAVA_BYTE));
        queue.put(sent);
        queue.lease().nack(); // it comes from a block then
        assertEquals(length, bytes.pollInto(target, 2000 - length, Duration.ZERO));
      }
      assertEquals(-1, bytes.pollInto(target, 0, Duration.ofMillis(1)));
      assertTrue(bytes.offer(target, Duration.ZERO));
      assertFalse(bytes.offer(target, Duration.ofMillis(1)));
    }
  }

  @Test
  void aMessageThatIsLongerThanTheRoomForItStaysTheFirst() throws Exception {
    SharedQueue<byte[]> queue = SharedQueue.create(scope, RAW);
    QueueBytes bytes = queue.bytes();
    MemorySegment small = MemorySegment.ofArray(new byte[10]);
    for (int length : new int[] {9, 500}) {
      queue.put(SharedQueueTest.bytes(length, 1));
      for (boolean leased : new boolean[] {false, true}) {
        if (leased) {
          queue.lease().nack();
        }
        var told = assertThrows(IllegalArgumentException.class, () -> bytes.takeInto(small, 2));
        assertEquals(
            "Cannot take a message of %d bytes into 8. It is still there: give more room."
                .formatted(length),
            told.getMessage());
        assertEquals(1, queue.size());
      }
      assertArrayEquals(SharedQueueTest.bytes(length, 1), queue.take());
    }
    assertThrows(IndexOutOfBoundsException.class, () -> bytes.takeInto(small, 11));
    assertThrows(IndexOutOfBoundsException.class, () -> bytes.takeInto(small, -1));
    assertThrows(IllegalArgumentException.class, () -> bytes.takeInto(small.asReadOnly(), 0));
  }

  @Test
  void onlyAQueueOfBytesHasBytes() {
    SharedQueue<String> texts = SharedQueue.create(scope, SMALL);

    var told = assertThrows(IllegalStateException.class, texts::bytes);

    assertTrue(told.getMessage().endsWith("Make a queue with Codec.bytes()."), told::getMessage);
  }

  @Test
  void whatCannotBeCopiedChangesNothing() throws Exception {
    SharedQueue<byte[]> queue = SharedQueue.create(scope, RAW);
    QueueMemory memory = queue.outlet().memory;
    MemorySegment closed;
    try (Arena arena = Arena.ofConfined()) {
      closed = arena.allocate(600);
    }
    queue.put(new byte[600]);
    long block = memory.block(memory.head());
    QueueBytes bytes = queue.bytes();

    assertThrows(IllegalStateException.class, () -> bytes.takeInto(closed, 0));
    assertEquals(600, queue.take().length);
    assertThrows(IllegalStateException.class, () -> bytes.put(closed));
    assertTrue(queue.isEmpty());

    queue.put(new byte[600]);
    assertEquals(block, memory.block(memory.head()), "its memory is used again");
  }
}
