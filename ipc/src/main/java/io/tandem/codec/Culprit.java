package io.tandem.codec;

import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds which part of an object it is that Java serialization refuses: a capture of a lambda, an
/// element, or a field.
final class Culprit {
  /// One part of an object, and what to call it behind the object's own name.
  private record Part(String label, @Nullable Object value) {}

  private Culprit() {}

  /// What is wrong with an object.
  ///
  /// @param failure of writing it
  /// @param depth that it is in
  static Blame of(Serializable whole, Throwable failure, int depth) {
    LambdaCaptures lambda = LambdaCaptures.of(whole);
    for (Part part : lambda != null ? capturesOf(lambda) : partsOf(whole)) {
      Blame blame = part.value == null ? null : blameOf(part.value, depth);
      if (blame != null) {
        return lambda != null ? captured(lambda, part, blame) : held(whole, part, blame);
      }
    }
    return new Blame(
        "is a %s, which Java serialization refuses: %s"
            .formatted(whole.getClass().getName(), failure),
        failure);
  }

  private static @Nullable Blame blameOf(Object part, int depth) {
    if (JavaWriter.accepts(part, depth)) {
      return null;
    }
    try {
      new DataEncoder(depth, null).encode(part);
      return null;
    } catch (Blame e) {
      return e;
    }
  }

  private static Blame captured(LambdaCaptures lambda, Part part, Blame blame) {
    if (part.label.equals("this")) {
      String around = lambda.value(0).getClass().getName();
      return blame
          .behind(
              "the lambda uses a field or method of %s, so it captured `this`, and this"
                  .formatted(around))
          .advise("Copy what it needs into a local variable first.");
    }
    return blame.behind("of what the lambda captured, " + part.label);
  }

  private static Blame held(Object whole, Part part, Blame blame) {
    if (part.label.startsWith(".this$")) {
      return blame
          .behind(
              "%s is an inner class, so it holds the object that made it, and %s"
                  .formatted(whole.getClass().getName(), part.label.substring(1)))
          .advise(
              "Use a lambda that captures local variables, a record, or a static nested class.");
    }
    return blame.in(part.label);
  }

  private static List<Part> capturesOf(LambdaCaptures lambda) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < lambda.count(); i++) {
      parts.add(new Part(lambda.label(i), lambda.value(i)));
    }
    return parts;
  }

  private static List<Part> partsOf(Object object) {
    return switch (object) {
      case Object[] array -> elementsOf(Arrays.asList(array));
      case Collection<?> elements -> elementsOf(elements);
      case Map<?, ?> map -> entriesOf(map);
      default -> fieldsOf(object);
    };
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
          parts.add(new Part(Blame.key(key), key));
          parts.add(new Part(Blame.valueOf(key), value));
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
