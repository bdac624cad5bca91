package io.tandem.codec;

import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/// Values that hold no others: what stands behind their type.
///
/// Primitives come first, in methods short enough for the compiler to put them where they are
/// called: then a number is decoded without an object beside it.
final class LeafForm {
  private LeafForm() {}

  /// @throws Blame if it cannot be encoded
  static void write(int tag, Object value, Output out) {
    switch (tag) {
      case Tag.INT -> out.writeNumber((Integer) value);
      case Tag.LONG -> out.writeNumber((Long) value);
      case Tag.BYTE -> out.writeByte((Byte) value);
      case Tag.SHORT -> out.writeFixed((Short) value, Short.BYTES);
      case Tag.CHAR -> out.writeFixed((Character) value, Character.BYTES);
      case Tag.FLOAT -> out.writeFixed(Float.floatToRawIntBits((Float) value), Float.BYTES);
      case Tag.DOUBLE -> out.writeFixed(Double.doubleToRawLongBits((Double) value), Double.BYTES);
      default -> writeOther(tag, value, out);
    }
  }

  private static void writeOther(int tag, Object value, Output out) {
    switch (tag) {
      case Tag.SEGMENT -> {
        out.writeLength(((MemorySegment) value).byteSize());
        out.writeSegment((MemorySegment) value);
      }
      case Tag.PATH -> writePath((Path) value, out);
      case Tag.BIG_INTEGER -> writeBigInteger((BigInteger) value, out);
      case Tag.BIG_DECIMAL -> {
        out.writeNumber(((BigDecimal) value).scale());
        writeBigInteger(((BigDecimal) value).unscaledValue(), out);
      }
      case Tag.UUID -> {
        out.writeFixed(((UUID) value).getMostSignificantBits(), Long.BYTES);
        out.writeFixed(((UUID) value).getLeastSignificantBits(), Long.BYTES);
      }
      case Tag.TIME -> TimeForm.write(value, out);
      case Tag.OPTIONAL_INT, Tag.OPTIONAL_LONG, Tag.OPTIONAL_DOUBLE -> writeOptional(value, out);
      default -> PrimitiveArrays.write(tag, value, out);
    }
  }

  private static void writeOptional(Object value, Output out) {
    switch (value) {
      case OptionalInt number -> {
        out.writeByte(number.isPresent() ? 1 : 0);
        number.ifPresent(out::writeNumber);
      }
      case OptionalLong number -> {
        out.writeByte(number.isPresent() ? 1 : 0);
        number.ifPresent(out::writeNumber);
      }
      default -> {
        var number = (OptionalDouble) value;
        out.writeByte(number.isPresent() ? 1 : 0);
        number.ifPresent(each -> write(Tag.DOUBLE, each, out));
      }
    }
  }

  private static void writePath(Path path, Output out) {
    if (path.getFileSystem() != FileSystems.getDefault()) {
      throw new Blame(
          "is a %s, a path of another file system than the default one"
              .formatted(path.getClass().getName()),
          null);
    }
    TextForm.write(path.toString(), out);
  }

  private static void writeBigInteger(BigInteger number, Output out) {
    byte[] bytes = number.toByteArray();
    out.writeLength(bytes.length);
    out.writeBytes(bytes);
  }

  static Object read(int tag, Input in) {
    return switch (tag) {
      case Tag.INT -> in.readInt();
      case Tag.LONG -> in.readNumber();
      case Tag.BYTE -> (byte) in.readByte();
      case Tag.SHORT -> (short) in.readFixed(Short.BYTES);
      case Tag.CHAR -> (char) in.readFixed(Character.BYTES);
      case Tag.FLOAT -> Float.intBitsToFloat((int) in.readFixed(Float.BYTES));
      case Tag.DOUBLE -> Double.longBitsToDouble(in.readFixed(Double.BYTES));
      default -> readOther(tag, in);
    };
  }

  private static Object readOther(int tag, Input in) {
    return switch (tag) {
      case Tag.SEGMENT -> MemorySegment.ofArray(in.readBytes(in.readLength(1)));
      case Tag.PATH -> Path.of(TextForm.read(in.readByte(), in));
      case Tag.BIG_INTEGER -> readBigInteger(in);
      case Tag.BIG_DECIMAL -> {
        int scale = in.readInt();
        yield new BigDecimal(readBigInteger(in), scale);
      }
      case Tag.UUID -> new UUID(in.readFixed(Long.BYTES), in.readFixed(Long.BYTES));
      case Tag.TIME -> TimeForm.read(in);
      case Tag.OPTIONAL_INT ->
          in.readByte() == 0 ? OptionalInt.empty() : OptionalInt.of(in.readInt());
      case Tag.OPTIONAL_LONG ->
          in.readByte() == 0 ? OptionalLong.empty() : OptionalLong.of(in.readNumber());
      case Tag.OPTIONAL_DOUBLE ->
          in.readByte() == 0
              ? OptionalDouble.empty()
              : OptionalDouble.of(Double.longBitsToDouble(in.readFixed(Double.BYTES)));
      default -> PrimitiveArrays.read(tag, in);
    };
  }

  private static BigInteger readBigInteger(Input in) {
    return new BigInteger(in.readBytes(in.readLength(1)));
  }
}
