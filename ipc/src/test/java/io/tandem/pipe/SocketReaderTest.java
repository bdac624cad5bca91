package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages that arrive in any pieces, damaged ones too.
@Timeout(60)
class SocketReaderTest {
  private static final int LIMIT = 1 << 20;
  private static final int DAMAGED = Integer.getInteger("tandem.codec.frames", 10_000);
  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();

  /// What a peer sends, in pieces of a random size, with moments in between when nothing is there.
  private static final class Peer implements ReadableByteChannel {
    private final ByteBuffer bytes;
    private final Random random;
    private final int most;

    Peer(byte[] bytes, int most, Random random) {
      this.bytes = ByteBuffer.wrap(bytes);
      this.most = most;
      this.random = random;
    }

    @Override
    public int read(ByteBuffer target) {
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int count =
          Math.min(random.nextInt(most + 1), Math.min(target.remaining(), bytes.remaining()));
      target.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @CsvSource({"1, 300", "7, 3000", "8192, 300000", "1000000, 1000000"})
  void messagesComeOutAsTheyWentIn(int piece, int longest) throws Exception {
    var random = new Random(piece);
    List<byte[]> messages = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      byte[] message = new byte[i % 4 == 0 ? 0 : random.nextInt(longest)];
      random.nextBytes(message);
      messages.add(message);
    }
    var reader = new SocketReader(new Peer(frames(messages), piece, random), LIMIT);
    for (byte[] message : messages) {
      assertArrayEquals(message, next(reader));
    }

    assertThrows(EOFException.class, () -> next(reader));
    assertThrows(EOFException.class, () -> next(reader), "from then on");
  }

  @Test
  void aLengthBehindMinusOneIsReadToo() throws Exception {
    byte[] bytes = HexFormat.of().parseHex("ffffffff" + "0000000000000003" + "616263");

    assertArrayEquals(new byte[] {'a', 'b', 'c'}, next(reader(bytes)));
  }

  @ParameterizedTest
  @CsvSource({
    "00100001, 1048577",
    "7fffffff, 2147483647",
    "ffffffff0000000080000000, 2147483648",
    "ffffffff7fffffffffffffff, 9223372036854775807"
  })
  void aLongLengthIsRefusedBeforeAnythingIsAllocated(String header, long length) {
    var reader = reader(HexFormat.of().parseHex(header + "616263"));
    long before = THREADS.getCurrentThreadAllocatedBytes();
    var e = assertThrows(ConnectionException.TooLong.class, () -> next(reader));

    assertTrue(THREADS.getCurrentThreadAllocatedBytes() - before < 1 << 20);
    assertEquals(length, e.length());
    assertEquals(
        "Refused a message of %d bytes: at most 1048576 may come in. ".formatted(length)
            + "Send it in parts, or raise ConnectionOptions.maxMessageBytes.",
        e.getMessage());
    assertThrows(ConnectionException.TooLong.class, () -> next(reader), "from then on");
    assertTrue(reader.hasFailed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fffffffe", "80000000", "ffffffffffffffffffffffff"})
  void aNegativeLengthIsNoMessage(String header) {
    var reader = reader(HexFormat.of().parseHex(header + "616263"));
    var e = assertThrows(ConnectionException.Malformed.class, () -> next(reader));

    assertTrue(e.getMessage().startsWith("Received what is no message: its length would be -"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"00", "000000", "00000003", "000000036162", "ffffffff", "ffffffff0000"})
  void anEndInTheMiddleOfAMessageIsSaidOnceAndThenItIsTheEnd(String bytes) {
    var reader = reader(HexFormat.of().parseHex(bytes));
    var e = assertThrows(ConnectionException.CutOff.class, () -> next(reader));

    assertTrue(e.getMessage().contains("cut off: the other end closed"), e.getMessage());
    assertThrows(EOFException.class, () -> next(reader));
  }

  @Test
  void aClaimedLengthCostsMemoryOnlyAsItsBytesArrive() throws Exception {
    byte[] bytes = ByteBuffer.allocate(4 + 300_000).putInt(0, 60 << 20).array();
    var reader = new SocketReader(new Peer(bytes, 8192, new Random(1)), 64 << 20);
    long before = THREADS.getCurrentThreadAllocatedBytes();

    assertThrows(ConnectionException.CutOff.class, () -> next(reader));
    assertTrue(THREADS.getCurrentThreadAllocatedBytes() - before < 3 << 20);
  }

  @Test
  void damagedStreamsNeverHangNorCostMoreThanTheyAreLong() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < DAMAGED; i++) {
      byte[] bytes = mutated(random);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      int messages = readAll(bytes, random);
      long cost = THREADS.getCurrentThreadAllocatedBytes() - before;
      long most = 200_000 + 4L * bytes.length + messages * 70_000L;

      assertTrue(cost < most, "seed %d: %d bytes cost %d".formatted(seed, bytes.length, cost));
      assertTrue(messages <= bytes.length / 4, "seed " + seed);
    }
  }

  private static int readAll(byte[] bytes, Random random) {
    var reader = new SocketReader(new Peer(bytes, 100 + random.nextInt(3000), random), LIMIT);
    for (int messages = 0; ; messages++) {
      try {
        byte[] _ = next(reader);
      } catch (IOException end) {
        assertFalse(end.getMessage().isEmpty());
        return messages;
      }
    }
  }

  /// Some frames of which one byte after the other is changed, taken out, doubled or cut off.
  private static byte[] mutated(Random random) {
    List<byte[]> messages = new ArrayList<>();
    for (int i = random.nextInt(5); i >= 0; i--) {
      messages.add(new byte[random.nextInt(100) * random.nextInt(50)]);
    }
    byte[] bytes = frames(messages);
    for (int changes = random.nextInt(4); changes >= 0 && bytes.length > 0; changes--) {
      int at = random.nextInt(Math.min(bytes.length, random.nextBoolean() ? 12 : bytes.length));
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0x80);
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        default -> {
          byte[] without = Arrays.copyOf(bytes, bytes.length - 1);
          System.arraycopy(bytes, at + 1, without, at, without.length - at);
          bytes = without;
        }
      }
    }
    return bytes;
  }

  private static byte[] frames(List<byte[]> messages) {
    ByteBuffer all = ByteBuffer.allocate(messages.stream().mapToInt(m -> 4 + m.length).sum());
    messages.forEach(message -> all.put(SocketHeader.of(message.length)).put(message));
    return all.array();
  }

  private static SocketReader reader(byte[] bytes) {
    return new SocketReader(new Peer(bytes, bytes.length, new Random(1)), LIMIT);
  }

  private static byte[] next(SocketReader reader) throws IOException {
    while (!reader.fill(Integer.MAX_VALUE)) {
      Thread.onSpinWait();
    }
    return reader.take();
  }
}
