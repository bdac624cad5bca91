package io.tandem.memory;

import java.util.regex.Pattern;

/// The rule for every name that other processes find something by.
final class ObjectName {
  static final int MAX_LENGTH = 128;

  private static final Pattern ALLOWED =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0," + (MAX_LENGTH - 1) + "}");

  private ObjectName() {}

  static String check(String what, String name) {
    if (!isAllowed(name)) {
      throw new IllegalArgumentException(
          "Cannot use '%s' as the name of a %s: use 1 to %d of A-Z a-z 0-9 . _ - , first a letter "
                  .formatted(printable(shortened(name)), what, MAX_LENGTH)
              + "or a digit.");
    }
    return name;
  }

  static boolean isAllowed(String name) {
    return ALLOWED.matcher(name).matches();
  }

  static String printable(String name) {
    return name.replaceAll("[^ -~]", "?");
  }

  private static String shortened(String name) {
    return name.length() > 40 ? name.substring(0, 40) + "..." : name;
  }
}
