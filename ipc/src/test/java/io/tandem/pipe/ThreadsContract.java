package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/// What threads may do with a connection, whatever carries its messages: be interrupted, and use an
/// end together.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ThreadsContract extends ConnectedEnds {
  static final Duration SHORT = Duration.ofMillis(20);
  static final Duration LONG = Duration.ofSeconds(60);

  static final int TOO_MUCH = 64 << 20; // for whatever lies between the ends

  // ---- interrupts ----

  @Test
  void anInterruptEndsEveryWaitAndTheConnectionIsWhole() throws Exception {
    assertInterrupted(() -> there.receive());
    assertInterrupted(() -> there.receive(LONG));
    assertInterrupted(() -> there.receiveBytes());
    assertInterrupted(() -> there.receiveInto(MemorySegment.ofArray(new byte[1]), 0));
    assertInterrupted(() -> there.poll(LONG));
    here.send("still");

    assertEquals("still", there.receive());
  }

  private static void assertInterrupted(Executable wait) throws Exception {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, wait);
    assertFalse(Thread.currentThread().isInterrupted());
    for (var kind : List.of(Thread.ofPlatform(), Thread.ofVirtual())) {
      var end = new AtomicReference<Throwable>();
      Thread waiter = kind.start(() -> end.set(assertThrows(Throwable.class, wait)));
      waiter.join(SHORT);
      waiter.interrupt();
      assertTrue(waiter.join(LONG));
      assertInstanceOf(InterruptedException.class, end.get());
    }
  }

  @Test
  void aMessageWhoseSenderWasInterruptedIsNotReceived() throws Exception {
    var sender = Thread.ofPlatform().unstarted(() -> sendUntilInterrupted(new byte[TOO_MUCH]));
    sender.start();
    assertTrue(there.poll(LONG));
    sender.join(SHORT);
    sender.interrupt();
    assertTrue(sender.join(LONG));
    if (here.isClosed()) {
      return; // what carries the messages cannot take one back
    }
    byte[] next = random(1 << 20);
    var sent = meanwhile(() -> sendBytes(here, next));

    assertArrayEquals(next, there.receiveBytes());
    result(sent);
    here.close();
    assertThrows(EOFException.class, () -> there.receive());
  }

  private void sendUntilInterrupted(byte[] message) {
    assertThrows(InterruptedException.class, () -> here.sendBytes(message));
  }

  @Test
  void aMessageWhoseReceiverGaveUpIsReceivedByTheNext() throws Exception {
    byte[] message = random(most() / 4);
    MemorySegment target = MemorySegment.ofArray(new byte[most() / 4]);
    for (int i = 0; i < 4; i++) {
      boolean into = i % 2 == 0;
      int messages = 3;
      var sent = meanwhile(() -> sendSeveral(message, messages));
      var received = new AtomicInteger();
      Thread receiver =
          Thread.ofPlatform().start(() -> receiveUntilInterrupted(into ? target : null, received));
      while (received.get() == 0 && !there.poll(SHORT)) {
        // Nothing has come, and nothing was received.
      }
      receiver.join(Duration.ofMillis(2 * i));
      receiver.interrupt();
      assertTrue(receiver.join(LONG));
      while (received.getAndIncrement() < messages) {
        assertArrayEquals(message, there.receiveBytes(LONG));
      }
      result(sent);
    }
    assertFalse(there.poll());
  }

  private void receiveUntilInterrupted(@Nullable MemorySegment target, AtomicInteger received) {
    assertThrows(
        InterruptedException.class,
        () -> {
          while (true) {
            long _ = target == null ? there.receiveBytes().length : there.receiveInto(target, 0);
            received.incrementAndGet();
          }
        });
  }

  private Object sendSeveral(byte[] message, int messages) throws Exception {
    for (int i = 0; i < messages; i++) {
      here.sendBytes(message);
    }
    return "";
  }

  // ---- several threads ----

  @Test
  void messagesOfSeveralSendersAreWholeAndEachIsReceivedOnce() throws Exception {
    int senders = 3;
    int each = 300;
    Set<List<Integer>> received = ConcurrentHashMap.newKeySet();
    var receivers =
        IntStream.range(0, 3).mapToObj(i -> meanwhile(() -> receiveAll(received))).toList();
    var sending =
        IntStream.range(0, senders)
            .mapToObj(sender -> meanwhile(() -> sendSome(sender, each)))
            .toList();
    for (var sent : sending) {
      result(sent);
    }
    here.close();
    int sum = 0;
    for (var receiver : receivers) {
      sum += result(receiver);
    }

    assertEquals(senders * each, sum);
    assertEquals(senders * each, received.size());
  }

  private Object sendSome(int sender, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      int length = i % 50 == 0 ? 300_000 : i % 7 * 100;
      here.send(List.of(sender, i, Integer.toString(sender).repeat(length)));
    }
    return "";
  }

  private int receiveAll(Set<List<Integer>> received) throws Exception {
    int count = 0;
    try {
      while (true) {
        List<?> message = (List<?>) there.receive();
        int sender = (int) message.get(0);
        String text = (String) message.get(2);
        assertEquals(Integer.toString(sender).repeat(text.length()), text);
        received.add(List.of(sender, (int) message.get(1)));
        count++;
      }
    } catch (EOFException _) {
      return count;
    }
  }

  @Test
  void messagesOfOneSenderKeepTheirOrder() throws Exception {
    int count = 20_000;
    var sender =
        meanwhile(
            () -> {
              for (int i = 0; i < count; i++) {
                here.send(i);
              }
              return "";
            });
    for (int i = 0; i < count; i++) {
      assertEquals(i, there.receive());
    }
    result(sender);
  }

  static Object sendBytes(Connection end, byte[] message) throws Exception {
    end.sendBytes(message);
    return message;
  }
}
