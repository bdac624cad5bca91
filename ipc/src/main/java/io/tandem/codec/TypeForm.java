package io.tandem.codec;

import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How the values of one class travel: the list of what may cross, asked once for each class.
final class TypeForm {
  /// What [#tag] is for values that cannot be encoded.
  static final int NONE = -1;

  private static final Map<Class<?>, Integer> EXACT =
      Map.ofEntries(
          Map.entry(Byte.class, Tag.BYTE),
          Map.entry(Short.class, Tag.SHORT),
          Map.entry(Character.class, Tag.CHAR),
          Map.entry(Integer.class, Tag.INT),
          Map.entry(Long.class, Tag.LONG),
          Map.entry(Float.class, Tag.FLOAT),
          Map.entry(Double.class, Tag.DOUBLE),
          Map.entry(Boolean.class, Tag.TRUE),
          Map.entry(String.class, Tag.TEXT),
          Map.entry(byte[].class, Tag.BYTES),
          Map.entry(boolean[].class, Tag.BOOLEANS),
          Map.entry(short[].class, Tag.SHORTS),
          Map.entry(char[].class, Tag.CHARS),
          Map.entry(int[].class, Tag.INTS),
          Map.entry(long[].class, Tag.LONGS),
          Map.entry(float[].class, Tag.FLOATS),
          Map.entry(double[].class, Tag.DOUBLES),
          Map.entry(ArrayList.class, Tag.ARRAY_LIST),
          Map.entry(HashSet.class, Tag.HASH_SET),
          Map.entry(LinkedHashSet.class, Tag.LINKED_HASH_SET),
          Map.entry(TreeSet.class, Tag.TREE_SET),
          Map.entry(HashMap.class, Tag.HASH_MAP),
          Map.entry(LinkedHashMap.class, Tag.LINKED_HASH_MAP),
          Map.entry(TreeMap.class, Tag.TREE_MAP),
          Map.entry(SimpleImmutableEntry.class, Tag.ENTRY),
          Map.entry(Optional.class, Tag.OPTIONAL),
          Map.entry(OptionalInt.class, Tag.OPTIONAL_INT),
          Map.entry(OptionalLong.class, Tag.OPTIONAL_LONG),
          Map.entry(OptionalDouble.class, Tag.OPTIONAL_DOUBLE),
          Map.entry(BigInteger.class, Tag.BIG_INTEGER),
          Map.entry(BigDecimal.class, Tag.BIG_DECIMAL),
          Map.entry(UUID.class, Tag.UUID),
          Map.entry(SharedScope.class, Tag.SCOPE),
          Map.entry(SharedBlock.class, Tag.BLOCK));

  private static final ClassValue<TypeForm> FORMS =
      new ClassValue<>() {
        @Override
        protected TypeForm computeValue(Class<?> type) {
          boolean constant = isEnum(type) && !type.isEnum(); // with a body, so of its own class
          return constant ? of(type.getSuperclass()) : new TypeForm(type);
        }
      };

  /// The class; all constants of an enum have its form.
  final Class<?> type;

  /// What its values begin with; that of `false` is `TRUE` here.
  final int tag;

  /// How its components are got and its values made, if it is a record.
  final @Nullable RecordForm record;

  /// Its name, and its components if it is a record: what both ends must have the same.
  final String text;

  /// The text in UTF-8.
  final byte[] bytes;

  private TypeForm(Class<?> type) {
    this.type = type;
    tag = tagOf(type);
    record = type.isRecord() ? RecordForm.of(type) : null;
    text = record == null ? type.getName() : type.getName() + shapeOf(record);
    bytes = text.getBytes(StandardCharsets.UTF_8);
  }

  /// @throws Blame if it is a record that is closed to this module
  static TypeForm of(Class<?> type) {
    return FORMS.get(type);
  }

  /// Handles are many and small: of theirs a number is told.
  private String shapeOf(RecordForm record) {
    String components = record.text();
    return HandleForm.isHandle(type)
        ? "(" + Integer.toHexString(components.hashCode()) + ")"
        : components;
  }

  private static boolean isEnum(Class<?> type) {
    return Enum.class.isAssignableFrom(type) && type != Enum.class;
  }

  private static int tagOf(Class<?> type) {
    Integer exact = EXACT.get(type);
    if (exact != null) {
      return exact;
    }
    if (type.isArray()) {
      return Tag.ARRAY;
    }
    if (type.isRecord()) {
      return HandleForm.has(type) ? Tag.HANDLE : Tag.RECORD;
    }
    if (isEnum(type)) {
      return Tag.ENUM;
    }
    if (TimeForm.has(type)) {
      return Tag.TIME;
    }
    if (MemorySegment.class.isAssignableFrom(type)) {
      return Tag.SEGMENT;
    }
    return Path.class.isAssignableFrom(type) ? Tag.PATH : tagOfOther(type);
  }

  /// Collections that Java serialization would keep as they are, for they are of a class that a
  /// program can name, are left to it.
  private static int tagOfOther(Class<?> type) {
    boolean serializable = Serializable.class.isAssignableFrom(type);
    boolean nameless =
        type.getModule() == Object.class.getModule() && !Modifier.isPublic(type.getModifiers());
    boolean ordered =
        SortedSet.class.isAssignableFrom(type)
            || SortedMap.class.isAssignableFrom(type)
            || EnumSet.class.isAssignableFrom(type);
    int collection = !serializable || nameless && !ordered ? tagOfCollection(type) : NONE;
    if (collection != NONE || !serializable) {
      return collection;
    }
    return HandleForm.has(type) ? Tag.HANDLE : Tag.JAVA;
  }

  /// A queue is no list to who takes from it.
  private static int tagOfCollection(Class<?> type) {
    if (Set.class.isAssignableFrom(type)) {
      return Tag.SET;
    }
    if (Map.class.isAssignableFrom(type)) {
      return Tag.MAP;
    }
    if (Map.Entry.class.isAssignableFrom(type)) {
      return Tag.ENTRY;
    }
    boolean list =
        List.class.isAssignableFrom(type)
            || Collection.class.isAssignableFrom(type) && !Queue.class.isAssignableFrom(type);
    return list ? Tag.LIST : NONE;
  }
}
