package io.tandem.manager;

import org.jspecify.annotations.Nullable;

/// Keys of managed maps and elements of managed sets. They stay what they are: what equals another
/// by its content now, as a managed list, may not in a moment, and a map would not find it again.
final class Keys {
  private static final ThreadLocal<@Nullable Object> ASKED = new ThreadLocal<>();

  private Keys() {}

  /// @return the key
  /// @throws IllegalArgumentException if its hash depends on what a managed object has in it
  static <K> K require(K key) {
    if (key instanceof String || key instanceof Number) {
      return key;
    }
    ASKED.set(key);
    try {
      int _ = key.hashCode();
      return key;
    } finally {
      ASKED.remove();
    }
  }

  /// Is called by what equals another by its content, for its hash.
  static void refuse(String what) {
    if (ASKED.get() != null) {
      throw new IllegalArgumentException(
          "Cannot use a %s as a key or as an element of a set: ".formatted(what)
              + "what it equals changes with its content. Use a name, or a copy of the content.");
    }
  }
}
