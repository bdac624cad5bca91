package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SharedScope;
import java.io.EOFException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Random traffic in both directions at once, of which every message must arrive as a queue would
/// hand it over, however it is received.
class PipeModelTest {
  private static final int CAPACITY = 1024;
  private static final Duration LONG = Duration.ofSeconds(60);

  enum Way {
    BYTES,
    TIMED,
    INTO,
    INTO_TOO_LITTLE,
    AFTER_A_LIMIT,
    AFTER_A_LOOK
  }

  record Step(int length, Way way) {}

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.oneOf(
                Arbitraries.integers().between(0, 140), Arbitraries.integers().between(0, 5_000)),
            Arbitraries.of(Way.class))
        .as(Step::new)
        .list()
        .ofMaxSize(40);
  }

  @Property(tries = 60)
  void everyMessageArrivesAsItWasSent(
      @ForAll("steps") List<Step> there, @ForAll("steps") List<Step> back) throws Exception {
    try (var scope = SharedScope.anonymous(1 << 16);
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var pipe = Pipe.duplex(scope, CAPACITY)) {
      var all =
          List.of(
              threads.submit(() -> send(pipe.first(), there, 1)),
              threads.submit(() -> send(pipe.second(), back, 2)),
              threads.submit(() -> receive(pipe.first(), back, 2)),
              threads.submit(() -> receive(pipe.second(), there, 1)));
      for (var each : all) {
        assertTrue(each.get(60, TimeUnit.SECONDS));
      }
      pipe.first().close();
      assertThrows(EOFException.class, () -> pipe.second().receiveBytes());
    }
  }

  private static byte[] message(int length, int seed) {
    var message = new byte[length];
    new Random(seed).nextBytes(message);
    return message;
  }

  private static Queue<byte[]> model(List<Step> steps, int seed) {
    var model = new ArrayDeque<byte[]>();
    for (Step step : steps) {
      model.add(message(step.length, seed + model.size()));
    }
    return model;
  }

  private static boolean send(Connection end, List<Step> steps, int seed) throws Exception {
    for (byte[] message : model(steps, seed)) {
      end.sendBytes(message);
    }
    return true;
  }

  private static boolean receive(Connection end, List<Step> steps, int seed) throws Exception {
    Queue<byte[]> model = model(steps, seed);
    for (Step step : steps) {
      assertArrayEquals(model.remove(), receive(end, step), step::toString);
    }
    assertFalse(end.poll());
    return true;
  }

  private static byte[] receive(Connection end, Step step) throws Exception {
    var room = new byte[step.length + 3];
    return switch (step.way) {
      case BYTES -> end.receiveBytes();
      case TIMED -> end.receiveBytes(LONG);
      case INTO -> {
        assertEquals(step.length, end.receiveInto(MemorySegment.ofArray(room), 3));
        yield Arrays.copyOfRange(room, 3, room.length);
      }
      case INTO_TOO_LITTLE -> {
        if (step.length == 0) {
          yield end.receiveBytes(0);
        }
        MemorySegment target = MemorySegment.ofArray(room).asSlice(0, step.length - 1);
        yield assertThrows(
                ConnectionException.BufferTooShort.class, () -> end.receiveInto(target, 0))
            .bytes();
      }
      case AFTER_A_LIMIT -> {
        if (step.length > 0) {
          assertThrows(ConnectionException.TooLong.class, () -> end.receiveBytes(step.length - 1));
        }
        yield end.receiveBytes(step.length);
      }
      case AFTER_A_LOOK -> {
        assertTrue(end.poll(LONG));
        yield end.receiveBytes();
      }
    };
  }
}
