package io.tandem.manager;

import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The way into records of one class and out of it.
final class RecordClass {
  private static final ClassValue<RecordClass> CLASSES =
      new ClassValue<>() {
        @Override
        protected RecordClass computeValue(Class<?> type) {
          return new RecordClass(type);
        }
      };

  private final Class<?> type;
  private final RecordComponent[] components;
  private final Constructor<?> constructor;

  private RecordClass(Class<?> type) {
    this.type = type;
    components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      constructor = type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new AssertionError("A record has a canonical constructor", e);
    }
    constructor.trySetAccessible(); // if not, and it is not public, newInstance says so
    for (RecordComponent component : components) {
      component.getAccessor().trySetAccessible();
    }
  }

  static RecordClass of(Record record) {
    return CLASSES.get(record.getClass());
  }

  RecordComponent component(int index) {
    return components[index];
  }

  /// @throws IllegalArgumentException if it has none of that name
  int indexOf(String name) {
    for (int i = 0; i < components.length; i++) {
      if (components[i].getName().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "There is no component '%s' in a %s: use one of %s."
            .formatted(
                name,
                type.getName(),
                Arrays.stream(components).map(RecordComponent::getName).toList()));
  }

  /// @throws IllegalArgumentException if the value cannot be that component
  void requireFits(int index, @Nullable Object value) {
    Class<?> declared = components[index].getType();
    boolean fits =
        value == null
            ? !declared.isPrimitive()
            : MethodType.methodType(declared).wrap().returnType().isInstance(value);
    if (!fits) {
      throw new IllegalArgumentException(
          "Cannot set component '%s' of a %s to %s: it is declared as %s."
              .formatted(
                  components[index].getName(),
                  type.getName(),
                  value == null ? "null" : "a " + value.getClass().getTypeName(),
                  declared.getTypeName()));
    }
  }

  @Nullable Object get(Record record, int index) {
    Method accessor = components[index].getAccessor();
    try {
      return accessor.invoke(record);
    } catch (InvocationTargetException e) {
      throw thrown(e, "the accessor of '%s' throws".formatted(components[index].getName()));
    } catch (IllegalAccessException e) {
      throw closed(e);
    }
  }

  @Nullable Object[] values(Record record) {
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = get(record, i);
    }
    return values;
  }

  Record make(@Nullable Object[] values) {
    try {
      return (Record) constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw thrown(e, "its constructor throws");
    } catch (IllegalAccessException | InstantiationException e) {
      throw closed(e);
    }
  }

  private RuntimeException thrown(InvocationTargetException e, String what) {
    return new IllegalArgumentException(
        "Cannot keep a %s: %s %s.".formatted(type.getName(), what, e.getCause()), e.getCause());
  }

  private RuntimeException closed(ReflectiveOperationException e) {
    return new IllegalArgumentException(
        "Cannot keep a %s: its package is closed. Add to its module-info.java: opens %s;"
            .formatted(type.getName(), type.getPackageName()),
        e);
  }
}
