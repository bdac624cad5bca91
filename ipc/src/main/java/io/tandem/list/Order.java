package io.tandem.list;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// In which order elements come when they are sorted.
final class Order {
  private Order() {}

  /// @param comparator null for their natural order
  /// @return where each comes from; equal ones stay in the order they have
  @SuppressWarnings(
      "unchecked") // as List.sort: those that cannot be compared are a ClassCastException
  static <E extends @Nullable Object> int[] of(
      List<E> elements, @Nullable Comparator<? super E> comparator) {
    Comparator<? super E> by =
        comparator != null
            ? comparator
            : (Comparator<? super E>) (Comparator<?>) Comparator.naturalOrder();
    Integer[] order = IntStream.range(0, elements.size()).boxed().toArray(Integer[]::new);
    Arrays.sort(order, (one, other) -> by.compare(elements.get(one), elements.get(other)));
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }
}
