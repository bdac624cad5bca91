package io.tandem.codec;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Decodes one value with all that it holds.
///
/// Whatever the bytes say, it ends after as many steps as there are bytes, makes nothing that they
/// could not fill, and goes no deeper than an encoder does.
final class DataDecoder {
  private final DataCodec codec;
  private final Input in;
  private final List<TypeForm> types = new ArrayList<>(2);
  private final List<SharedScope> scopes = new ArrayList<>(0);
  private int depth;

  DataDecoder(DataCodec codec, Input in, int depth) {
    this.codec = codec;
    this.in = in;
    this.depth = depth;
  }

  @Nullable Object decode() {
    int tag = in.readByte();
    return switch (tag) {
      case Tag.NULL -> null;
      case Tag.FALSE -> Boolean.FALSE;
      case Tag.TRUE -> Boolean.TRUE;
      case Tag.TEXT -> in.readText();
      case Tag.TEXT_16 -> new String((char[]) PrimitiveArrays.read(Tag.CHARS, in));
      case Tag.BYTE, Tag.SHORT, Tag.CHAR, Tag.INT, Tag.LONG, Tag.FLOAT, Tag.DOUBLE ->
          readPrimitive(tag);
      case Tag.BYTES,
          Tag.BOOLEANS,
          Tag.SHORTS,
          Tag.CHARS,
          Tag.INTS,
          Tag.LONGS,
          Tag.FLOATS,
          Tag.DOUBLES ->
          PrimitiveArrays.read(tag, in);
      case Tag.SEGMENT -> MemorySegment.ofArray(in.readBytes(in.readLength(1)));
      case Tag.ENUM -> readEnum();
      case Tag.PATH -> readPath();
      case Tag.BIG_INTEGER -> readBigInteger();
      case Tag.BIG_DECIMAL -> readBigDecimal();
      case Tag.UUID -> new UUID(in.readFixed(Long.BYTES), in.readFixed(Long.BYTES));
      case Tag.TIME -> TimeForm.read(in);
      case Tag.SCOPE -> readScope();
      case Tag.BLOCK -> readBlock();
      default -> readWhole(tag);
    };
  }

  private @Nullable Object readWhole(int tag) {
    if (++depth > DataEncoder.DEEPEST) {
      throw Input.malformed("it is more than %d values deep", DataEncoder.DEEPEST);
    }
    Object whole =
        switch (tag) {
          case Tag.RECORD -> readRecord(tag);
          case Tag.HANDLE -> HandleForm.resolve((Record) readRecord(tag));
          case Tag.ARRAY -> readArray();
          case Tag.LIST -> Collections.unmodifiableList(Arrays.asList(readElements()));
          case Tag.ARRAY_LIST -> new ArrayList<>(Arrays.asList(readElements()));
          case Tag.SET -> Collections.unmodifiableSet(readInto(new LinkedHashSet<>()));
          case Tag.HASH_SET -> readInto(new HashSet<>());
          case Tag.LINKED_HASH_SET -> readInto(new LinkedHashSet<>());
          case Tag.TREE_SET -> readInto(new TreeSet<>());
          case Tag.MAP -> Collections.unmodifiableMap(readInto(new LinkedHashMap<>()));
          case Tag.HASH_MAP -> readInto(new HashMap<>());
          case Tag.LINKED_HASH_MAP -> readInto(new LinkedHashMap<>());
          case Tag.TREE_MAP -> readInto(new TreeMap<>());
          case Tag.OPTIONAL -> Optional.ofNullable(decode());
          case Tag.JAVA -> JavaReader.read(in.readBytes(in.readLength(1)), codec, depth);
          default -> throw Input.malformed("there is no type %d", tag);
        };
    depth--;
    return whole;
  }

