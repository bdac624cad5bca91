package io.tandem.codec;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import java.lang.reflect.Array;
import java.util.AbstractMap.SimpleImmutableEntry;
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
import org.jspecify.annotations.Nullable;

/// Decodes one value with all that it holds.
///
/// Whatever the bytes say, it ends after as many steps as there are bytes, makes nothing that they
/// could not fill, and goes no deeper than an encoder does.
final class DataDecoder {
  private final DataCodec codec;
  private final Input in;
  private List<TypeForm> types;
  private List<SharedScope> scopes = List.of();
  private int depth;

  /// @param known types that are not told
  /// @param depth in which the value is already
  DataDecoder(DataCodec codec, Input in, List<TypeForm> known, int depth) {
    this.codec = codec;
    this.in = in;
    this.types = known;
    this.depth = depth;
  }

  @Nullable Object decode() {
    int tag = in.readByte();
    return switch (tag) {
      case Tag.NULL -> null;
      case Tag.FALSE -> Boolean.FALSE;
      case Tag.TRUE -> Boolean.TRUE;
      case Tag.TEXT, Tag.TEXT_16 -> TextForm.read(tag, in);
      case Tag.ENUM -> readEnum();
      case Tag.SCOPE -> readScope();
      case Tag.BLOCK -> readBlock();
      case Tag.RECORD,
          Tag.HANDLE,
          Tag.ARRAY,
          Tag.LIST,
          Tag.SET,
          Tag.MAP,
          Tag.ARRAY_LIST,
          Tag.HASH_SET,
          Tag.LINKED_HASH_SET,
          Tag.TREE_SET,
          Tag.HASH_MAP,
          Tag.LINKED_HASH_MAP,
          Tag.TREE_MAP,
          Tag.ENTRY,
          Tag.OPTIONAL,
          Tag.LAMBDA,
          Tag.JAVA ->
          readWhole(tag);
      default -> LeafForm.read(tag, in);
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
          case Tag.ENTRY -> new SimpleImmutableEntry<>(decode(), decode());
          case Tag.OPTIONAL -> Optional.ofNullable(decode());
          case Tag.LAMBDA ->
              LambdaForm.read(in, codec, new DataDecoder(codec, in, List.of(), depth));
          case Tag.JAVA -> JavaReader.read(in.readBytes(in.readLength(1)), codec, depth);
          default -> throw new AssertionError(tag);
        };
    depth--;
    return whole;
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
    types = DataEncoder.with(types, type);
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
    if (record == null || record.tag() != tag) {
      throw Input.malformed("%s is no record of type %d", type.text, tag);
    }
    var values = new @Nullable Object[record.length()];
    for (int i = 0; i < values.length; i++) {
      int primitive = record.primitive(i);
      values[i] = primitive == TypeForm.NONE ? decode() : readPrimitive(primitive);
    }
    return record.make(values);
  }

  private Object readPrimitive(int tag) {
    return tag == Tag.TRUE ? (Object) (in.readByte() != 0) : LeafForm.read(tag, in);
  }

  private SharedScope readScope() {
    int number = in.readNumberUpTo(scopes.size());
    if (number > 0) {
      return scopes.get(number - 1);
    }
    codec.trust().require(SharedScope.class.getName());
    SharedScope scope = SharedScope.ofHandle(in.readText());
    scopes = DataEncoder.with(scopes, scope);
    return scope;
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

  /// As many as a length says that comes first.
  @Nullable Object[] readElements() {
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
