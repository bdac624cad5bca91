package io.tandem.codec;

import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// Encodes one value with all that it holds.
final class DataEncoder {
  /// Values in each other. Deeper ones, and those in circles, are for Java serialization.
  static final int DEEPEST = 200;

  private final Output out = new Output();
  private final @Nullable Set<Class<?>> classes;
  private List<TypeForm> types;
  private List<SharedScope> scopes = List.of();
  private int depth;

  /// @param depth in which the value is already
  /// @param classes where all classes are noted that are named, or null
  DataEncoder(int depth, @Nullable Set<Class<?>> classes) {
    this.types = List.of();
    this.depth = depth;
    this.classes = classes;
  }

  /// @param known types that are not told
  DataEncoder(List<TypeForm> known) {
    this.types = known;
    this.classes = null;
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
      case Tag.TRUE -> out.writeByte((Boolean) value ? Tag.TRUE : Tag.FALSE);
      case Tag.BYTE, Tag.SHORT, Tag.CHAR, Tag.INT, Tag.LONG, Tag.FLOAT, Tag.DOUBLE ->
          writeLeaf(value, type.tag);
      default -> encodeOther(value, type);
    }
  }

  private void encodeOther(Object value, TypeForm type) {
    switch (type.tag) {
      case Tag.ENUM -> writeEnum((Enum<?>) value, type);
      case Tag.ARRAY -> writeArray((Object[]) value);
      case Tag.LIST, Tag.SET, Tag.ARRAY_LIST, Tag.HASH_SET, Tag.LINKED_HASH_SET, Tag.TREE_SET ->
          writeCollection((Collection<?>) value, type.tag);
      case Tag.MAP, Tag.HASH_MAP, Tag.LINKED_HASH_MAP, Tag.TREE_MAP ->
          writeMap((Map<?, ?>) value, type.tag);
      case Tag.ENTRY -> writeEntryAlone((Map.Entry<?, ?>) value);
      case Tag.OPTIONAL -> writeOptional((Optional<?>) value);
      case Tag.SCOPE -> writeScope((SharedScope) value);
      case Tag.BLOCK -> writeBlock((SharedBlock) value);
      case Tag.HANDLE -> writeHandle((Serializable) value);
      case Tag.JAVA -> {
        if (!LambdaForm.write((Serializable) value, out, depth, classes)) {
          writeJava((Serializable) value);
        }
      }
      case TypeForm.NONE -> throw Blame.ofNoForm(value.getClass());
      default -> writeLeaf(value, type.tag);
    }
  }

  private void writeLeaf(Object value, int tag) {
    out.writeByte(tag);
    LeafForm.write(tag, value, out);
  }

  // ---- types, by their number in the frame: told in full the first time ----

  private void tellType(TypeForm type) {
    int number = types.indexOf(type);
    out.writeLength(number + 1);
    if (number < 0) {
      types = with(types, type);
      if (classes != null) {
        classes.add(type.type);
      }
      out.writeLength(type.bytes.length);
      out.writeBytes(type.bytes);
    }
  }

  /// A list that one more was told to. Most frames tell one at most, so it grows from the second.
  static <T> List<T> with(List<T> told, T one) {
    if (told.isEmpty()) {
      return List.of(one);
    }
    List<T> more = told instanceof ArrayList<T> own ? own : new ArrayList<>(told);
    more.add(one);
    return more;
  }

  private void writeEnum(Enum<?> constant, TypeForm type) {
    out.writeByte(Tag.ENUM);
    tellType(type);
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
    RecordForm record = type.record;
    out.writeByte(record.tag());
    tellType(type);
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
      case Tag.TRUE -> out.writeByte((Boolean) value ? 1 : 0);
      default -> LeafForm.write(primitive, value, out);
    }
  }

  private void writeArray(Object[] array) {
    descend();
    out.writeByte(Tag.ARRAY);
    tellType(TypeForm.of(array.getClass().componentType()));
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

  private void writeEntryAlone(Map.Entry<?, ?> entry) {
    descend();
    out.writeByte(Tag.ENTRY);
    try {
      encode(entry.getKey());
    } catch (Blame e) {
      throw e.in(".getKey()");
    }
    try {
      encode(entry.getValue());
    } catch (Blame e) {
      throw e.in(".getValue()");
    }
    depth--;
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
    tellScope(block.scope());
    out.writeLength(block.offset());
    out.writeNumber(block.generation());
    out.writeUtf8(block.type().tag());
    out.writeNumber(block.type().version());
  }

  private void writeScope(SharedScope scope) {
    out.writeByte(Tag.SCOPE);
    tellScope(scope);
  }

  /// By its number in the frame, as types are.
  private void tellScope(SharedScope scope) {
    int number = scopes.indexOf(scope);
    out.writeLength(number + 1);
    if (number < 0) {
      scopes = with(scopes, scope);
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
