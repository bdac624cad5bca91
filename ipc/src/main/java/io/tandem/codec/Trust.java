package io.tandem.codec;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What may come in: which classes, and how much of everything.
///
/// @param patterns names of classes, `a.b.*` for a package, `a.b.**` for all below; null for all
/// @param depth of objects in each other, in Java serialization
/// @param references to objects, in Java serialization
record Trust(@Nullable List<String> patterns, int depth, long references) {
  /// Between JVMs of one class path, which could run any of its code anyway. The limits only stop
  /// damaged bytes from asking for more than they could honestly fill.
  static final Trust SAME_CLASS_PATH = new Trust(null, 1_000, Long.MAX_VALUE);

  /// Without side effects, and without code that what comes in could choose.
  private static final Set<String> HARMLESS =
      Set.of(
          "java.lang.Object",
          "java.lang.String",
          "java.lang.CharSequence",
          "java.lang.Number",
          "java.lang.Boolean",
          "java.lang.Byte",
          "java.lang.Short",
          "java.lang.Character",
          "java.lang.Integer",
          "java.lang.Long",
          "java.lang.Float",
          "java.lang.Double",
          "java.lang.Enum",
          "java.lang.Record",
          "java.math.BigInteger",
          "java.math.BigDecimal",
          "java.util.AbstractMap$SimpleEntry",
          "java.util.AbstractMap$SimpleImmutableEntry",
          "java.util.ArrayList",
          "java.util.Arrays$ArrayList",
          "java.util.CollSer", // List.of and the like
          "java.util.Collection",
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.LinkedHashMap",
          "java.util.LinkedHashSet",
          "java.util.List",
          "java.util.Map",
          "java.util.Optional",
          "java.util.Set",
          "java.util.TreeMap",
          "java.util.TreeSet",
          "java.util.UUID",
          "java.util.concurrent.TimeUnit");

  /// Of names of harmless classes.
  private static final List<String> HARMLESS_BEGINNINGS =
      List.of(
          "java.time.",
          "java.util.Collections$Empty",
          "java.util.Collections$Singleton",
          "java.util.Collections$Synchronized",
          "java.util.Collections$Unmodifiable");

  /// Of a name between its dots: what no class has there.
  private static final Pattern NO_NAME = Pattern.compile(".*[*;/\\[\\]\\s].*");

  /// @throws IllegalArgumentException if one names neither a class nor packages
  static Trust only(List<String> patterns) {
    patterns.forEach(Trust::check);
    return new Trust(List.copyOf(patterns), 20, 10_000);
  }

  private static void check(String pattern) {
    String name = pattern.replaceFirst("(?<=.)\\.\\*\\*?$", "");
    for (String part : name.split("\\.", -1)) {
      if (part.isEmpty() || NO_NAME.matcher(part).matches()) {
        throw new IllegalArgumentException(
            "Cannot allow \"%s\": it names no class. Give the name of a class, as of an array's"
                    .formatted(pattern)
                + " elements, a.b.* for a package, or a.b.** for all below it.");
      }
    }
  }

  /// Asked before anything is done with a class, even before it is loaded.
  ///
  /// @param name as [Class#getName] has it; an array is as its elements
  /// @throws CodecException.Refused if it may not come in
  void require(String name) {
    if (patterns == null || isAllowed(elementOf(name))) {
      return;
    }
    throw new CodecException.Refused(
        "Cannot decode a %s: it is not on the list of what may come in, %s. "
                .formatted(name, patterns)
            + "Add it to DataCodec.allowing(...), or for a manager to ManagerBuilder.allow(...), if"
            + " whoever sends it may have it made here.");
  }

  private boolean isAllowed(String element) {
    return element.length() <= 1 // primitives in arrays
        || HARMLESS.contains(element)
        || HARMLESS_BEGINNINGS.stream().anyMatch(element::startsWith)
        || patterns.stream().anyMatch(pattern -> matches(pattern, element));
  }

  private static boolean matches(String pattern, String name) {
    if (pattern.endsWith(".**")) {
      return name.startsWith(pattern.substring(0, pattern.length() - 2));
    }
    if (pattern.endsWith(".*")) {
      int dot = pattern.length() - 2;
      return name.startsWith(pattern.substring(0, dot + 1)) && name.lastIndexOf('.') == dot;
    }
    return name.equals(pattern);
  }

  private static String elementOf(String name) {
    int dimensions = name.lastIndexOf('[') + 1;
    boolean named = dimensions > 0 && name.endsWith(";");
    return named ? name.substring(dimensions + 1, name.length() - 1) : name.substring(dimensions);
  }
}
