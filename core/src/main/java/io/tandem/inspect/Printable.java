package io.tandem.inspect;

/// Text that others have written into shared memory, so that printing it does nothing else.
///
/// ```java
/// System.out.println(Printable.of("worker\u001b[2J")); // worker\\u001b[2J
/// ```
public final class Printable {
  private Printable() {}

  /// The text, with what is not visible or steers a terminal as its number in hexadecimal.
  public static String of(String text) {
    return text.codePoints().allMatch(Printable::isPlain) ? text : escaped(text);
  }

  private static String escaped(String text) {
    var plain = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (isPlain(point)) {
                plain.appendCodePoint(point);
              } else {
                plain.append("\\u%04x".formatted(point));
              }
            });
    return plain.toString();
  }

  private static boolean isPlain(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
