package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.codec.Codec;
import io.tandem.codec.Encoding;
import io.tandem.codec.Frame;
import io.tandem.inspect.PeerView;
import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import java.io.EOFException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/// What pipes do beyond what every connection does.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PipeTest {
  private static final int CAPACITY = 1 << 12;

  private final SharedScope scope = SharedScope.anonymous(1 << 20);

  @AfterEach
  void close() {
    scope.close();
  }

  // ---- directions ----

  @Test
  void aSimplexGoesOneWay() throws Exception {
    try (var pipe = Pipe.simplex(scope, CAPACITY)) {
      Connection reader = pipe.reader();
      Connection writer = pipe.writer();
      writer.send("one way");

      assertEquals("one way", reader.receive());
      assertTrue(reader.isReadable() && !reader.isWritable());
      assertTrue(writer.isWritable() && !writer.isReadable());
      assertWrongDirection(() -> reader.send(1));
      assertWrongDirection(() -> reader.sendBytes(new byte[0]));
      assertWrongDirection(() -> writer.receive());
      assertWrongDirection(() -> writer.receiveBytes());
      assertWrongDirection(() -> writer.poll());
      assertWrongDirection(() -> writer.isReady());
      assertWrongDirection(() -> writer.waitPoint());
    }
  }

  private static void assertWrongDirection(Executable call) {
    var refused = assertThrows(UnsupportedOperationException.class, call);
    assertTrue(refused.getMessage().contains("end of a pipe: it is for "), refused::getMessage);
  }

  @Test
  void aSimplexEndsAsADuplexDoes() throws Exception {
    var pipe = Pipe.simplex(scope, CAPACITY);
    pipe.writer().send("last");
    pipe.writer().close();
    assertEquals("last", pipe.reader().receive());
    assertThrows(EOFException.class, () -> pipe.reader().receive());
    pipe.close();

    var broken = Pipe.simplex(scope, CAPACITY);
    broken.reader().close();
    assertThrows(ConnectionException.BrokenPipe.class, () -> broken.writer().send(1));
    broken.close();
  }

  @Test
  void aDuplexGoesBothWays() {
    try (var pipe = Pipe.duplex(scope, CAPACITY)) {
      for (Connection end : List.of(pipe.first(), pipe.second())) {
        assertTrue(end.isReadable() && end.isWritable());
      }
    }
  }

  @Test
  void aCapacityThatNoRingHasIsRefused() {
    for (int capacity : new int[] {0, 1000, 512, Integer.MIN_VALUE}) {
      assertThrows(IllegalArgumentException.class, () -> Pipe.duplex(scope, capacity));
    }
  }

  // ---- memory ----

  @Test
  void theLastToCloseFreesTheMemory() throws Exception {
    for (boolean used : new boolean[] {true, false}) {
      Pipe.Duplex pipe = Pipe.duplex(scope, CAPACITY);
      SharedBlock block = ((PipeConnection) pipe.first()).block();
      if (used) {
        pipe.first().send(1);
        assertEquals(1, pipe.second().receive());
      }
      pipe.second().close();
      assertEquals(block, scope.block(block.offset(), block.generation(), block.type()));
      pipe.first().close();
      assertThrows(
          MemoryException.Stale.class,
          () -> scope.block(block.offset(), block.generation(), block.type()));
      pipe.close();
    }
  }

  @Test
  void manyPipesMayBeMadeAndClosed() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      try (var pipe = Pipe.duplex(scope, 1 << 16)) {
        pipe.first().send(i);
        assertEquals(i, pipe.second().receive());
      }
    }
  }

  // ---- travel ----

  @Test
  void anEndThatTravelsIsTheSameEnd() throws Exception {
    try (var pipe = Pipe.duplex(scope, CAPACITY)) {
      Connection copy = copyOf(pipe.second());

      assertEquals(pipe.second(), copy);
      pipe.first().send("to both");
      assertEquals("to both", copy.receive());
      pipe.second().close();
      assertTrue(copy.isClosed());
    }
  }

  @Test
  void closingAnEndThatWasGivenAwayClosesNothing() throws Exception {
    var pipe = Pipe.duplex(scope, CAPACITY);
    byte[] handle = bytesOf(pipe.second());
    pipe.second().close();
    assertTrue(pipe.second().isClosed());
    assertThrows(ConnectionException.Closed.class, () -> pipe.second().receive());
    pipe.first().send("later");
    Connection arrived = (Connection) Frame.decode(Codec.data(), MemorySegment.ofArray(handle));

    assertEquals("later", arrived.receive());
    arrived.close();
    assertThrows(EOFException.class, () -> pipe.first().receive());
    pipe.close();
  }

  @Test
  void closingAnEndThatCameBackEndsTheStream() throws Exception {
    try (var pipe = Pipe.duplex(scope, CAPACITY)) {
      copyOf(pipe.second()).close();

      assertThrows(EOFException.class, () -> pipe.first().receive(Duration.ZERO));
    }
  }

  @Test
  void whoHasACopyOfAUsedEndFreesNothingByClosingIt() throws Exception {
    var world = new PipeWorld(PipeBug.NONE);
    PipeEnd used = world.end(true, world.join());
    used.arrive();
    used.take();
    PipeEnd copy = world.end(true, world.join());
    copy.arrive();

    assertFalse(world.end(false, world.maker).close());
    assertFalse(copy.close());
    assertTrue(used.close());
  }

  @Test
  void aPipeMayCarryAnEndOfAnother() throws Exception {
    try (var outer = Pipe.duplex(scope, CAPACITY);
        var inner = Pipe.simplex(scope, CAPACITY)) {
      outer.first().send(inner.writer());
      ((Connection) outer.second().receive()).send("through");

      assertEquals("through", inner.reader().receive());
    }
  }

  @Test
  void aCodecTravelsWithItsEndIfItCan() throws Exception {
    try (var raw = Pipe.duplex(scope, CAPACITY, Codec.bytes());
        var own = Pipe.duplex(scope, CAPACITY, new OwnCodec(64, "own"))) {
      Connection copy = copyOf(raw.second());
      raw.first().send(new byte[] {1, 2});
      assertArrayEquals(new byte[] {1, 2}, (byte[]) copy.receive());

      var stays = assertThrows(Exception.class, () -> copyOf(own.first()));
      assertTrue(stays.toString().contains("its codec 'own' is not Serializable"));
    }
  }

  private record OwnCodec(int id, String name) implements Codec {
    @Override
    public Encoding encode(@Nullable Object value) {
      return Codec.bytes().encode(value);
    }

    @Override
    public @Nullable Object decode(MemorySegment bytes) {
      return Codec.bytes().decode(bytes);
    }
  }

  private static byte[] bytesOf(Connection end) {
    var encoding = Frame.encode(Codec.data(), end);
    var bytes = new byte[(int) encoding.size()];
    encoding.writeTo(MemorySegment.ofArray(bytes), 0);
    return bytes;
  }

  private static Connection copyOf(Connection end) {
    return (Connection) Frame.decode(Codec.data(), MemorySegment.ofArray(bytesOf(end)));
  }

  @Test
  void whatIsTold() throws Exception {
    try (var pipe = Pipe.duplex(scope, CAPACITY)) {
      assertTrue(pipe.first().toString().startsWith("first end of a pipe at offset "));
      pipe.second().close();
      var broken = assertThrows(ConnectionException.BrokenPipe.class, () -> pipe.first().send(1));
      assertTrue(broken.getMessage().startsWith("Cannot send: nobody receives at the other end, "));
      assertTrue(broken.getMessage().endsWith(" closed it. Close this end."));
      assertFalse(pipe.first().isClosed());
    }
  }

  @Test
  void toolsSeeWhoHasTheEndsAndWhatIsOnItsWay() throws Exception {
    try (var pipe = Pipe.duplex(scope, CAPACITY)) {
      pipe.first().send("a");
      pipe.first().sendBytes(new byte[CAPACITY / 4]); // its length, and parts
      int records = 1 + 1 + 2;
      assertEquals(
          "first end used by process 'main' (pid 42); second end held by process 'main' (pid 42); "
              + "to the first 0 records; "
              + "to the second %d records".formatted(records),
          look(pipe.first()).text());
      assertEquals(records, look(pipe.first()).rings().getLast().pending());

      assertEquals("a", pipe.second().receive());
      pipe.second().close();
      assertTrue(
          look(pipe.first()).text().contains("; second end closed by process 'main' (pid 42); "));
    }
    try (var pipe = Pipe.simplex(scope, CAPACITY)) {
      assertEquals(1, look(pipe.reader()).rings().size());
    }
    assertTrue(new PipeViewer().isFor("pipe", 1));
    assertFalse(new PipeViewer().isFor("pipe", 2));
  }

  private static PipeView look(Connection end) {
    MemorySegment memory = ((PipeConnection) end).block().segment().asReadOnly();
    return (PipeView)
        new PipeViewer()
            .view(memory, owner -> new PeerView(owner, 0, 42, Instant.EPOCH, "main", true));
  }
}
