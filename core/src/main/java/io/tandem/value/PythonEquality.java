package io.tandem.value;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Whether Python's `==` holds, of the values that a [ShareableList] has.
final class PythonEquality {
  private PythonEquality() {}

  static boolean equal(@Nullable Object one, @Nullable Object other) {
    if (one instanceof byte[] bytes) {
      return other instanceof byte[] others && Arrays.equals(bytes, others);
    }
    Number left = number(one);
    Number right = number(other);
    if (left == null || right == null) {
      return one == null ? other == null : one.equals(other);
    }
    if (left instanceof Long && right instanceof Long) {
      return left.longValue() == right.longValue();
    }
    return isFinite(left) && isFinite(right)
        ? exact(left).compareTo(exact(right)) == 0
        : left.doubleValue() == right.doubleValue();
  }

  /// Booleans are numbers there.
  private static @Nullable Number number(@Nullable Object value) {
    return switch (value) {
      case Long number -> number;
      case Integer number -> number.longValue();
      case Double number -> number;
      case Boolean truth -> truth ? 1L : 0L;
      case null, default -> null;
    };
  }

  private static boolean isFinite(Number number) {
    return Double.isFinite(number.doubleValue());
  }

  private static BigDecimal exact(Number number) {
    return number instanceof Long whole
        ? BigDecimal.valueOf(whole)
        : new BigDecimal(number.doubleValue());
  }
}
