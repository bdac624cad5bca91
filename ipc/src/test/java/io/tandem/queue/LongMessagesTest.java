package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.tandem.codec.Codec;
import io.tandem.memory.SharedScope;
import io.tandem.park.Waiting;
import io.tandem.tests.PrivateRoot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many threads that wait for room for messages that are too long for the ring.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LongMessagesTest {
  private static final int PUTTERS = 20;
  private static final int LENGTH = 600; // so that one fits into the queue, and not two
  private static final long SHORT_MILLIS = 20;

  private final PrivateRoot root = PrivateRoot.open();
  private final SharedScope scope = SharedScope.create("long", 1 << 20);
  private final SharedQueue<byte[]> queue =
      SharedQueue.create(
          scope, QueueOptions.DEFAULT.withMessages(8).withBytes(1024).withCodec(Codec.bytes()));
  private final List<Thread> putters = new ArrayList<>();

  /// What became of each putter's message.
  private final Map<Integer, String> outcomes = new ConcurrentHashMap<>();

  @AfterEach
  void leavesNothing() {
    scope.unlink();
    scope.close();
    root.close();
  }

  private static byte[] message(int number) {
    var message = new byte[LENGTH];
    message[0] = (byte) number;
    message[LENGTH - 1] = (byte) number;
    return message;
  }

  private void startPutters() {
    for (int i = 0; i < PUTTERS; i++) {
      int number = i;
      putters.add(Thread.ofPlatform().daemon().start(() -> put(number)));
    }
    Awaitility.await()
        .until(() -> putters.stream().filter(LongMessagesTest::waits).count() == PUTTERS - 1);
  }

  private void put(int number) {
    try {
      queue.put(message(number));
      outcomes.put(number, "put");
    } catch (InterruptedException | QueueClosedException e) {
      outcomes.put(number, e.getClass().getSimpleName());
    }
  }

  private static boolean waits(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(Waiting.class.getName()));
  }

  private Map<String, Long> outcomes() throws InterruptedException {
    for (Thread each : putters) {
      each.join();
    }
    return outcomes.values().stream()
        .collect(Collectors.groupingBy(each -> each, Collectors.counting()));
  }

  @Test
  void whatManyWaitToPutIsTakenOnce() throws Exception {
    startPutters();

    List<Integer> taken = new ArrayList<>();
    for (int i = 0; i < PUTTERS; i++) {
      byte[] message = queue.take();
      assertArrayEquals(message(message[0]), message);
      taken.add((int) message[0]);
    }

    taken.sort(null);
    assertEquals(IntStream.range(0, PUTTERS).boxed().toList(), taken);
    assertEquals(Map.of("put", (long) PUTTERS), outcomes());
  }

  @Test
  void othersNeedNotWaitWithThem() throws Exception {
    startPutters();

    assertFalse(queue.offer(message(-1)));
    assertFalse(queue.offer(message(-1), SHORT_MILLIS, TimeUnit.MILLISECONDS));
    List<byte[]> taken = new ArrayList<>();
    while (taken.size() < PUTTERS) {
      byte[] polled = queue.poll(1, TimeUnit.MINUTES);
      assertNotNull(polled);
      taken.add(polled);
      int _ = queue.drainTo(taken, 1);
    }

    assertNull(queue.poll(SHORT_MILLIS, TimeUnit.MILLISECONDS));
    assertEquals(Map.of("put", (long) PUTTERS), outcomes());
  }

  @Test
  void anInterruptEndsTheirWait() throws Exception {
    startPutters();

    putters.forEach(Thread::interrupt);

    assertEquals(Map.of("put", 1L, "InterruptedException", PUTTERS - 1L), outcomes());
    assertEquals(1, queue.size());
  }

  @Test
  void closingEndsTheirWait() throws Exception {
    startPutters();

    queue.close();

    assertEquals(Map.of("put", 1L, "QueueClosedException", PUTTERS - 1L), outcomes());
    assertEquals(LENGTH, queue.take().length);
  }
}
