package io.tandem.list;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a list shall be: at each place a new element, or one that it has.
interface Content {
  int size();

  /// The new element at a place, or null for one that the list has.
  byte @Nullable [] fresh(int i);

  /// Where the list has the element of a place.
  int kept(int i);

  /// New elements in place of those between two places.
  record Splice(int before, int from, int to, List<byte[]> inserted) implements Content {
    @Override
    public int size() {
      return Math.addExact(before - (to - from), inserted.size());
    }

    @Override
    public byte @Nullable [] fresh(int i) {
      return i >= from && i < from + inserted.size() ? inserted.get(i - from) : null;
    }

    @Override
    public int kept(int i) {
      return i < from ? i : i - inserted.size() + (to - from);
    }
  }

  /// Some of the elements, in any order.
  record Selection(int[] order) implements Content {
    @Override
    public int size() {
      return order.length;
    }

    @Override
    public byte @Nullable [] fresh(int i) {
      return null;
    }

    @Override
    public int kept(int i) {
      return order[i];
    }
  }
}
