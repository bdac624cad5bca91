package io.tandem.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.AsciiNumberFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a reader of the Javadoc may rely on, without an oracle.
class SegmentBufferTest {
  private static final int CAPACITY = 64;

  private final MemorySegment memory = Arena.ofAuto().allocate(CAPACITY, 8);
  private final SegmentBuffer buffer = new SegmentBuffer(memory);

  @Test
  void byteOrderIsNativeUnlessNamed() {
    buffer.putLong(3, 0x0102030405060708L, ByteOrder.BIG_ENDIAN);
    assertEquals(1, buffer.getByte(3));
    assertEquals(0x0807060504030201L, buffer.getLong(3, ByteOrder.LITTLE_ENDIAN));

    buffer.putInt(0, 0x01020304);
    assertEquals(memory.get(ValueLayout.JAVA_INT, 0), buffer.getInt(0, ByteOrder.nativeOrder()));

    buffer.putDouble(1, Math.PI, ByteOrder.BIG_ENDIAN);
    assertEquals(Math.PI, buffer.getDouble(1, ByteOrder.BIG_ENDIAN));
    buffer.putFloat(1, -0f, ByteOrder.BIG_ENDIAN);
    assertEquals((byte) 0x80, buffer.getByte(1));
    buffer.putChar(5, 'é', ByteOrder.BIG_ENDIAN);
    assertEquals((byte) 0xE9, buffer.getByte(6));
    buffer.putShort(5, (short) 258, ByteOrder.LITTLE_ENDIAN);
    assertEquals(513, buffer.getShort(5, ByteOrder.BIG_ENDIAN));
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -8, -1, CAPACITY - 7, CAPACITY, Integer.MAX_VALUE})
  void aLongOutsideTheBufferIsRefused(int index) {
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.getLong(index));
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.putLong(index, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.getAndAddLong(index, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.putBytes(index, new byte[8]));
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.setMemory(index, 8, (byte) 1));
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.boundsCheck(index, 8));
    assertEquals(-1, memory.mismatch(MemorySegment.ofArray(new byte[CAPACITY])));
  }

  @Test
  void bothEndsAreInside() {
    buffer.putLong(CAPACITY - 8, -1);
    buffer.putByteVolatile(CAPACITY - 1, (byte) 7);
    buffer.putIntRelease(0, 5);
    buffer.putBytes(CAPACITY, new byte[0]);
    buffer.checkLimit(CAPACITY);

    assertEquals(5, buffer.getIntAcquire(0));
    assertEquals(7, buffer.getByteVolatile(CAPACITY - 1));
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.checkLimit(CAPACITY + 1));
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.putBytes(CAPACITY + 1, new byte[0]));
  }

  @Test
  void aMisalignedAtomicIsRefusedAndAPlainAccessIsNot() {
    buffer.putLong(1, 42);

    assertEquals(42, buffer.getLong(1));
    assertThrows(IllegalArgumentException.class, () -> buffer.getLongVolatile(1));
    assertThrows(IllegalArgumentException.class, () -> buffer.putIntRelease(2, 1));
    assertThrows(IllegalArgumentException.class, () -> buffer.compareAndSetLong(4, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> buffer.getCharVolatile(1));
  }

  @Test
  void atomicsOnAnArraySayWhatToUse() {
    buffer.wrap(new byte[16]);
    buffer.putLong(0, 42);

    assertEquals(42, buffer.getLong(0));
    assertEquals(buffer.getByte(7), buffer.getByteVolatile(7));
    var refused = assertThrows(IllegalStateException.class, () -> buffer.getLongVolatile(0));
    assertEquals(
        "Cannot access 16 bytes of a byte[] atomically: the JVM does not align it. "
            + "Use direct memory: a segment of an Arena, or a direct ByteBuffer.",
        refused.getMessage());
  }

  @Test
  void readOnlyMemoryIsReadAndNotWritten() {
    var readOnly = new SegmentBuffer(memory.asReadOnly());

    assertEquals(0, readOnly.getLongVolatile(0));
    assertThrows(IllegalArgumentException.class, () -> readOnly.putLong(0, 1));
    assertThrows(IllegalArgumentException.class, () -> readOnly.getAndAddInt(0, 1));
    var target = ByteBuffer.allocate(8).asReadOnlyBuffer();
    assertThrows(IllegalArgumentException.class, () -> buffer.getBytes(0, target, 4));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {Integer.MIN_VALUE, Integer.MIN_VALUE + 1, -10, -9, -1, 0, 9, 10, Integer.MAX_VALUE})
  void intsSurviveAscii(int value) {
    int length = buffer.putIntAscii(5, value);

    assertEquals(Integer.toString(value), buffer.getStringWithoutLengthAscii(5, length));
    assertEquals(value, buffer.parseIntAscii(5, length));
    assertEquals(value, buffer.parseLongAscii(5, length));
    if (value >= 0) {
      assertEquals(length, buffer.putNaturalIntAscii(30, value));
      assertEquals(value, buffer.parseNaturalIntAscii(30, length));
      buffer.putNaturalPaddedIntAscii(30, 12, value);
      assertEquals("%012d".formatted(value), buffer.getStringWithoutLengthAscii(30, 12));
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {Long.MIN_VALUE, Long.MIN_VALUE + 1, -100_000_000, -1, 0, 99_999_999, Long.MAX_VALUE})
  void longsSurviveAscii(long value) {
    int length = buffer.putLongAscii(5, value);

    assertEquals(Long.toString(value), buffer.getStringWithoutLengthAscii(5, length));
    assertEquals(value, buffer.parseLongAscii(5, length));
    if (value >= 0) {
      assertEquals(length, buffer.putNaturalLongAscii(30, value));
      assertEquals(value, buffer.parseNaturalLongAscii(30, length));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"2147483648", "-2147483649", "99999999999", "-", "", "1x", "12345678x0", " 1"})
  void whatIsNoIntIsRefused(String text) {
    buffer.putStringWithoutLengthAscii(0, text);
    assertThrows(AsciiNumberFormatException.class, () -> buffer.parseIntAscii(0, text.length()));
    assertThrows(
        AsciiNumberFormatException.class, () -> buffer.parseNaturalIntAscii(0, text.length()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "-9223372036854775809", "99999999999999999999"})
  void whatIsNoLongIsRefused(String text) {
    buffer.putStringWithoutLengthAscii(0, text);
    assertThrows(AsciiNumberFormatException.class, () -> buffer.parseLongAscii(0, text.length()));
    assertThrows(
        AsciiNumberFormatException.class, () -> buffer.parseNaturalLongAscii(0, text.length()));
  }

  @ParameterizedTest
  @CsvSource({
    "-12, error parsing int, error parsing long",
    "-123456789, error parsing int, error parsing long",
    "-1234567890, int overflow parsing, error parsing long",
    "-123456789012345678, int overflow parsing, error parsing long",
    "-1234567890123456789, int overflow parsing, long overflow parsing"
  })
  void aNaturalNumberHasNoSign(String text, String asInt, String asLong) {
    int length = buffer.putStringWithoutLengthAscii(0, text);
    var kind = AsciiNumberFormatException.class;

    var refused = assertThrows(kind, () -> buffer.parseNaturalIntAscii(0, length));
    assertEquals(asInt + ": " + text, refused.getMessage());
    refused = assertThrows(kind, () -> buffer.parseNaturalLongAscii(0, length));
    assertEquals(asLong + ": " + text, refused.getMessage());
  }

  @Test
  void aNaturalNumberThatDoesNotFitIsRefused() {
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.putNaturalIntAscii(0, -1));
    assertThrows(NumberFormatException.class, () -> buffer.putNaturalPaddedIntAscii(0, 2, 100));
    assertEquals(6, buffer.putNaturalIntAsciiFromEnd(1234, 10));
  }

  @Test
  void asciiStringsLoseWhatIsNotAscii() throws IOException {
    assertEquals(4 + 4, buffer.putStringAscii(1, "grün", ByteOrder.BIG_ENDIAN));
    assertEquals("gr?n", buffer.getStringAscii(1, ByteOrder.BIG_ENDIAN));
    assertEquals("gr?n", buffer.getStringAscii(1, 4));

    buffer.putByte(5, (byte) 0xFC);
    assertEquals("\uFFFDr?n", buffer.getStringAscii(1, 4));
    var text = new StringWriter();
    assertEquals(4, buffer.getStringAscii(1, text, ByteOrder.BIG_ENDIAN));
    assertEquals("?r?n", text.toString());
    assertEquals(4, buffer.putStringAscii(1, (String) null));
    assertEquals("", buffer.getStringAscii(1));
  }

  @Test
  void anAppendableThatFailsIsHeard() {
    buffer.putStringAscii(0, "text");
    assertThrows(IOException.class, () -> readInto(Writer.nullWriter()));
  }

  private void readInto(Writer writer) throws IOException {
    writer.close();
    buffer.getStringAscii(0, writer);
  }

  @Test
  void utf8StringsKeepEverything() {
    String text = "grün €\uD83D\uDE00";
    assertEquals(4 + 13, buffer.putStringUtf8(1, text, ByteOrder.BIG_ENDIAN));
    assertEquals(13, buffer.getInt(1, ByteOrder.BIG_ENDIAN));
    assertEquals(text, buffer.getStringUtf8(1, ByteOrder.BIG_ENDIAN));
    assertEquals(text, buffer.getStringWithoutLengthUtf8(5, 13));

    buffer.putStringUtf8(1, null);
    assertEquals("null", buffer.getStringUtf8(1));
    var refused =
        assertThrows(IllegalArgumentException.class, () -> buffer.putStringUtf8(0, text, 12));
    assertEquals(
        "Cannot put a string of 13 bytes: maxEncodedLength is 12. "
            + "Shorten it or raise the maximum.",
        refused.getMessage());
  }

  @Test
  void overlappingBytesMoveAsAWhole() {
    buffer.putStringWithoutLengthAscii(0, "abcdef");
    buffer.putBytes(2, buffer, 0, 6);
    assertEquals("ababcdef", buffer.getStringWithoutLengthAscii(0, 8));
  }

  @Test
  void equalContentsAreEqualAndOrderedByLongs() {
    var same = new SegmentBuffer(Arena.ofAuto().allocate(CAPACITY));
    assertEquals(same, buffer);
    assertEquals(same.hashCode(), buffer.hashCode());
    assertEquals(0, buffer.compareTo(same));
    assertTrue(buffer.compareTo(new SegmentBuffer(memory.asSlice(0, 8))) > 0);

    same.putLong(0, -1);
    assertNotEquals(same, buffer);
    assertTrue(buffer.compareTo(same) > 0);
    assertFalse(buffer.equals(new Object()));
  }
}
