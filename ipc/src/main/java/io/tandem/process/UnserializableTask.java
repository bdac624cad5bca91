package io.tandem.process;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Explains why a task cannot be serialized: which capture, and the path from there to the culprit.
final class UnserializableTask {
  private static final int MAX_DEPTH = 50;

  /// One part of an object, and what to call it behind the object's own name.
  private record Part(String label, @Nullable Object value) {}

  private final List<String> path = new ArrayList<>();
  private Object culprit;

  private UnserializableTask(Object task) {
    culprit = task;
    for (int depth = 0; depth < MAX_DEPTH && descend(); depth++) {}
  }

  static IllegalArgumentException explain(String processName, Action task, IOException cause) {
    String reason =
        cause instanceof NotSerializableException
            ? new UnserializableTask(task).reason(task)
            : "serializing it failed with " + cause;
    return new IllegalArgumentException(
        "Cannot start process '%s': its task cannot be sent to another JVM. %s"
            .formatted(processName, reason),
        cause);
  }

  private String reason(Action task) {
    String found =
        "%s is a %s, which is not Serializable."
            .formatted(String.join("", path), culprit.getClass().getName());
    LambdaCaptures lambda = LambdaCaptures.of(task);
    if (lambda != null && lambda.startsWithThis() && path.getFirst().equals("this")) {
      return "The lambda uses a field or method of %s, so it captured `this`, and %s"
              .formatted(nameOf(lambda.value(0)), found)
          + " Copy what it needs into a local variable first.";
    }
    if (!path.isEmpty() && path.getFirst().startsWith("this$")) {
      return "%s is an inner class, so it holds the object that made it, and %s"
              .formatted(task.getClass().getName(), found)
          + " Use a lambda that captures local variables, a record, or a static nested class.";
    }
    if (lambda != null) {
      return "Of what the lambda captured, %s".formatted(found)
          + " Capture shared objects, records, strings and other serializable values instead.";
    }
    return "In a %s, %s".formatted(task.getClass().getName(), found)
        + " Give it shared objects, records, strings and other serializable values instead.";
  }

  private static String nameOf(@Nullable Object value) {
    return value == null ? "null" : value.getClass().getName();
  }

  /// Goes to the first part that cannot be serialized, if there is one to be seen.
  private boolean descend() {
    if (!(culprit instanceof Serializable)) {
      return false;
    }
    for (Part part : partsOf(culprit)) {
      if (part.value != null && !isSerializable(part.value)) {
        path.add(path.isEmpty() ? part.label.replaceFirst("^[.]", "") : part.label);
        culprit = part.value;
        return true;
      }
    }
    return false;
  }

  private static boolean isSerializable(Object value) {
    try (var out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
      out.writeObject(value);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static List<Part> partsOf(Object object) {
    LambdaCaptures lambda = LambdaCaptures.of(object);
    if (lambda != null) {
      return capturesOf(lambda);
    }
    return switch (object) {
      case Object[] array -> elementsOf(Arrays.asList(array));
      case Collection<?> elements -> elementsOf(elements);
      case Map<?, ?> map -> entriesOf(map);
      default -> fieldsOf(object);
    };
  }

  private static List<Part> capturesOf(LambdaCaptures lambda) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < lambda.count(); i++) {
      parts.add(new Part(lambda.label(i), lambda.value(i)));
    }
    return parts;
  }

  private static List<Part> elementsOf(Collection<?> elements) {
    List<Part> parts = new ArrayList<>();
    for (Object element : elements) {
      parts.add(new Part("[" + parts.size() + "]", element));
    }
    return parts;
  }

  private static List<Part> entriesOf(Map<?, ?> map) {
    List<Part> parts = new ArrayList<>();
    map.forEach(
        (key, value) -> {
          parts.add(new Part(".key(" + nameOf(key) + ")", key));
          parts.add(new Part(".get(" + key + ")", value));
        });
    return parts;
  }

  private static List<Part> fieldsOf(Object object) {
    List<Part> parts = new ArrayList<>();
    for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        boolean written = (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0;
        if (written && !field.getType().isPrimitive() && field.trySetAccessible()) {
          parts.add(
              new Part("." + field.getName().replaceFirst("^val\\$", ""), get(field, object)));
        }
      }
    }
    return parts;
  }

  private static @Nullable Object get(Field field, Object object) {
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e); // it was made accessible
    }
  }
}
