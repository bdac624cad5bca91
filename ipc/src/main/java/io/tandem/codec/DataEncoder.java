package io.tandem.codec;

import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Encodes one value with all that it holds.
final class DataEncoder {
  /// Values in each other. Deeper ones, and those in circles, are for Java serialization.
  static final int DEEPEST = 200;

  private final Output out = new Output();
  private final List<TypeForm> types = new ArrayList<>(2);
  private final List<SharedScope> scopes = new ArrayList<>(0);
  private final @Nullable Set<Class<?>> classes;
  private int depth;

  /// @param depth in which the value is already
  /// @param classes where all classes are noted that are named, or null
  DataEncoder(int depth, @Nullable Set<Class<?>> classes) {
    this.depth = depth;
    this.classes = classes;
  }

  Output output() {
    return out;
  }

  /// @throws Blame if it, or a part of it, cannot be encoded
  void encode(@Nullable Object value) {
    if (value == null) {
      out.writeByte(Tag.NULL);
      return;
    }
    if (value instanceof String text) {
      TextForm.write(text, out);
      return;
    }
    TypeForm type = TypeForm.of(value.getClass());
    switch (type.tag) {
      case Tag.RECORD -> writeRecord(value, type);
      case Tag.INT -> {
        out.writeByte(Tag.INT);
        out.writeNumber((Integer) value);
      }
      case Tag.LONG -> {
        out.writeByte(Tag.LONG);
        out.writeNumber((Long) value);
      }
      case Tag.TRUE, Tag.BYTE, Tag.SHORT, Tag.CHAR, Tag.FLOAT, Tag.DOUBLE -> {
        boolean no = value == Boolean.FALSE;
        out.writeByte(no ? Tag.FALSE : type.tag);
        writePrimitive(type.tag, value);
      }
      case Tag.BYTES,
          Tag.BOOLEANS,
          Tag.SHORTS,
          Tag.CHARS,
          Tag.INTS,
          Tag.LONGS,
          Tag.FLOATS,
          Tag.DOUBLES -> {
        out.writeByte(type.tag);
        PrimitiveArrays.write(type.tag, value, out);
      }
      case Tag.ARRAY -> writeArray((Object[]) value);
      case Tag.ENUM -> writeEnum((Enum<?>) value, type);
      default -> encodeOther(value, type.tag);
    }
  }

  private void encodeOther(Object value, int tag) {
    switch (tag) {
      case Tag.LIST, Tag.SET, Tag.ARRAY_LIST, Tag.HASH_SET, Tag.LINKED_HASH_SET, Tag.TREE_SET ->
          writeCollection((Collection<?>) value, tag);
      case Tag.MAP, Tag.HASH_MAP, Tag.LINKED_HASH_MAP, Tag.TREE_MAP ->
          writeMap((Map<?, ?>) value, tag);
      case Tag.OPTIONAL -> writeOptional((Optional<?>) value);
      case Tag.PATH -> writePath((Path) value);
      case Tag.BIG_INTEGER -> {
        out.writeByte(tag);
        writeBigInteger((BigInteger) value);
      }
      case Tag.BIG_DECIMAL -> {
        out.writeByte(tag);
        out.writeNumber(((BigDecimal) value).scale());
        writeBigInteger(((BigDecimal) value).unscaledValue());
      }
      case Tag.UUID -> {
        out.writeByte(tag);
        out.writeFixed(((UUID) value).getMostSignificantBits(), Long.BYTES);
        out.writeFixed(((UUID) value).getLeastSignificantBits(), Long.BYTES);
      }
      case Tag.TIME -> {
        out.writeByte(tag);
        TimeForm.write(value, out);
      }
      case Tag.SEGMENT -> {
        out.writeByte(tag);
        out.writeLength(((MemorySegment) value).byteSize());
        out.writeSegment((MemorySegment) value);
      }
      case Tag.JAVA -> writeJava((Serializable) value);
      case Tag.SCOPE -> {
        out.writeByte(tag);
        writeScope((SharedScope) value);
      }
      case Tag.BLOCK -> writeBlock((SharedBlock) value);
      case Tag.HANDLE -> writeHandle((Serializable) value);
      default ->
          throw new Blame("is a " + value.getClass().getName() + ", which cannot cross", null);
    }
  }

  private void writePrimitive(int tag, Object value) {
    switch (tag) {
      case Tag.BYTE -> out.writeByte((Byte) value);
      case Tag.SHORT -> out.writeFixed((Short) value, Short.BYTES);
      case Tag.CHAR -> out.writeFixed((Character) value, Character.BYTES);
      case Tag.FLOAT -> out.writeFixed(Float.floatToRawIntBits((Float) value), Float.BYTES);
      case Tag.DOUBLE -> out.writeFixed(Double.doubleToRawLongBits((Double) value), Double.BYTES);
      default -> {} // what a boolean is, its tag says
    }
  }

  // ---- of fixed parts ----

  private void writeBigInteger(BigInteger number) {
    byte[] bytes = number.toByteArray();
    out.writeLength(bytes.length);
    out.writeBytes(bytes);
  }

