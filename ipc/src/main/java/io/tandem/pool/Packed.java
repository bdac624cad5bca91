package io.tandem.pool;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Items of a map, or their results, as they travel: those that are all numbers of one kind as an
/// array of these, which is copied at once instead of one by one.
final class Packed {
  private Packed() {}

  /// @return to be encoded, and unpacked when it was decoded
  static Object pack(@Nullable Object[] items) {
    Object packed =
        switch (items.length == 0 ? null : items[0]) {
          case Integer _ -> ints(items);
          case Long _ -> longs(items);
          case Double _ -> doubles(items);
          case null, default -> null;
        };
    return packed == null ? items : packed;
  }

  private static int @Nullable [] ints(@Nullable Object[] items) {
    var numbers = new int[items.length];
    for (int i = 0; i < numbers.length; i++) {
      if (!(items[i] instanceof Integer number)) {
        return null;
      }
      numbers[i] = number;
    }
    return numbers;
  }

  private static long @Nullable [] longs(@Nullable Object[] items) {
    var numbers = new long[items.length];
    for (int i = 0; i < numbers.length; i++) {
      if (!(items[i] instanceof Long number)) {
        return null;
      }
      numbers[i] = number;
    }
    return numbers;
  }

  private static double @Nullable [] doubles(@Nullable Object[] items) {
    var numbers = new double[items.length];
    for (int i = 0; i < numbers.length; i++) {
      if (!(items[i] instanceof Double number)) {
        return null;
      }
      numbers[i] = number;
    }
    return numbers;
  }

  /// @param packed by [#pack]
  static @Nullable Object[] unpack(@Nullable Object packed) {
    return switch (packed) {
      case int[] numbers -> Arrays.stream(numbers).boxed().toArray();
      case long[] numbers -> Arrays.stream(numbers).boxed().toArray();
      case double[] numbers -> Arrays.stream(numbers).boxed().toArray();
      case null, default -> (Object[]) packed;
    };
  }
}
