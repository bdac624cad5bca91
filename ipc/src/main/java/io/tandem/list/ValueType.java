package io.tandem.list;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A type that elements, or parts of them, may have.
sealed interface ValueType {
  /// Types whose values say themselves what they are.
  Set<Class<?>> SIMPLE =
      Set.of(
          Boolean.class,
          Byte.class,
          Short.class,
          Character.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          Number.class,
          String.class,
          byte[].class,
          Object.class);

  /// For people.
  String name();

  /// A type from [#SIMPLE], or a primitive.
  record Simple(Class<?> type) implements ValueType {
    @Override
    public String name() {
      return type.getSimpleName();
    }
  }

  /// A type of records.
  final class OfRecord implements ValueType {
    private final Class<?> type;
    private final Constructor<?> constructor;
    private final List<RecordComponent> components;
    private final ValueType[] types;

    private OfRecord(Class<?> type, String path) {
      this.type = type;
      this.components = List.of(type.getRecordComponents());
      this.types = new ValueType[components.size()];
      Class<?>[] parameters =
          components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
      try {
        constructor = type.getDeclaredConstructor(parameters);
        boolean open = constructor.trySetAccessible();
        for (RecordComponent component : components) {
          open &= component.getAccessor().trySetAccessible();
        }
        if (!open) {
          throw refused(
              path, type, "is closed to other modules: open its package to io.tandem.ipc");
        }
      } catch (NoSuchMethodException e) {
        throw new AssertionError("A record without its constructor: " + type, e);
      }
    }

    Class<?> type() {
      return type;
    }

    int length() {
      return types.length;
    }

    ValueType typeOf(int component) {
      return types[component];
    }

    String nameOf(int component) {
      return components.get(component).getName();
    }

    @Override
    public String name() {
      return type.getSimpleName();
    }

    @Nullable Object valueOf(Object whole, int component) {
      try {
        return components.get(component).getAccessor().invoke(whole);
      } catch (InvocationTargetException e) {
        throw new IllegalStateException(
            "Cannot share a %s: its %s() throws.".formatted(type.getName(), nameOf(component)),
            e.getCause());
      } catch (IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }

    Object make(@Nullable Object[] values) {
      try {
        return constructor.newInstance(values);
      } catch (InvocationTargetException e) {
        throw new IllegalStateException(
            "Cannot make a %s of %s: its constructor throws."
                .formatted(type.getName(), Arrays.deepToString(values)),
            e.getCause());
      } catch (InstantiationException | IllegalAccessException e) {
        throw new AssertionError(e);
      }
    }
  }

  /// @throws IllegalArgumentException if elements cannot be of that type, naming the part that
  ///   cannot be shared
  static ValueType of(Class<?> type) {
    return of(type, type.getSimpleName(), new HashMap<>());
  }

  private static ValueType of(Class<?> type, String path, Map<Class<?>, OfRecord> known) {
    if (SIMPLE.contains(type) || type.isPrimitive()) {
      return new Simple(type);
    }
    if (!type.isRecord()) {
      throw refused(path, type, "is none of the types that a list can share");
    }
    OfRecord record = known.get(type);
    if (record == null) {
      record = new OfRecord(type, path);
      known.put(type, record);
      for (int i = 0; i < record.types.length; i++) {
        Class<?> component = record.components.get(i).getType();
        record.types[i] = of(component, path + "." + record.nameOf(i), known);
      }
    }
    return record;
  }

  private static IllegalArgumentException refused(String path, Class<?> type, String why) {
    return new IllegalArgumentException(
        "Cannot share a list of these: %s is a %s, which %s. ".formatted(path, type.getName(), why)
            + "Use boxes of primitives, String, byte[], Number, Object, and records of these.");
  }
}
