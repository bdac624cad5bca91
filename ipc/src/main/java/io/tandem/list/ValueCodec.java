package io.tandem.list;

import io.tandem.memory.MemoryException;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Encodes boxes of primitives, texts, bytes, null, and records of them: each value as a tag that
/// says its type, and what it takes. Small ones take few bytes.
final class ValueCodec<E extends @Nullable Object> implements ElementCodec<E> {
  private static final int DEEPEST = 200;

  private static final int NULL = 0;
  private static final int FALSE = 1;
  private static final int TRUE = 2;
  private static final int BYTE = 3;
  private static final int SHORT = 4;
  private static final int CHARACTER = 5;
  private static final int INT = 6;
  private static final int LONG = 7;
  private static final int FLOAT = 8;
  private static final int DOUBLE = 9;
  private static final int TEXT = 10;
  private static final int TEXT_WITHOUT_UTF_8 = 11;
  private static final int BYTES = 12;
  private static final int RECORD = 13;

  private final ValueType type;
  private final String shape;

  /// @throws IllegalArgumentException if elements cannot be of that type
  ValueCodec(Class<?> type) {
    this.type = ValueType.of(type);
    this.shape = shapeOf(this.type, new HashSet<>());
  }

  private static String shapeOf(ValueType type, Set<ValueType> seen) {
    if (!(type instanceof ValueType.OfRecord record) || !seen.add(type)) {
      return type.name();
    }
    var shape = new StringBuilder(type.name()).append('(');
    for (int i = 0; i < record.length(); i++) {
      shape.append(i == 0 ? "" : ", ").append(record.nameOf(i)).append(": ");
      shape.append(shapeOf(record.typeOf(i), seen));
    }
    return shape.append(')').toString();
  }

  @Override
  public String shape() {
    return shape;
  }

  // ---- to bytes ----

  @Override
  public byte[] encode(E element) {
    var writer = new ElementWriter();
    encode(element, type, new Path(null, type.name(), 0), writer);
    return writer.toBytes();
  }

  /// Where in an element a part is; made into text only for messages.
  private record Path(@Nullable Path whole, String name, int depth) {
    Path of(String part) {
      return new Path(this, part, depth + 1);
    }

    @Override
    public String toString() {
      return whole == null ? name : whole + "." + name;
    }
  }

  private static void encode(
      @Nullable Object value, ValueType type, Path path, ElementWriter writer) {
    if (path.depth() > DEEPEST) {
      throw new IllegalArgumentException(
          "Cannot share an element with more than %d records in each other.".formatted(DEEPEST));
    }
    switch (type) {
      case ValueType.Simple(Class<?> simple) -> encodeSimple(value, simple, path, writer);
      case ValueType.OfRecord record -> encodeRecord(value, record, path, writer);
    }
  }

  private static void encodeRecord(
      @Nullable Object value, ValueType.OfRecord record, Path path, ElementWriter writer) {
    if (value == null) {
      writer.writeByte(NULL);
      return;
    }
    if (value.getClass() != record.type()) {
      throw wrongType(value, record.type(), path);
    }
    writer.writeByte(RECORD);
    for (int i = 0; i < record.length(); i++) {
      encode(record.valueOf(value, i), record.typeOf(i), path.of(record.nameOf(i)), writer);
    }
  }

  private static void encodeSimple(
      @Nullable Object value, Class<?> type, Path path, ElementWriter writer) {
    if (value != null && !type.isPrimitive() && !type.isInstance(value)) {
      throw wrongType(value, type, path);
    }
    switch (value) {
      case null -> writer.writeByte(NULL);
      case Boolean truth -> writer.writeByte(truth ? TRUE : FALSE);
      case Byte number -> number(BYTE, number, writer);
      case Short number -> number(SHORT, number, writer);
      case Character character -> number(CHARACTER, character, writer);
      case Integer number -> number(INT, number, writer);
      case Long number -> number(LONG, number, writer);
      case Float number -> {
        writer.writeByte(FLOAT);
        writer.writeFixed(Float.floatToRawIntBits(number), Float.BYTES);
      }
      case Double number -> {
        writer.writeByte(DOUBLE);
        writer.writeFixed(Double.doubleToRawLongBits(number), Double.BYTES);
      }
      case String text -> encodeText(text, writer);
      case byte[] bytes -> {
        writer.writeByte(BYTES);
        writer.writeBytes(bytes);
      }
      default -> throw wrongType(value, type, path);
    }
  }

