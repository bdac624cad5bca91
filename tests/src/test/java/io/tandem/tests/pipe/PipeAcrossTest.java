package io.tandem.tests.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tandem.memory.SharedScope;
import io.tandem.park.Waitable;
import io.tandem.pipe.Connection;
import io.tandem.pipe.ConnectionException;
import io.tandem.pipe.Pipe;
import io.tandem.process.Action;
import io.tandem.process.ExitStatus.Exited;
import io.tandem.process.JvmProcess;
import io.tandem.process.Signal;
import io.tandem.value.LongValue;
import java.io.EOFException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pipes between this JVM and others: what travels, who has an end, and what becomes of the dead's.
/// JVMs are killed a sixteenth as often as `tandem.random.kills` says.
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipeAcrossTest {
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int KILLS =
      Math.clamp(Integer.getInteger("tandem.random.kills", 48) / 16, 2, 500);
  private static final long STOP_MILLIS =
      TimeUnit.SECONDS.toMillis(Integer.getInteger("tandem.stop.seconds", 3)) / 3;
  private static final long LONGEST_LIFE_MILLIS = 60;
  private static final String[] PASSED_ON = {
    "tandem.shm", "tandem.portable", "tandem.parker", "tandem.robust", "tandem.waitv"
  };

  private static JvmProcess start(Action task) {
    String[] flags =
        Stream.of(PASSED_ON)
            .filter(property -> System.getProperty(property) != null)
            .map(property -> "-D%s=%s".formatted(property, System.getProperty(property)))
            .toArray(String[]::new);
    return JvmProcess.builder().jvmFlags(flags).start(task);
  }

  // ---- what travels ----

  @Test
  void messagesCrossAndEndsTravelOn() throws Exception {
    byte[] large = new byte[16 << 20];
    new Random(1).nextBytes(large);
    try (var pipe = Pipe.duplex();
        var inner = Pipe.duplex()) {
      Connection childs = pipe.second();
      try (var child = start(() -> echo(childs))) {
        childs.close(); // as Python's users do; it closes nothing
        Connection here = pipe.first();
        here.sendBytes(large);
        assertArrayEquals(large, here.receiveBytes(LONG));
        here.send(inner.second());
        here.sendBytes(new byte[0]);

        assertEquals("from afar", inner.first().receive(LONG));
        var taken = assertThrows(IllegalStateException.class, () -> inner.second().send(1));
        assertTrue(taken.getMessage().contains(" uses it already. "), taken::getMessage);
        assertEquals(0, here.receiveBytes(LONG).length);
        assertThrows(EOFException.class, () -> here.receive(LONG));
        assertThrows(EOFException.class, () -> inner.first().receive(LONG));
        assertThrows(ConnectionException.BrokenPipe.class, () -> here.send("gone"));
        assertEquals(new Exited(0), child.join());
      }
    }
  }

  private static void echo(Connection end) throws Exception {
    end.sendBytes(end.receiveBytes());
    ((Connection) end.receive()).send("from afar");
    end.sendBytes(end.receiveBytes());
  }

  @Test
  void anEndAndItsProcessAreWaitedForTogether() throws Exception {
    try (var pipe = Pipe.simplex()) {
      Connection childs = pipe.writer();
      try (var child = start(() -> childs.send(1))) {
        List<Waitable> ready = Waitable.awaitAny(LONG, pipe.reader(), child);
        assertTrue(ready.contains(pipe.reader()));
        assertEquals(1, pipe.reader().receive());
        assertEquals(new Exited(0), child.join());
        assertThrows(EOFException.class, () -> pipe.reader().receive());
      }
    }
  }

  // ---- who dies ----

  @Test
  void anEndThatArrivedAndWasNeverUsedEndsWithItsProcess() throws Exception {
    try (var pipe = Pipe.duplex();
        var ready = Pipe.simplex()) {
      Connection childs = pipe.second();
      Connection says = ready.writer();
      try (var child = start(() -> keepUnused(childs, says))) {
        assertEquals("has it", ready.reader().receive(LONG));
        assertFalse(pipe.first().poll(SHORT));
        child.kill();
        assertThrows(EOFException.class, () -> pipe.first().receive(LONG));
        assertThrows(ConnectionException.BrokenPipe.class, () -> pipe.first().send(1));
      }
    }
  }

  private static void keepUnused(Connection unused, Connection says) throws Exception {
    says.send("has it");
    assertTrue(unused.isReadable());
    Thread.currentThread().join();
  }

  @Test
  void whatAKilledSenderSentIsReceivedWholeAndThenTheEnd() throws Exception {
    var random = new Random(2);
    for (int kill = 0; kill < KILLS; kill++) {
      try (var pipe = Pipe.simplex()) {
        Connection childs = pipe.writer();
        try (var child = start(() -> Traffic.send(childs))) {
          int received = 0;
          Traffic.require(received++, pipe.reader().receiveBytes(LONG));
          long start = System.nanoTime();
          long life = TimeUnit.MILLISECONDS.toNanos(random.nextLong(LONGEST_LIFE_MILLIS));
          boolean blocked = kill % 2 == 0; // on a full ring when it dies
          while (!blocked && System.nanoTime() - start < life) {
            Traffic.require(received++, pipe.reader().receiveBytes(LONG));
          }
          child.kill();
          receiveToTheEnd(pipe.reader(), received);
        }
      }
    }
  }

  private static void receiveToTheEnd(Connection end, int first) throws Exception {
    boolean cutOff = false;
    int received = first;
    while (true) {
      try {
        Traffic.require(received++, end.receiveBytes(LONG));
        assertFalse(cutOff, "goes on behind what was cut off");
      } catch (ConnectionException.CutOff e) {
        assertFalse(cutOff, "is cut off twice");
        cutOff = true;
      } catch (EOFException e) {
        return;
      }
    }
  }

  @Test
  void oneWhoSendsToAProcessThatIsKilledIsTold() throws Exception {
    var random = new Random(3);
    for (int kill = 0; kill < KILLS; kill++) {
      try (var pipe = Pipe.duplex()) {
        Connection childs = pipe.second();
        boolean reads = kill % 2 == 0; // else the sender waits for room
        try (var child = start(() -> receiveSome(childs, reads))) {
          assertEquals("ready", pipe.first().receive(LONG));
          long life = random.nextLong(LONGEST_LIFE_MILLIS);
          Thread killer = Thread.ofVirtual().start(() -> killAfter(life, child));
          assertThrows(ConnectionException.BrokenPipe.class, () -> Traffic.send(pipe.first()));
          assertTrue(killer.join(LONG));
          assertThrows(EOFException.class, () -> pipe.first().receive(LONG));
        }
      }
    }
  }

  private static void killAfter(long millis, JvmProcess process) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    process.kill();
  }

  private static void receiveSome(Connection end, boolean goesOn) throws Exception {
    end.send("ready");
    for (int number = 0; goesOn; number++) {
      Traffic.require(number, end.receiveBytes());
    }
    Thread.currentThread().join();
  }

  // ---- who is stopped ----

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aStoppedProcessIsWaitedFor(boolean sends) throws Exception {
    try (var pipe = Pipe.duplex()) {
      Connection childs = pipe.second();
      try (var child = start(() -> sendOrReceive(childs, sends))) {
        Connection here = pipe.first();
        assertEquals("ready", here.receive(LONG));
        child.signal(Signal.STOP);
        var work =
            new FutureTask<Integer>(
                () -> {
                  int number = 0;
                  for (; number < 100; number++) {
                    if (sends) {
                      Traffic.require(number, here.receiveBytes(LONG));
                    } else {
                      here.sendBytes(Traffic.message(number, 200_000));
                    }
                  }
                  return number;
                });
        Thread.ofVirtual().start(work);
        assertThrows(TimeoutException.class, () -> work.get(STOP_MILLIS, TimeUnit.MILLISECONDS));
        child.signal(Signal.CONT);
        assertEquals(100, work.get(60, TimeUnit.SECONDS));
        child.kill();
      }
    }
  }

  private static void sendOrReceive(Connection end, boolean sends) throws Exception {
    end.send("ready");
    if (sends) {
      Traffic.send(end);
    }
    for (int number = 0; ; number++) {
      Traffic.require(number, end.receiveBytes());
    }
  }

  // ---- allocation ----

  /// In a JVM of its own: where other tests have used memory of other kinds, the compiler would not
  /// know which one this is.
  @Test
  void rawMessagesAllocateNothing() throws Exception {
    LongValue least = LongValue.create(Long.MAX_VALUE);
    try (var child = start(() -> least.set(leastAllocated()))) {
      assertEquals(new Exited(0), child.join());
    }
    assertEquals(0, least.get(), "bytes in 500 rounds");
    least.free();
  }

  /// Of many batches the best: the first ones run in the interpreter, and the JVM may allocate for
  /// itself in any.
  private static long leastAllocated() throws Exception {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    try (var scope = SharedScope.anonymous(1 << 16);
        var pipe = Pipe.duplex(scope, 4_096);
        var arena = Arena.ofConfined()) {
      MemorySegment message = arena.allocate(64);
      MemorySegment longer = arena.allocate(1_500); // in parts
      MemorySegment target = arena.allocate(2_000);
      for (int batch = 0; batch < 500 && least > 0; batch++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 500; i++) {
          pipe.first().sendBytes(message);
          pipe.first().sendBytes(longer);
          require(64, pipe.second().receiveInto(target, 0));
          require(1_500, pipe.second().receiveInto(target, 500));
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
    }
    return least;
  }

  private static void require(long expected, long length) {
    if (length != expected) {
      throw new AssertionError("received %d bytes of %d".formatted(length, expected));
    }
  }
}
