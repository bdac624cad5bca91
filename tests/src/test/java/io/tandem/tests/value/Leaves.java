package io.tandem.tests.value;

import java.lang.foreign.MemoryLayout.PathElement;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Single numbers and strings of structs: how they are named, printed and changed by all languages.
final class Leaves {
  private static final long MIX = 0x9E3779B97F4A7C15L;
  private static final Pattern STEP = Pattern.compile("p\\d+|\\d+");

  private Leaves() {}

  /// `p1[2].p0`, for a layout.
  static PathElement[] path(String path) {
    return STEP.matcher(path)
        .results()
        .map(MatchResult::group)
        .map(
            step ->
                step.startsWith("p")
                    ? PathElement.groupElement(step)
                    : PathElement.sequenceElement(Long.parseLong(step)))
        .toArray(PathElement[]::new);
  }

  /// As the others print it.
  static String printed(Part part, Object value) {
    return switch (value) {
      case Boolean flag -> flag ? "1" : "0";
      case Character letter -> Integer.toString(letter);
      case Float number -> Integer.toHexString(Float.floatToRawIntBits(number));
      case Double number -> Long.toHexString(Double.doubleToRawLongBits(number));
      case String text when part instanceof Part.Text(int length) ->
          HexFormat.of().formatHex(Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), length));
      default -> value.toString();
    };
  }

  /// What the others change it to.
  ///
  /// @param index among the leaves of its struct
  static Object changed(Part part, int index) {
    long mixed = index * MIX;
    return switch (part) {
      case Part.Number number ->
          switch (number) {
            case BOOLEAN -> index % 2 == 1;
            case BYTE -> (byte) mixed;
            case SHORT -> (short) mixed;
            case CHAR -> (char) mixed;
            case INT -> (int) mixed;
            case LONG -> mixed;
            case FLOAT -> index + 0.25f;
            case DOUBLE -> index + 0.25;
          };
      case Part.Text(int length) -> {
        String digits = Integer.toString(index);
        yield digits.substring(0, Math.min(digits.length(), length - 1));
      }
      case Part.Several _, Part.Struct _ -> throw new AssertionError(part);
    };
  }
}
