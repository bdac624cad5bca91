package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.DataCodec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Connections over sockets, of either family.
abstract class SocketContract extends ConnectionContract {
  private @Nullable Listener listener;

  abstract Listener listen(ConnectionOptions options) throws Exception;

  @Override
  Ends open() throws Exception {
    var options = ConnectionOptions.withKey(bytes("open sesame")).codec(DataCodec.allowing());
    Listener open = listen(options);
    listener = open;
    Connection here = Connection.connect(open.address(), options);
    return new Ends(here, open.accept());
  }

  @AfterEach
  void stopListening() {
    if (listener != null) {
      listener.close();
    }
  }

  @Test
  void aTargetThatMayNotBeWrittenToTakesNothing() throws Exception {
    here.send("still");
    try (var arena = Arena.ofConfined()) {
      MemorySegment anothers = arena.allocate(64);
      var refused =
          meanwhile(
              () ->
                  assertThrows(
                      IllegalArgumentException.class, () -> there.receiveInto(anothers, 0)));
      assertTrue(result(refused).getMessage().endsWith("this thread may not write to it."));
    }

    assertEquals("still", there.receive());
  }

  /// What has gone out cannot be taken back, and the connection must stay of use.
  @Override
  @Test
  void aMessageWhoseSenderWasInterruptedIsNotReceived() throws Exception {
    assertMessageGoesOutAfterAnInterrupt(Thread.ofPlatform());
    assertMessageGoesOutAfterAnInterrupt(Thread.ofVirtual());
  }

  private void assertMessageGoesOutAfterAnInterrupt(Thread.Builder kind) throws Exception {
    byte[] message = random(20 << 20);
    byte[] memory = message.clone();
    var end = new AtomicReference<Throwable>();
    Thread sender = kind.start(() -> end.set(thrownBy(memory)));
    assertTrue(there.poll(LONG));
    assertFalse(sender.join(SHORT));
    sender.interrupt();
    assertTrue(sender.join(LONG));
    assertInstanceOf(InterruptedException.class, end.get());
    Arrays.fill(memory, (byte) 0); // it is the sender's again
    var next =
        meanwhile(
            () -> {
              here.send("next");
              return "";
            });

    assertArrayEquals(message, there.receiveBytes());
    result(next);
    assertFalse(here.isClosed());
    assertEquals("next", there.receive());
  }

  private @Nullable Throwable thrownBy(byte[] message) {
    try {
      here.sendBytes(message);
      return null;
    } catch (Exception e) {
      return e;
    }
  }

  @Test
  void aReceiverIsToldOfWhatOneWhoOnlyLooksHasTakenIn() throws Exception {
    int rounds = 2_000;
    var stop = new AtomicBoolean();
    var looker =
        meanwhile(
            () -> {
              while (!stop.get()) {
                boolean _ = there.poll();
                Thread.yield();
              }
              return "";
            });
    var receiver =
        meanwhile(
            () -> {
              for (int i = 0; i < rounds; i++) {
                there.send(there.receive());
              }
              return "";
            });
    for (int i = 0; i < rounds; i++) {
      here.send(i);
      assertEquals(i, here.receive(LONG));
    }
    stop.set(true);
    result(looker);
    result(receiver);
  }

  @Test
  void anotherReceiverIsToldOfASecondMessageThatCameWithTheFirst() throws Exception {
    int rounds = 500;
    var both = new CyclicBarrier(3);
    var receivers =
        List.of(meanwhile(() -> meet(both, rounds)), meanwhile(() -> meet(both, rounds)));
    for (int i = 0; i < rounds; i++) {
      here.send("one");
      here.send("other");
      int _ = both.await(30, TimeUnit.SECONDS);
    }
    for (var each : receivers) {
      result(each);
    }
  }

  private Object meet(CyclicBarrier both, int rounds) throws Exception {
    for (int i = 0; i < rounds; i++) {
      Object _ = there.receive();
      int _ = both.await(30, TimeUnit.SECONDS);
    }
    return "";
  }
}
