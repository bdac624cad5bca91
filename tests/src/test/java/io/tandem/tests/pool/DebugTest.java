package io.tandem.tests.pool;

import static io.tandem.tests.pool.Pools.get;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.pool.ProcessPool;
import io.tandem.pool.TaskOptions;
import io.tandem.sync.SharedEvent;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A worker under a debugger, for which a few bytes of its protocol stand in.
@Timeout(60)
class DebugTest {
  private static final byte[] HANDSHAKE = "JDWP-Handshake".getBytes(US_ASCII);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int HEADER_BYTES = 11;
  private static final int VIRTUAL_MACHINE = 1; // a set of commands
  private static final int RESUME = 9; // one of them

  @Test
  void theWorkerWaitsForADebuggerAndTimeDoesNotCount() throws Exception {
    int port = freePort();
    PrintStream before = System.out;
    var said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true));
    try (ProcessPool pool =
        Pools.small(2).prefixOutput().debug(port).timeout(Duration.ofMillis(1)).build()) {
      CompletableFuture<Integer> answer =
          pool.submit(() -> 42, TaskOptions.USUAL.withTimeout(Duration.ofMillis(1)));
      Awaitility.await().until(() -> said.toString().contains("Listening for transport"));
      assertFalse(answer.isDone());

      try (var debugger = new Socket(InetAddress.getLoopbackAddress(), port)) {
        resume(debugger);
        assertEquals(42, get(answer));
        assertTrue(get(pool.submit(DebugTest::isSlow))); // much more than a millisecond
      }
      assertEquals("pool '%s' of at most 1 workers".formatted(pool.name()), pool.toString());
    } finally {
      System.setOut(before);
    }
  }

  @Test
  void aCancelledTaskThatADebuggerMayHoldIsNotKilled() throws Exception {
    int port = freePort();
    var started = SharedEvent.create();
    var ended = SharedEvent.create();
    try (ProcessPool pool = Pools.small(2).prefixOutput().debug(port).build()) {
      CompletableFuture<?> future =
          pool.submit(
              () -> {
                started.set();
                goOnFor(Duration.ofMillis(1_500)); // more than the second that others have
                ended.set();
              });
      try (var debugger = connect(port)) {
        resume(debugger);
        assertTrue(started.await(LIMIT));
        assertTrue(future.cancel(true));
        assertTrue(ended.await(LIMIT));
      }
    }
    started.free();
    ended.free();
  }

  private static Socket connect(int port) {
    var debugger = new AtomicReference<Socket>();
    Awaitility.await()
        .ignoreExceptions()
        .until(
            () -> {
              debugger.set(new Socket(InetAddress.getLoopbackAddress(), port));
              return true;
            });
    return debugger.get();
  }

  /// Whether it is interrupted or not.
  private static void goOnFor(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aPortOutOfRangeIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> ProcessPool.builder().debug(0));
    assertThrows(IllegalArgumentException.class, () -> ProcessPool.builder().debug(65_536));
  }

  private static boolean isSlow() {
    long end = System.nanoTime() + Duration.ofMillis(50).toNanos();
    while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
    return !Thread.currentThread().isInterrupted();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void resume(Socket debugger) throws IOException {
    debugger.getOutputStream().write(HANDSHAKE);
    assertArrayEquals(HANDSHAKE, debugger.getInputStream().readNBytes(HANDSHAKE.length));
    var out = new DataOutputStream(debugger.getOutputStream());
    out.writeInt(HEADER_BYTES);
    out.writeInt(1); // its number
    out.writeByte(0);
    out.writeByte(VIRTUAL_MACHINE);
    out.writeByte(RESUME);
  }
}
