package io.tandem.manager;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The elements of a [ManagedArray], where they are.
final class ArrayReferent<E extends @Nullable Object> extends ListReferent<E>
    implements ArrayService<E> {
  ArrayReferent(Elements kind, List<? extends E> elements) {
    super(kind);
    addAll(new ArrayList<>(elements));
  }
}
