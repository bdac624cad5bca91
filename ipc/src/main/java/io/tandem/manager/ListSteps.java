package io.tandem.manager;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What takes all elements of a list and a function: computed from a snapshot, outside of all
/// locks, and again if the list has changed meanwhile. On the server, and in clients for functions
/// that cannot travel.
final class ListSteps {
  private ListSteps() {}

  static <E extends @Nullable Object> boolean removeIf(
      ListService<E> list, Predicate<? super E> filter) {
    for (var tries = new Tries("list"); ; tries.again()) {
      ListService.Snapshot<E> now = list.snapshot();
      List<E> elements = now.elements();
      int[] kept =
          IntStream.range(0, elements.size()).filter(i -> !filter.test(elements.get(i))).toArray();
      boolean nothing = kept.length == elements.size();
      if (nothing || list.select(now.version(), kept)) {
        return !nothing;
      }
    }
  }

  static <E extends @Nullable Object> void replaceAll(
      ListService<E> list, UnaryOperator<E> operator) {
    for (var tries = new Tries("list"); ; tries.again()) {
      ListService.Snapshot<E> now = list.snapshot();
      List<E> replaced = new ArrayList<>(now.elements().size());
      now.elements().forEach(element -> replaced.add(operator.apply(element)));
      if (list.splice(now.version(), 0, replaced.size(), replaced) != ListService.CHANGED) {
        return;
      }
    }
  }

  /// @param comparator null for the natural order
  static <E extends @Nullable Object> void sort(
      ListService<E> list, @Nullable Comparator<? super E> comparator) {
    @SuppressWarnings("unchecked") // as List.sort does
    Comparator<? super E> order =
        comparator != null ? comparator : (Comparator<? super E>) Comparator.naturalOrder();
    for (var tries = new Tries("list"); ; tries.again()) {
      ListService.Snapshot<E> now = list.snapshot();
      int[] places =
          IntStream.range(0, now.elements().size())
              .boxed()
              .sorted((a, b) -> order.compare(now.elements().get(a), now.elements().get(b)))
              .mapToInt(place -> place)
              .toArray();
      if (list.select(now.version(), places)) {
        return;
      }
    }
  }
}
