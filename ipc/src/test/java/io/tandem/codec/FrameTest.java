package io.tandem.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Two bytes in front of every message, by which both ends know that they mean the same.
class FrameTest {
  private static final byte[] HELLO = {7, 8, 9};

  @Test
  void bytesArriveBehindTheHeader() {
    MemorySegment frame = written(Frame.encode(Codec.bytes(), HELLO));

    assertArrayEquals(new byte[] {1, 1, 7, 8, 9}, frame.toArray(ValueLayout.JAVA_BYTE));
    assertArrayEquals(HELLO, (byte[]) Frame.decode(Codec.bytes(), frame));
  }

  @Test
  void segmentsArriveAsBytes() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment sent = arena.allocateFrom(ValueLayout.JAVA_BYTE, HELLO);

      MemorySegment frame = written(Frame.encode(Codec.bytes(), sent));

      assertArrayEquals(HELLO, (byte[]) Frame.decode(Codec.bytes(), frame));
    }
  }

  /// As when it lies in the middle of an array that holds more.
  @Test
  void nothingIsReadBeyondTheFrame() {
    MemorySegment frame = written(Frame.encode(Codec.data(), List.of("one", 2L, 3.0)));
    MemorySegment array = MemorySegment.ofArray(new byte[3 * (int) frame.byteSize()]);
    for (long at = 0; at < array.byteSize(); at += frame.byteSize()) {
      MemorySegment.copy(frame, 0, array, at, frame.byteSize());
    }

    assertEquals(
        List.of("one", 2L, 3.0),
        Frame.decode(Codec.data(), array.asSlice(frame.byteSize(), frame.byteSize())));
    for (long length = 0; length < frame.byteSize(); length++) {
      MemorySegment cutOff = array.asSlice(frame.byteSize(), length);
      assertThrows(
          CodecException.Malformed.class, () -> Frame.decode(Codec.data(), cutOff), "" + length);
    }
  }

  @Test
  void nothingIsWrittenWhereThereIsNoRoom() {
    MemorySegment tight = MemorySegment.ofArray(new byte[4]);

    Encoding message = Frame.encode(Codec.bytes(), HELLO);

    assertEquals(5, message.size());
    assertThrows(IndexOutOfBoundsException.class, () -> message.writeTo(tight, 0));
    assertArrayEquals(new byte[4], tight.toArray(ValueLayout.JAVA_BYTE));
  }

  @Test
  void anotherCodecsFrameIsRefusedNamingBoth() {
    MemorySegment frame = written(Frame.encode(new Custom(77, 3), HELLO));

    var failure =
        assertThrows(CodecException.Mismatch.class, () -> Frame.decode(new Custom(78, 3), frame));

    assertEquals(
        "Cannot decode a frame of codec 77 (unknown here) version 3 with codec 78 (custom 78)"
            + " version 3. Give both ends the same codec and the same version of the library.",
        failure.getMessage());
  }

  @Test
  void anotherVersionIsRefusedNamingBoth() {
    MemorySegment frame = written(Frame.encode(new Custom(77, 3), HELLO));

    var failure =
        assertThrows(CodecException.Mismatch.class, () -> Frame.decode(new Custom(77, 4), frame));

    assertEquals(
        "Cannot decode a frame of codec 77 (custom 77) version 3 with codec 77 (custom 77)"
            + " version 4. Give both ends the same codec and the same version of the library.",
        failure.getMessage());
  }

  @Test
  void aFrameWithoutItsHeaderIsMalformed() {
    var failure =
        assertThrows(
            CodecException.Malformed.class,
            () -> Frame.decode(Codec.bytes(), MemorySegment.ofArray(new byte[1])));

    assertEquals(
        "Cannot decode a frame of 1 bytes: the shortest has 2. It was cut off: send it again.",
        failure.getMessage());
  }

  @Test
  void anIdThatDoesNotFitIsRefusedBeforeAnythingIsSent() {
    var failure =
        assertThrows(IllegalArgumentException.class, () -> Frame.encode(new Custom(256, 1), HELLO));

    assertEquals(
        "A codec has the id or version 256. Choose one of 0 to 255.", failure.getMessage());
  }

  @Test
  void theCodecOfBytesTakesNothingElse() {
    var failure =
        assertThrows(CodecException.Unencodable.class, () -> Frame.encode(Codec.bytes(), "text"));

    assertEquals(
        "Cannot encode a java.lang.String as bytes. Give a byte[] or a MemorySegment, or use"
            + " Codec.data().",
        failure.getMessage());
  }

  private static MemorySegment written(Encoding encoding) {
    MemorySegment memory = MemorySegment.ofArray(new byte[Math.toIntExact(encoding.size())]);
    encoding.writeTo(memory, 0);
    return memory;
  }

  /// A codec of a user.
  private record Custom(int id, int version) implements Codec {
    @Override
    public String name() {
      return "custom " + id;
    }

    @Override
    public Encoding encode(@Nullable Object value) {
      return Codec.bytes().encode(value);
    }

    @Override
    public @Nullable Object decode(MemorySegment bytes) {
      return Codec.bytes().decode(bytes);
    }
  }
}
