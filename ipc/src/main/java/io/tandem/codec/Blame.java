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
  private final String advice;
  private final Deque<String> path = new ArrayDeque<>();

  /// @param found a predicate of the part
  Blame(String found, @Nullable Throwable cause) {
    this(found, ADVICE, cause);
  }

  /// @param found a predicate of the part
  /// @param advice a sentence that says what to do
  Blame(String found, String advice, @Nullable Throwable cause) {
    super(found, cause, false, false);
    this.found = found;
    this.advice = advice;
  }

  /// What the value of a key is called, without a call of methods that are not the JDK's.
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

  Blame in(String part) {
    path.addFirst(part);
    return this;
  }

  /// Which part it is, what it is, and what to do.
  ///
  /// @param whole what the path begins at
  String text(String whole) {
    var text = new StringBuilder(whole);
    Iterator<String> parts = path.iterator();
    for (int i = 0; parts.hasNext(); i++) {
      String part = parts.next();
      boolean named = i < NAMED || i >= path.size() - NAMED;
      text.append(named ? part : i == NAMED ? " ... " : "");
    }
    return text.append(' ').append(found).append(". ").append(advice).toString();
  }
}
