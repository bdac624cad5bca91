package io.tandem.memory;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/// What this process keeps beside the objects of a scope: one for each, whoever asks.
///
/// They are kept as long as the scope is mapped, or until another object has taken the place.
final class Companions {
  private final ConcurrentMap<Key, Entry> known = new ConcurrentHashMap<>();

  /// @param offset in the scope
  /// @param generation of the object there
  <T> T of(long offset, int generation, Class<T> type, Supplier<? extends T> maker) {
    var key = new Key(offset, type);
    Entry present = known.get(key);
    if (present == null || present.generation != generation) {
      present =
          known.compute(
              key,
              (_, found) ->
                  found != null && found.generation == generation
                      ? found
                      : new Entry(generation, maker.get()));
    }
    return type.cast(present.companion);
  }

  private record Key(long offset, Class<?> type) {}

  private record Entry(int generation, Object companion) {}
}
