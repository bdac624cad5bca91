package io.tandem.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Bytes as they are.
final class BytesCodec implements Codec {
  static final BytesCodec INSTANCE = new BytesCodec();

  private static final int ID = 1;

  private BytesCodec() {}

  @Override
  public int id() {
    return ID;
  }

  @Override
  public String name() {
    return "bytes";
  }

  @Override
  public Encoding encode(@Nullable Object value) {
    return switch (value) {
      case byte[] bytes -> new Raw(MemorySegment.ofArray(bytes));
      case MemorySegment bytes -> new Raw(bytes);
      case null, default ->
          throw new CodecException.Unencodable(
              "Cannot encode a %s as bytes. Give a byte[] or a MemorySegment, or use Codec.data()."
                  .formatted(value == null ? "null" : value.getClass().getName()));
    };
  }

  @Override
  public byte[] decode(MemorySegment bytes) {
    if (bytes.byteSize() > Encoding.LONGEST_ARRAY) {
      throw new CodecException.Malformed(
          "Cannot make one array of %d bytes: the longest has %d. Receive them in parts."
              .formatted(bytes.byteSize(), Encoding.LONGEST_ARRAY));
    }
    return bytes.toArray(JAVA_BYTE);
  }

  private record Raw(MemorySegment bytes) implements Encoding {
    @Override
    public long size() {
      return bytes.byteSize();
    }

    @Override
    public void writeTo(MemorySegment target, long offset) {
      MemorySegment.copy(bytes, 0, target, offset, bytes.byteSize());
    }
  }
}
