package io.tandem.codec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// What is wrong with a part of a value; on its way up it learns where in the whole that part is.
@SuppressWarnings("serial")
final class Blame extends RuntimeException {
  private static final int NAMED = 6; // parts at each end of a long path

  private final String found;
  private final Deque<String> path = new ArrayDeque<>();

  /// @param found a predicate of the part
  Blame(String found, @Nullable Throwable cause) {
    super(found, cause, false, false);
    this.found = found;
  }

  Blame in(String part) {
    path.addFirst(part);
    return this;
  }

  /// @param whole what the path begins at
  String sentence(String whole) {
    var text = new StringBuilder(whole);
    Iterator<String> parts = path.iterator();
    for (int i = 0; parts.hasNext(); i++) {
      String part = parts.next();
      boolean named = i < NAMED || i >= path.size() - NAMED;
      text.append(named ? part : i == NAMED ? " ... " : "");
    }
    return text.append(' ').append(found).toString();
  }
}
