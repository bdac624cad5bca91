package io.tandem.manager;

import io.tandem.list.SharedList;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedMemory;
import io.tandem.memory.SharedObject;
import io.tandem.memory.SharedScope;
import io.tandem.pipe.Connection;
import io.tandem.queue.SharedQueue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Makes values that nobody can change, see [Elements#FROZEN].
final class Frozen {
  /// Classes, with those below them, of what cannot be changed, or is changed for all.
  private static final List<Class<?>> CONSTANTS =
      List.of(
          Boolean.class,
          Character.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          String.class,
          Enum.class,
          Class.class,
          BigInteger.class,
          BigDecimal.class,
          UUID.class,
          OptionalInt.class,
          OptionalLong.class,
          OptionalDouble.class,
          Path.class,
          URI.class,
          InetAddress.class,
          InetSocketAddress.class,
          Locale.class,
          Currency.class,
          Pattern.class,
          SharedObject.class,
          SharedScope.class,
          SharedBlock.class,
          SharedMemory.class,
          SharedList.class,
          SharedQueue.class,
          Connection.class,
          Managed.class,
          ManagedProxy.class,
          FrozenList.class,
          FrozenSet.class,
          FrozenMap.class);

  private static final ClassValue<Kind> KINDS =
      new ClassValue<>() {
        @Override
        protected Kind computeValue(Class<?> type) {
          return Kind.of(type);
        }
      };

  private Frozen() {}

  /// Whether nothing in it can be changed, or everything is changed for all.
  static boolean isConstant(Object value) {
    return KINDS.get(value.getClass()) == Kind.CONSTANT;
  }

  private enum Kind {
    CONSTANT,
    LIST,
    SET,
    MAP,
    ENTRY,
    OPTIONAL,
    RECORD,
    CHANGEABLE;

    static Kind of(Class<?> type) {
      if (isConstant(type)) {
        return CONSTANT;
      }
      if (type.isRecord()) {
        return RECORD;
      }
      if (List.class.isAssignableFrom(type)) {
        return LIST;
      }
      if (Set.class.isAssignableFrom(type)) {
        return SET;
      }
      if (Map.class.isAssignableFrom(type)) {
        return MAP;
      }
      if (Map.Entry.class.isAssignableFrom(type)) {
        return ENTRY;
      }
      return type == Optional.class ? OPTIONAL : CHANGEABLE;
    }

    private static boolean isConstant(Class<?> type) {
      return CONSTANTS.stream().anyMatch(each -> each.isAssignableFrom(type))
          || type.getPackageName().startsWith("java.time");
    }
  }

  /// A value that equals the given one and that nobody can change; the same one if it is such.
  ///
  /// @throws IllegalArgumentException if there is something in it that somebody could change, or it
  ///   is in itself
  static <T extends @Nullable Object> T of(T value) {
    try {
      @SuppressWarnings("unchecked") // a frozen value is of the same interface, or the same record
      T frozen = (T) freeze(value, value);
      return frozen;
    } catch (StackOverflowError _) {
      throw new IllegalArgumentException(
          "Cannot keep a value that is in itself, or nested thousands deep. "
              + "Use managed objects for what refers to each other.");
    }
  }

  /// @param whole that the value is in, for messages
  private static @Nullable Object freeze(@Nullable Object value, @Nullable Object whole) {
    if (value == null) {
      return null;
    }
    return switch (KINDS.get(value.getClass())) {
      case CONSTANT -> value;
      case LIST -> {
        List<@Nullable Object> frozen = new ArrayList<>();
        ((List<?>) value).forEach(element -> frozen.add(freeze(element, whole)));
        yield new FrozenList<>(frozen);
      }
      case SET -> {
        Set<@Nullable Object> frozen = new LinkedHashSet<>();
        ((Set<?>) value).forEach(element -> frozen.add(freeze(element, whole)));
        yield new FrozenSet<>(frozen);
      }
      case MAP -> {
        Map<@Nullable Object, @Nullable Object> frozen = new LinkedHashMap<>();
        ((Map<?, ?>) value).forEach((k, v) -> frozen.put(freeze(k, whole), freeze(v, whole)));
        yield new FrozenMap<>(frozen);
      }
      case ENTRY -> {
        var entry = (Map.Entry<?, ?>) value;
        yield new SimpleImmutableEntry<>(
            freeze(entry.getKey(), whole), freeze(entry.getValue(), whole));
      }
      case OPTIONAL -> {
        Object content = ((Optional<?>) value).orElse(null);
        Object frozen = freeze(content, whole);
        yield frozen == content ? value : Optional.ofNullable(frozen);
      }
      case RECORD -> freeze((Record) value, whole);
      case CHANGEABLE -> throw changeable(value, "it can be changed", whole);
    };
  }

  private static Record freeze(Record record, @Nullable Object whole) {
    RecordClass type = RecordClass.of(record);
    Object[] values = type.values(record);
    boolean changed = false;
    for (int i = 0; i < values.length; i++) {
      Object frozen = freeze(values[i], whole);
      if (frozen != values[i]) {
        requireFits(type, i, frozen, values[i], whole);
        values[i] = frozen;
        changed = true;
      }
    }
    return changed ? made(type, values, whole) : record;
  }

  private static void requireFits(
      RecordClass type, int index, @Nullable Object frozen, Object value, @Nullable Object whole) {
    var component = type.component(index);
    Class<?> declared = component.getType();
    if (!declared.isInstance(frozen)) {
      String why =
          "component '%s' of %s is declared as %s; a List, Set or Map could be kept"
              .formatted(
                  component.getName(),
                  component.getDeclaringRecord().getName(),
                  declared.getSimpleName());
      throw changeable(value, why, whole);
    }
  }

  /// A record of these values, unless its constructor makes changeable copies of them.
  private static Record made(RecordClass type, @Nullable Object[] values, @Nullable Object whole) {
    Record made = type.make(values);
    for (int i = 0; i < values.length; i++) {
      Object there = type.get(made, i);
      if (there != null
          && there != values[i]
          && !isUnmodifiable(there)
          && freeze(there, whole) != there) {
        String why = "the constructor of %s makes it".formatted(made.getClass().getName());
        throw changeable(there, why, whole);
      }
    }
    return made;
  }

  /// As what a constructor makes with `List.copyOf`, of elements that are frozen already.
  private static boolean isUnmodifiable(Object value) {
    String name = value.getClass().getName();
    return name.startsWith("java.util.ImmutableCollections")
        || name.startsWith("java.util.Collections$Unmodifiable");
  }

  private static IllegalArgumentException changeable(
      Object value, String why, @Nullable Object whole) {
    String in = whole == null || whole == value ? "" : " in a " + whole.getClass().getTypeName();
    return new IllegalArgumentException(
        "Cannot keep a value of %s%s: %s, and whoever gets a copy of it could change it in vain. "
                .formatted(value.getClass().getTypeName(), in, why)
            + "Use records, lists, sets and maps, a managed object within, or make this one by "
            + "manager.with(Elements.COPIED).");
  }
}