  private Object readPrimitive(int tag) {
    return switch (tag) {
      case Tag.TRUE -> in.readByte() != 0;
      case Tag.BYTE -> (byte) in.readByte();
      case Tag.SHORT -> (short) in.readFixed(Short.BYTES);
      case Tag.CHAR -> (char) in.readFixed(Character.BYTES);
      case Tag.INT -> in.readInt();
      case Tag.LONG -> in.readNumber();
      case Tag.FLOAT -> Float.intBitsToFloat((int) in.readFixed(Float.BYTES));
      case Tag.DOUBLE -> Double.longBitsToDouble(in.readFixed(Double.BYTES));
      default -> throw new AssertionError(tag);
    };
  }

  private Path readPath() {
    int tag = in.readByte();
    return switch (tag) {
      case Tag.TEXT -> Path.of(in.readText());
      case Tag.TEXT_16 -> Path.of(new String((char[]) PrimitiveArrays.read(Tag.CHARS, in)));
      default -> throw Input.malformed("a path is of type %d", tag);
    };
  }

  private BigInteger readBigInteger() {
    return new BigInteger(in.readBytes(in.readLength(1)));
  }

  private BigDecimal readBigDecimal() {
    int scale = in.readInt();
    return new BigDecimal(readBigInteger(), scale);
  }

  // ---- types ----

  private TypeForm readType() {
    int number = in.readNumberUpTo(types.size());
    if (number > 0) {
      return types.get(number - 1);
    }
    int length = in.readLength(1);
    TypeForm type = in.readKnown(codec.known(), length);
    if (type == null) {
      type = codec.resolve(in.readText(length));
    }
    types.add(type);
    return type;
  }

  private Object readEnum() {
    TypeForm type = readType();
    String name = in.readText();
    if (type.tag != Tag.ENUM) {
      throw Input.malformed("%s is no enum", type.text);
    }
    for (Object constant : type.type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new CodecException.Mismatch(
        "Cannot decode the constant %s of %s: here it has only %s. "
                .formatted(name, type.text, Arrays.toString(type.type.getEnumConstants()))
            + "Give both ends the same version of it.");
  }

  private Object readRecord(int tag) {
    TypeForm type = readType();
    RecordForm record = type.record;
    if (record == null || HandleForm.isHandle(type.type) != (tag == Tag.HANDLE)) {
      throw Input.malformed("%s is no record of type %d", type.text, tag);
    }
    var values = new @Nullable Object[record.length()];
    for (int i = 0; i < values.length; i++) {
      int primitive = record.primitive(i);
      values[i] = primitive == TypeForm.NONE ? decode() : readPrimitive(primitive);
    }
    return record.make(values);
  }

  private SharedScope readScope() {
    int number = in.readNumberUpTo(scopes.size());
    if (number > 0) {
      return scopes.get(number - 1);
    }
    codec.trust().require(SharedScope.class.getName());
    scopes.add(SharedScope.ofHandle(in.readText()));
    return scopes.getLast();
  }

  private SharedBlock readBlock() {
    codec.trust().require(SharedBlock.class.getName());
    SharedScope scope = readScope();
    long offset = in.readUnsigned();
    int generation = in.readInt();
    return scope.block(offset, generation, new ObjectType(in.readText(), in.readInt()));
  }

  // ---- what holds many ----

  private Object readArray() {
    TypeForm component = readType();
    if (component.type.isPrimitive()) {
      throw Input.malformed("%s are no objects", component.text);
    }
    int length = in.readLength(1);
    var array = (Object[]) Array.newInstance(component.type, length);
    for (int i = 0; i < length; i++) {
      array[i] = decode();
    }
    return array;
  }

  private @Nullable Object[] readElements() {
    int length = in.readLength(1);
    var elements = new @Nullable Object[length];
    for (int i = 0; i < length; i++) {
      elements[i] = decode();
    }
    return elements;
  }

  private <C extends Collection<@Nullable Object>> C readInto(C elements) {
    for (int rest = in.readLength(1); rest > 0; rest--) {
      elements.add(decode());
    }
    return elements;
  }

  private <M extends Map<@Nullable Object, @Nullable Object>> M readInto(M map) {
    for (int rest = in.readLength(2); rest > 0; rest--) {
      Object key = decode();
      map.put(key, decode());
    }
    return map;
  }
}
