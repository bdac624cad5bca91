package io.tandem.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// What travels: an encoded value behind two bytes that say whose it is.
///
/// ```text
/// offset  size  field
///      0     1  the codec's id
///      1     1  the version of its format
///      2        what the codec wrote
/// ```
public final class Frame {
  /// What is in front of the codec's own bytes.
  public static final int HEADER_BYTES = 2;

  private static final int ID_AT = 0;
  private static final int VERSION_AT = 1;

  private Frame() {}

  /// Encodes a value for [#decode] with the same codec.
  ///
  /// @throws CodecException.Unencodable if it cannot be encoded
  public static Encoding encode(Codec codec, @Nullable Object value) {
    return new Framed(checkedByte(codec.id()), checkedByte(codec.version()), codec.encode(value));
  }

  /// Makes a value of a frame, and keeps nothing of the memory.
  ///
  /// @param frame all of it, and no more
  /// @throws CodecException.Mismatch if another codec, or another version of it, made it
  /// @throws CodecException.Malformed if it is damaged or cut off
  /// @throws CodecException.Refused if it names what may not come in
  public static @Nullable Object decode(Codec codec, MemorySegment frame) {
    if (frame.byteSize() < HEADER_BYTES) {
      throw new CodecException.Malformed(
          "Cannot decode a frame of %d bytes: the shortest has %d. It was cut off: send it again."
              .formatted(frame.byteSize(), HEADER_BYTES));
    }
    int id = Byte.toUnsignedInt(frame.get(JAVA_BYTE, ID_AT));
    int version = Byte.toUnsignedInt(frame.get(JAVA_BYTE, VERSION_AT));
    if (id != codec.id() || version != codec.version()) {
      throw new CodecException.Mismatch(
          "Cannot decode a frame of codec %d (%s) version %d with codec %d (%s) version %d. "
                  .formatted(
                      id, nameOf(id, codec), version, codec.id(), codec.name(), codec.version())
              + "Give both ends the same codec and the same version of the library.");
    }
    return codec instanceof DataCodec data
        ? data.decode(frame, HEADER_BYTES)
        : codec.decode(frame.asSlice(HEADER_BYTES));
  }

  private record Framed(byte id, byte version, Encoding body) implements Encoding {
    @Override
    public long size() {
      return HEADER_BYTES + body.size();
    }

    @Override
    public void writeTo(MemorySegment target, long offset) {
      body.writeTo(target, offset + HEADER_BYTES); // first, as it is what may fail
      target.set(JAVA_BYTE, offset + ID_AT, id);
      target.set(JAVA_BYTE, offset + VERSION_AT, version);
    }
  }

  private static byte checkedByte(int value) {
    if (value < 0 || value > 0xff) {
      throw new IllegalArgumentException(
          "A codec has the id or version %d. Choose one of 0 to 255.".formatted(value));
    }
    return (byte) value;
  }

  /// What this process knows of an id. Only for messages.
  private static String nameOf(int id, Codec codec) {
    Stream<Codec> installed =
        StreamSupport.stream(ServiceLoader.load(Codec.class).spliterator(), false);
    return Stream.concat(Stream.of(codec, Codec.bytes(), Codec.data()), installed)
        .filter(each -> each.id() == id)
        .map(Codec::name)
        .findFirst()
        .orElse("unknown here");
  }
}
