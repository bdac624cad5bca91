package io.tandem.codec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// What is wrong with a part of a value; on its way up it learns where in the whole that part is.
@SuppressWarnings("serial")
final class Blame extends RuntimeException {
  private static final int NAMED = 6; // parts at each end of a long path
  private static final int LONGEST_KEY = 60;

  private static final String ADVICE =
      "Send values, records of them, or shared objects; see DataCodec for the list.";

  private final String found;
  private final Deque<Step> path = new ArrayDeque<>();
  private @Nullable String advice;

  /// From a whole to its part.
  ///
  /// @param text behind the whole's own name, or a beginning of its own
  private record Step(String text, boolean begins) {}

  /// @param found a predicate of the part
  Blame(String found, @Nullable Throwable cause) {
    super(found, cause, false, false);
    this.found = found;
  }

  /// What is wrong with the objects of a class that is not on the list.
  static Blame ofNoForm(Class<?> type) {
    if (!type.isHidden() || type.getInterfaces().length == 0) {
      return new Blame("is a %s, which cannot cross".formatted(type.getName()), null);
    }
    Class<?> role = type.getInterfaces()[0];
    return new Blame("is a lambda for %s, which cannot cross".formatted(role.getName()), null)
        .advise(
            "Let its interface extend java.io.Serializable, as Task and Action do, or cast it to"
                + " (%s & Serializable).".formatted(role.getSimpleName()));
  }

  // ---- steps that call no method of a key but the JDK's ----

  /// The step from a map to a key.
  static String key(Object key) {
    return ".key(a " + key.getClass().getName() + ")";
  }

  /// The step from a map to the value of a key.
  static String valueOf(@Nullable Object key) {
    String name =
        switch (key) {
          case null -> "null";
          case String text -> text.length() > LONGEST_KEY ? text.substring(0, LONGEST_KEY) : text;
          case Enum<?> constant -> constant.name();
          case Boolean _, Character _, Byte _, Short _, Integer _, Long _ -> key.toString();
          default -> "a " + key.getClass().getName();
        };
    return ".get(" + name + ")";
  }

  // ---- on the way up ----

  /// @param part what to write behind the whole's name
  Blame in(String part) {
    path.addFirst(new Step(part, false));
    return this;
  }

  /// @param beginning of a clause that names the part
  Blame behind(String beginning) {
    path.addFirst(new Step(beginning, true));
    return this;
  }

  /// @param advice a sentence that says what to do, unless a part has a better one
  Blame advise(String advice) {
    if (this.advice == null) {
      this.advice = advice;
    }
    return this;
  }

  /// Which part it is, what it is, and what to do.
  ///
  /// @param whole what the path begins at
  String text(String whole) {
    var text = new StringBuilder(whole);
    Iterator<Step> steps = path.iterator();
    for (int i = 0; steps.hasNext(); i++) {
      Step step = steps.next();
      if (i >= NAMED && i < path.size() - NAMED) {
        text.append(i == NAMED ? " ... " : "");
      } else if (step.begins) {
        text.append(i == 0 ? "" : ": ").delete(0, i == 0 ? text.length() : 0).append(step.text);
      } else {
        text.append(step.text);
      }
    }
    text.append(' ').append(found).append(". ");
    return text.append(advice == null ? ADVICE : advice).toString();
  }
}
