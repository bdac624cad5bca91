package io.tandem.codec;

import java.io.Serializable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Finds the way from an object that Java serialization writes to the part that it could not: by
/// captures of lambdas, elements and fields. Every object is looked at once, and nothing is
/// written.
final class Culprit {
  /// From a whole to a part of it.
  ///
  /// @param tell puts the step before what is wrong with the part
  private record Step(Object whole, UnaryOperator<Blame> tell) {}

  private final Map<Object, Step> steps = new IdentityHashMap<>();
  private final Deque<Object> open = new ArrayDeque<>();

  private Culprit() {}

  /// What is wrong with an object.
  ///
  /// @param part of it that could not be written
  /// @param blame what is wrong with the part
  static Blame in(Serializable whole, Object part, Blame blame) {
    return new Culprit().find(whole, part, blame);
  }

  private Blame find(Object whole, Object part, Blame blame) {
    open.add(whole);
    while (!open.isEmpty() && !steps.containsKey(part)) {
      lookInto(open.remove());
    }
    if (part != whole && !steps.containsKey(part)) {
      return blame.behind("something in the " + whole.getClass().getName());
    }
    for (Object at = part; at != whole; at = steps.get(at).whole) {
      steps.get(at).tell.apply(blame);
    }
    return blame;
  }

  /// What does not travel as its own parts is not looked into.
  private void lookInto(Object whole) {
    if (!(whole instanceof Serializable) || HandleForm.has(whole.getClass())) {
      return;
    }
    LambdaCaptures lambda = LambdaCaptures.of(whole);
    if (lambda != null) {
      lookIntoCaptures(whole, lambda);
      return;
    }
    switch (whole) {
      case Object[] array -> lookIntoElements(array, Arrays.asList(array));
      case Collection<?> elements -> lookIntoElements(elements, elements);
      case Map<?, ?> map -> lookIntoEntries(map);
      default -> lookIntoFields(whole);
    }
  }

  private void add(Object whole, @Nullable Object part, UnaryOperator<Blame> tell) {
    if (part != null && steps.putIfAbsent(part, new Step(whole, tell)) == null) {
      open.add(part);
    }
  }

  private void lookIntoCaptures(Object whole, LambdaCaptures lambda) {
    for (int i = 0; i < lambda.count(); i++) {
      int index = i;
      add(whole, lambda.value(i), blame -> lambda.tell(index, blame));
    }
  }

  private void lookIntoElements(Object whole, Collection<?> elements) {
    int count = 0;
    for (Object element : elements) {
      int index = count++;
      add(whole, element, blame -> blame.in("[" + index + "]"));
    }
  }

  private void lookIntoEntries(Map<?, ?> map) {
    map.forEach(
        (key, value) -> {
          add(map, key, blame -> blame.in(Blame.key(key)));
          add(map, value, blame -> blame.in(Blame.valueOf(key)));
        });
  }

  /// Those of the JDK's own classes are closed.
  private void lookIntoFields(Object whole) {
    Class<?> type = whole.getClass();
    for (; type.getModule() != Object.class.getModule(); type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        boolean written = (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0;
        if (written && !field.getType().isPrimitive() && field.trySetAccessible()) {
          add(whole, get(field, whole), blame -> tell(whole, field, blame));
        }
      }
    }
  }

  private static @Nullable Object get(Field field, Object object) {
    try {
      return field.get(object);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e); // it was made accessible
    }
  }

  private static Blame tell(Object whole, Field field, Blame blame) {
    String name = field.getName();
    if (!name.startsWith("this$")) {
      return blame.in("." + name.replaceFirst("^val\\$", ""));
    }
    return blame
        .behind(
            "%s is an inner class, so it holds the object that made it, and %s"
                .formatted(whole.getClass().getName(), name))
        .advise("Use a lambda that captures local variables, a record, or a static nested class.");
  }
}