  private void writePath(Path path) {
    if (path.getFileSystem() != FileSystems.getDefault()) {
      throw new Blame(
          "is a %s, a path of another file system than the default one"
              .formatted(path.getClass().getName()),
          null);
    }
    out.writeByte(Tag.PATH);
    encode(path.toString());
  }

  // ---- types, by their number in the frame: told in full the first time ----

  private void writeType(TypeForm type) {
    int number = types.indexOf(type);
    out.writeLength(number + 1);
    if (number < 0) {
      types.add(type);
      if (classes != null) {
        classes.add(type.type);
      }
      out.writeLength(type.bytes.length);
      out.writeBytes(type.bytes);
    }
  }

  private void writeEnum(Enum<?> constant, TypeForm type) {
    out.writeByte(Tag.ENUM);
    writeType(type);
    out.writeUtf8(constant.name());
  }

  // ---- what holds other values ----

  private void descend() {
    if (++depth > DEEPEST) {
      throw new Blame(
          "is more than %d values deep; perhaps they go round in a circle".formatted(DEEPEST),
          null);
    }
  }

  private void writeRecord(Object value, TypeForm type) {
    descend();
    out.writeByte(HandleForm.isHandle(type.type) ? Tag.HANDLE : Tag.RECORD);
    writeType(type);
    RecordForm record = type.record;
    for (int i = 0; i < record.length(); i++) {
      try {
        writeComponent(record.get(value, i), record.primitive(i));
      } catch (Blame e) {
        throw e.in("." + record.nameOf(i));
      }
    }
    depth--;
  }

  private void writeComponent(@Nullable Object value, int primitive) {
    switch (primitive) {
      case TypeForm.NONE -> encode(value);
      case Tag.INT -> out.writeNumber((Integer) value);
      case Tag.LONG -> out.writeNumber((Long) value);
      case Tag.TRUE -> out.writeByte((Boolean) value ? 1 : 0);
      default -> writePrimitive(primitive, value);
    }
  }

  private void writeArray(Object[] array) {
    descend();
    out.writeByte(Tag.ARRAY);
    writeType(TypeForm.of(array.getClass().componentType()));
    writeElements(array);
    depth--;
  }

  private void writeCollection(Collection<?> elements, int tag) {
    if (elements instanceof SortedSet<?> sorted && sorted.comparator() != null) {
      writeJava((Serializable) elements);
      return;
    }
    descend();
    out.writeByte(tag);
    writeElements(elements.toArray());
    depth--;
  }

  private void writeElements(@Nullable Object[] elements) {
    out.writeLength(elements.length);
    for (int i = 0; i < elements.length; i++) {
      try {
        encode(elements[i]);
      } catch (Blame e) {
        throw e.in("[" + i + "]");
      }
    }
  }

  private void writeMap(Map<?, ?> map, int tag) {
    if (map instanceof SortedMap<?, ?> sorted && sorted.comparator() != null) {
      writeJava((Serializable) map);
      return;
    }
    descend();
    Object[] entries = map.entrySet().toArray(); // as many as are counted, whoever changes it
    out.writeByte(tag);
    out.writeLength(entries.length);
    for (Object each : entries) {
      writeEntry((Map.Entry<?, ?>) each);
    }
    depth--;
  }

  private void writeEntry(Map.Entry<?, ?> entry) {
    try {
      encode(entry.getKey());
    } catch (Blame e) {
      throw e.in(Blame.key(entry.getKey()));
    }
    try {
      encode(entry.getValue());
    } catch (Blame e) {
      throw e.in(Blame.valueOf(entry.getKey()));
    }
  }

  private void writeOptional(Optional<?> optional) {
    descend();
    out.writeByte(Tag.OPTIONAL);
    try {
      encode(optional.orElse(null));
    } catch (Blame e) {
      throw e.in(".get()");
    }
    depth--;
  }

  // ---- what travels as a handle ----

  private void writeHandle(Serializable value) {
    Object handle = HandleForm.of(value);
    if (handle instanceof Record) {
      writeRecord(handle, TypeForm.of(handle.getClass()));
    } else {
      writeJava(value);
    }
  }

  private void writeBlock(SharedBlock block) {
    out.writeByte(Tag.BLOCK);
    writeScope(block.scope());
    out.writeLength(block.offset());
    out.writeNumber(block.generation());
    out.writeUtf8(block.type().tag());
    out.writeNumber(block.type().version());
  }

  /// By its number in the frame, as types are.
  private void writeScope(SharedScope scope) {
    int number = scopes.indexOf(scope);
    out.writeLength(number + 1);
    if (number < 0) {
      scopes.add(scope);
      out.writeUtf8(scope.handle());
    }
  }

  private void writeJava(Serializable value) {
    descend();
    byte[] bytes = JavaWriter.write(value, depth, classes);
    out.writeByte(Tag.JAVA);
    out.writeLength(bytes.length);
    out.writeBytes(bytes);
    depth--;
  }
}