  private static void number(int tag, long value, ElementWriter writer) {
    writer.writeByte(tag);
    writer.writeNumber(value);
  }

  private static void encodeText(String text, ElementWriter writer) {
    try {
      ByteBuffer utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      var bytes = new byte[utf8.remaining()];
      utf8.get(bytes);
      writer.writeByte(TEXT);
      writer.writeBytes(bytes);
    } catch (CharacterCodingException halfAPair) {
      writer.writeByte(TEXT_WITHOUT_UTF_8);
      writer.writeNumber(text.length());
      text.chars().forEach(each -> writer.writeFixed(each, Character.BYTES));
    }
  }

  private static ClassCastException wrongType(Object value, Class<?> expected, Path path) {
    return new ClassCastException(
        "Cannot share %s: it is a %s, expected a %s. "
                .formatted(path, value.getClass().getName(), expected.getName())
            + "Use boxes of primitives, String, byte[], and the record types that the list's type"
            + " names.");
  }

  // ---- and back ----

  @Override
  @SuppressWarnings("unchecked") // only values of the type are encoded, and others are refused here
  public E decode(byte[] bytes) {
    var reader = new ElementReader(bytes);
    Object value = decode(type, 0, reader);
    reader.requireEnd();
    return (E) value;
  }

  private static @Nullable Object decode(ValueType type, int depth, ElementReader reader) {
    int tag = reader.readByte();
    if (tag == NULL) {
      return requireFits(null, type);
    }
    if (tag != RECORD) {
      return requireFits(decodeSimple(tag, reader), type);
    }
    if (!(type instanceof ValueType.OfRecord record) || depth > DEEPEST) {
      throw ElementReader.damaged("a record is in it where a %s belongs".formatted(type.name()));
    }
    var values = new @Nullable Object[record.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = decode(record.typeOf(i), depth + 1, reader);
    }
    return record.make(values);
  }

  private static Object decodeSimple(int tag, ElementReader reader) {
    return switch (tag) {
      case FALSE -> false;
      case TRUE -> true;
      case BYTE -> (byte) reader.readNumber();
      case SHORT -> (short) reader.readNumber();
      case CHARACTER -> (char) reader.readNumber();
      case INT -> (int) reader.readNumber();
      case LONG -> reader.readNumber();
      case FLOAT -> Float.intBitsToFloat((int) reader.readFixed(Float.BYTES));
      case DOUBLE -> Double.longBitsToDouble(reader.readFixed(Double.BYTES));
      case TEXT -> new String(reader.readBytes(), StandardCharsets.UTF_8);
      case TEXT_WITHOUT_UTF_8 -> decodeCharacters(reader);
      case BYTES -> reader.readBytes();
      default -> throw ElementReader.damaged("its tag is %d".formatted(tag));
    };
  }

  private static String decodeCharacters(ElementReader reader) {
    var text = new StringBuilder();
    for (long rest = reader.readNumber(); rest > 0; rest--) {
      text.append((char) reader.readFixed(Character.BYTES));
    }
    return text.toString();
  }

  /// @throws MemoryException.Incompatible if a value is not of the type
  private static @Nullable Object requireFits(@Nullable Object value, ValueType type) {
    boolean fits =
        switch (type) {
          case ValueType.OfRecord _ -> value == null;
          case ValueType.Simple(Class<?> simple) when simple.isPrimitive() ->
              value != null && wrapper(simple) == value.getClass();
          case ValueType.Simple(Class<?> simple) -> value == null || simple.isInstance(value);
        };
    if (!fits) {
      throw ElementReader.damaged("'%s' is in it where a %s belongs".formatted(value, type.name()));
    }
    return value;
  }

  private static Class<?> wrapper(Class<?> primitive) {
    return MethodType.methodType(primitive).wrap().returnType();
  }
}
