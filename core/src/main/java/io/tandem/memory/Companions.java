package io.tandem.memory;

import io.tandem.lock.Held;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What this process keeps beside the objects of a scope: one for each, whoever asks.
///
/// They are kept as long as the scope is mapped, or until another object has taken the place.
final class Companions {
  private final ConcurrentMap<Key, Entry> known = new ConcurrentHashMap<>();

  /// @param offset in the scope
  /// @param generation of the object there; of one that was freed it is not kept
  <T> T of(long offset, int generation, Class<T> type, Supplier<? extends T> maker) {
    var key = new Key(offset, type);
    Entry present = known.get(key);
    if (present == null || present.generation != generation) {
      present =
          known.compute(
              key,
              (_, found) ->
                  found == null || found.isBefore(generation)
                      ? new Entry(generation, maker.get())
                      : found);
    }
    boolean freed = present.generation != generation;
    return freed ? maker.get() : type.cast(present.companion);
  }

  /// What this process holds of them, for people; null if nothing.
  @Nullable String held() {
    return known.values().stream()
        .map(Entry::companion)
        .filter(Held.class::isInstance)
        .map(companion -> ((Held) companion).heldHere())
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /// Compared by methods of its own: those of the first record in a JVM take it milliseconds to
  /// link, and a child's first lock comes here.
  private record Key(long offset, Class<?> type) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key && offset == key.offset && type == key.type;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(offset) * 31 + type.hashCode();
    }
  }

  private record Entry(int generation, Object companion) {
    boolean isBefore(int other) {
      return generation - other < 0; // they may overflow
    }
  }
}
