package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.Codec;
import io.tandem.codec.CodecException;
import io.tandem.codec.Encoding;
import io.tandem.memory.SharedScope;
import io.tandem.park.Waitable;
import io.tandem.sync.SharedEvent;
import java.io.EOFException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/// What every connection does, whatever carries its messages. Both ends are used by this process.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ConnectionContract extends ThreadsContract {
  // ---- objects ----

  @Test
  void objectsArriveInTheirOrderInBothDirections() throws Exception {
    List<?> sent = List.of(1, "two", List.of(3L, 4.0), "");
    for (Object each : sent) {
      here.send(each);
      there.send(each);
    }
    here.send(null);

    for (Object each : sent) {
      assertEquals(each, there.receive());
      assertEquals(each, here.receive(LONG));
    }
    assertNull(there.receive());
  }

  @Test
  void whatCannotBeEncodedIsNotSent() throws Exception {
    assertThrows(CodecException.Unencodable.class, () -> here.send(List.of(new Object())));

    here.send("next");
    assertEquals("next", there.receive());
  }

  @Test
  void whatAnEncodingWritesArrives() throws Exception {
    for (int length : new int[] {0, 1, 1_000, most()}) {
      byte[] bytes = new byte[length];
      Arrays.fill(bytes, (byte) length);
      var sent = meanwhile(() -> send(Codec.bytes().encode(bytes)));
      assertArrayEquals(bytes, there.receiveBytes());
      result(sent);
    }
  }

  private @Nullable Void send(Encoding bytes) throws Exception {
    here.sendBytes(bytes);
    return null;
  }

  @Test
  void anEncodingThatCannotBeWrittenIsNotSent() throws Exception {
    for (int length : new int[] {1_000, most()}) {
      Encoding closed = Codec.bytes().encode(closedMemory(length));
      assertThrows(IllegalStateException.class, () -> here.sendBytes(closed));
    }
    here.send("next");
    assertEquals("next", there.receive());
  }

  private static MemorySegment closedMemory(int length) {
    try (var arena = Arena.ofConfined()) {
      return arena.allocate(length);
    }
  }

  @Test
  void whatCannotBeDecodedIsGone() throws Exception {
    here.sendBytes(new byte[] {99, 99, 99});
    here.send("next");

    assertThrows(CodecException.class, () -> there.receive());
    assertEquals("next", there.receive());
  }

  @Test
  void aLargeObjectArrives() throws Exception {
    String text = "0123456789abcdef".repeat(most() / 16);
    var sent = meanwhile(() -> send(here, text));

    assertEquals(text, there.receive());
    result(sent);
  }

  private static Object send(Connection end, Object value) throws Exception {
    end.send(value);
    return value;
  }

  // ---- bytes ----

  @Test
  void messagesAreNotMerged() throws Exception {
    here.sendBytes(bytes("Hello"));
    here.sendBytes(bytes("World"));

    assertArrayEquals(bytes("Hello"), there.receiveBytes());
    assertArrayEquals(bytes("World"), there.receiveBytes());
    assertFalse(there.poll());
  }

  @Test
  void anEmptyMessageIsOne() throws Exception {
    assertFalse(there.poll());
    here.sendBytes(new byte[0]);
    here.sendBytes(bytes("x"));

    assertTrue(there.poll(LONG));
    assertTrue(there.poll());
    assertArrayEquals(new byte[0], there.receiveBytes());
    assertTrue(there.poll(LONG));
    assertEquals(1, there.receiveInto(MemorySegment.ofArray(new byte[1]), 0));
    assertFalse(there.poll());
  }

  @Test
  void messagesOfAllSizesArriveWhole() throws Exception {
    for (int length : new int[] {1, 7, 8, 9, 4095, 16_384, 16_385, 65_536, most()}) {
      byte[] message = random(length);
      var sent = meanwhile(() -> sendBytes(here, message));
      assertArrayEquals(message, there.receiveBytes());
      result(sent);
    }
  }

  @Test
  void longMessagesPassEachOther() throws Exception {
    byte[] message = random(most());
    var one = meanwhile(() -> sendBytes(here, message));
    var other = meanwhile(() -> sendBytes(there, message));
    var received = meanwhile(() -> here.receiveBytes());

    assertArrayEquals(message, there.receiveBytes());
    assertArrayEquals(message, result(received));
    result(one);
    result(other);
  }

  @Test
  void partsOfArraysAndSegmentsAreSent() throws Exception {
    byte[] digits = bytes("0123456789");
    here.sendBytes(digits, 2, 3);
    here.sendBytes(digits, 10, 0);
    here.sendBytes(MemorySegment.ofArray(digits).asSlice(8));
    try (var arena = Arena.ofConfined()) {
      here.sendBytes(arena.allocateFrom("native"));
    }

    assertArrayEquals(bytes("234"), there.receiveBytes());
    assertArrayEquals(bytes(""), there.receiveBytes());
    assertArrayEquals(bytes("89"), there.receiveBytes());
    assertArrayEquals(bytes("native\0"), there.receiveBytes());
  }

  @Test
  void segmentsOfEveryKindAreSent() throws Exception {
    byte[] bytes = bytes("12345678");
    try (var arena = Arena.ofConfined()) {
      MemorySegment ints = MemorySegment.ofArray(new int[2]);
      MemorySegment longs = MemorySegment.ofArray(new long[1]);
      for (var segment :
          List.of(arena.allocate(8), MemorySegment.ofArray(new byte[8]), ints, longs)) {
        segment.copyFrom(MemorySegment.ofArray(bytes));
        here.sendBytes(segment);
        here.sendBytes(segment.asReadOnly());

        assertArrayEquals(bytes, there.receiveBytes());
        assertArrayEquals(bytes, there.receiveBytes());
      }
    }
  }

  @Test
  void bytesOutsideAnArrayAreRefused() throws Exception {
    var digits = new byte[10];
    assertThrows(IndexOutOfBoundsException.class, () -> here.sendBytes(digits, -1, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> here.sendBytes(digits, 11, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> here.sendBytes(digits, 0, -1));
    assertThrows(IndexOutOfBoundsException.class, () -> here.sendBytes(digits, 4, 7));
    MemorySegment target = MemorySegment.ofArray(digits);
    assertThrows(IndexOutOfBoundsException.class, () -> there.receiveInto(target, -1));
    assertThrows(IndexOutOfBoundsException.class, () -> there.receiveInto(target, 11));
    assertThrows(IllegalArgumentException.class, () -> there.receiveInto(target.asReadOnly(), 0));
    assertThrows(IllegalArgumentException.class, () -> there.receiveBytes(-1));
    assertFalse(there.poll());
  }

  @Test
  void aMessageGoesToItsPlaceInTheTarget() throws Exception {
    var target = new byte[10];
    here.sendBytes(bytes("abc"));
    here.sendBytes(bytes("defghij"));

    assertEquals(3, there.receiveInto(MemorySegment.ofArray(target), 0));
    assertEquals(7, there.receiveInto(MemorySegment.ofArray(target), 3));
    assertArrayEquals(bytes("abcdefghij"), target);
  }

  @Test
  void aLongMessageGoesToItsPlaceInTheTarget() throws Exception {
    byte[] message = random(1 << 20);
    var target = new byte[message.length + 1];
    var sent = meanwhile(() -> sendBytes(here, message));

    assertEquals(message.length, there.receiveInto(MemorySegment.ofArray(target), 1));
    assertArrayEquals(message, Arrays.copyOfRange(target, 1, target.length));
    result(sent);
  }

  @Test
  void aMessageThatDoesNotFitIsInTheException() throws Exception {
    for (int length : new int[] {5, 1 << 20}) {
      byte[] message = random(length);
      var sent = meanwhile(() -> sendBytes(here, message));
      var target = MemorySegment.ofArray(new byte[6]);

      var found =
          assertThrows(
              ConnectionException.BufferTooShort.class, () -> there.receiveInto(target, 2));
      assertArrayEquals(message, found.bytes());
      assertTrue(found.getMessage().contains("of %d bytes into 4".formatted(length)));
      result(sent);
    }
    assertFalse(there.poll());
  }

  @Test
  void aMessageThatIsTooLongIsStillThere() throws Exception {
    for (int length : new int[] {5, 1 << 20}) {
      byte[] message = random(length);
      var sent = meanwhile(() -> sendBytes(here, message));
      for (int limit : new int[] {4, 0}) {
        var found =
            assertThrows(ConnectionException.TooLong.class, () -> there.receiveBytes(limit));
        assertEquals(length, found.length());
        assertTrue(found.getMessage().contains("of %d bytes: at most %d".formatted(length, limit)));
        assertTrue(there.poll());
        assertTrue(there.isReady());
      }
      assertArrayEquals(message, there.receiveBytes(length));
      result(sent);
    }
    assertFalse(there.poll());
  }

  // ---- looking ----

  @Test
  void aLookTakesNothingAndEndsAtItsTime() throws Exception {
    assertFalse(there.poll());
    assertFalse(there.isReady());
    assertFalse(there.poll(Duration.ofSeconds(-1)));
    long start = System.nanoTime();
    assertFalse(there.poll(SHORT));
    assertTrue(System.nanoTime() - start >= SHORT.toNanos());
    var polled = meanwhile(() -> there.poll(LONG));
    here.send("there");

    assertTrue(result(polled));
    assertTrue(there.poll());
    assertTrue(there.isReady());
    assertEquals("there", there.receive());
    assertFalse(there.poll());
  }

  @Test
  void aTimedReceiverWaitsNoLonger() throws Exception {
    assertThrows(TimeoutException.class, () -> there.receive(SHORT));
    assertThrows(TimeoutException.class, () -> there.receiveBytes(Duration.ZERO));
    assertThrows(TimeoutException.class, () -> there.receiveBytes(Duration.ofSeconds(-1)));
    here.send("late");

    assertEquals("late", there.receive(LONG));
  }

  @Test
  void aTimedReceiverIsNotKeptByAnotherReceiver() throws Exception {
    var first = meanwhile(() -> there.receive());
    assertThrows(TimeoutException.class, () -> there.receive(SHORT));
    here.send("for the first");

    assertEquals("for the first", result(first));
  }

  @Test
  void connectionsAndEventsAreWaitedForTogether() throws Exception {
    try (var scope = SharedScope.anonymous(1 << 16)) {
      var event = SharedEvent.create(scope);
      assertEquals(List.of(), Waitable.awaitAny(SHORT, there, here, event));
      var ready = meanwhile(() -> Waitable.awaitAny(LONG, there, here, event));
      here.send("a");
      assertEquals(List.<Waitable>of(there), result(ready));
      assertEquals("a", there.receive());

      event.set();
      assertEquals(List.<Waitable>of(event), Waitable.awaitAny(LONG, there, here, event));
      event.clear();

      var end = meanwhile(() -> Waitable.awaitAny(LONG, event, there));
      here.close();
      assertEquals(List.<Waitable>of(there), result(end));
      assertEquals(List.<Waitable>of(here), Waitable.awaitAny(LONG, here, event));
    }
  }

  @Test
  void noMessageIsMissedByOneWhoWaitsForSeveralThings() throws Exception {
    int rounds = 1_000;
    var echo =
        meanwhile(
            () -> {
              for (int i = 0; i < rounds; i++) {
                there.send(there.receive());
              }
              return "";
            });
    for (int i = 0; i < rounds; i++) {
      here.send(i);
      assertEquals(List.of(here), Waitable.awaitAny(LONG, here));
      assertEquals(i, here.receive());
    }
    result(echo);
  }

  // ---- the end ----

  @Test
  void whatWasSentBeforeAnEndClosedIsReceivedAndThenTheEnd() throws Exception {
    here.send("last");
    here.sendBytes(new byte[0]);
    here.close();

    assertEquals("last", there.receive());
    assertTrue(there.poll());
    assertArrayEquals(new byte[0], there.receiveBytes());
    for (int i = 0; i < 2; i++) {
      assertTrue(there.poll(LONG));
      assertTrue(there.isReady());
      assertThrows(EOFException.class, () -> there.receive());
      assertThrows(EOFException.class, () -> there.receiveBytes(SHORT));
      assertThrows(
          EOFException.class, () -> there.receiveInto(MemorySegment.ofArray(new byte[1]), 0));
    }
  }

  @Test
  void aReceiverThatWaitsIsToldOfTheEnd() throws Exception {
    var receiver = meanwhile(() -> assertThrows(EOFException.class, () -> there.receive()));
    var looker = meanwhile(() -> there.poll(LONG));
    assertFalse(there.poll(SHORT));
    here.close();

    assertTrue(result(receiver).getMessage().startsWith("There are no more messages: "));
    assertTrue(result(looker));
  }

  @Test
  void nobodySendsToAnEndThatIsClosed() throws Exception {
    here.send("before");
    there.close();

    // What lies between the ends may take some before the news comes.
    var told = new AtomicReference<ConnectionException.BrokenPipe>();
    assertThrows(ConnectionException.BrokenPipe.class, () -> sendTooMuch(here, told));
    assertTrue(told.get().getMessage().startsWith("Cannot send: "), told.get()::getMessage);
    assertThrows(ConnectionException.BrokenPipe.class, () -> here.send("again"));
    assertFalse(here.isClosed());
  }

  @Test
  void aSenderThatWaitsForRoomIsToldThatNobodyWillReceive() throws Exception {
    var told = new AtomicReference<ConnectionException.BrokenPipe>();
    var sender =
        meanwhile(
            () ->
                assertThrows(ConnectionException.BrokenPipe.class, () -> sendTooMuch(here, told)));
    assertTrue(there.poll(LONG));
    assertThrows(TimeoutException.class, () -> sender.get(20, TimeUnit.MILLISECONDS));
    there.close();

    result(sender);
  }

  private static void sendTooMuch(
      Connection end, AtomicReference<ConnectionException.BrokenPipe> told) throws Exception {
    var part = new byte[1 << 16];
    try {
      for (int sent = 0; sent < TOO_MUCH; sent += part.length) {
        end.sendBytes(part);
      }
    } catch (ConnectionException.BrokenPipe e) {
      told.set(e);
      throw e;
    }
  }

  @Test
  void anEndThatIsClosedHereSaysSo() throws Exception {
    there.send("never received");
    assertFalse(here.isClosed());
    here.close();
    here.close();

    assertTrue(here.isClosed());
    assertTrue(here.isReady());
    MemorySegment target = MemorySegment.ofArray(new byte[1]);
    for (Executable each :
        List.<Executable>of(
            () -> here.send(1),
            () -> here.sendBytes(new byte[1]),
            () -> here.receive(),
            () -> here.receive(SHORT),
            () -> here.receiveBytes(),
            () -> here.receiveBytes(LONG),
            () -> here.receiveInto(target, 0),
            () -> here.poll(),
            () -> here.poll(LONG))) {
      var closed = assertThrows(ConnectionException.Closed.class, each);
      assertTrue(closed.getMessage().contains("this process closed it"), closed::getMessage);
    }
  }

  @Test
  void threadsThatWaitAreToldWhenTheirEndIsClosed() throws Exception {
    var receiver =
        meanwhile(() -> assertThrows(ConnectionException.Closed.class, () -> here.receive()));
    var second =
        meanwhile(() -> assertThrows(ConnectionException.Closed.class, () -> here.receive(LONG)));
    var looker =
        meanwhile(() -> assertThrows(ConnectionException.Closed.class, () -> here.poll(LONG)));
    var several = meanwhile(() -> Waitable.awaitAny(LONG, here));
    var sender =
        meanwhile(
            () ->
                assertThrows(
                    ConnectionException.Closed.class,
                    () -> sendTooMuch(here, new AtomicReference<>())));
    assertTrue(there.poll(LONG));
    assertThrows(TimeoutException.class, () -> sender.get(20, TimeUnit.MILLISECONDS));
    here.close();

    for (var each : List.of(receiver, second, looker, sender)) {
      result(each);
    }
    assertEquals(List.of(here), result(several));
  }
}
