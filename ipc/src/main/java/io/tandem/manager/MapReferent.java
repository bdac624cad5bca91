package io.tandem.manager;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The map of a [ManagedMap], where it is.
class MapReferent<K, V> implements MapService<K, V> {
  private final Elements kind;
  private final Map<K, V> map = new LinkedHashMap<>(); // guarded by this

  MapReferent(Elements kind) {
    this.kind = kind;
  }

  // ---- one entry ----

  @Override
  public synchronized int size() {
    return map.size();
  }

  @Override
  public synchronized @Nullable V get(Object key) {
    return map.get(Objects.requireNonNull(key));
  }

  @Override
  public synchronized boolean containsKey(Object key) {
    return map.containsKey(Objects.requireNonNull(key));
  }

  @Override
  public @Nullable V put(K key, V value) {
    K keptKey = kept(key);
    V keptValue = kept(value);
    synchronized (this) {
      return map.put(keptKey, keptValue);
    }
  }

  @Override
  public @Nullable V putIfAbsent(K key, V value) {
    K keptKey = kept(key);
    V keptValue = kept(value);
    synchronized (this) {
      return map.putIfAbsent(keptKey, keptValue);
    }
  }

  @Override
  public synchronized @Nullable V remove(Object key) {
    return map.remove(Objects.requireNonNull(key));
  }

  @Override
  public synchronized boolean removeEntry(Object key, Object value) {
    return map.remove(Objects.requireNonNull(key), value);
  }

  @Override
  public @Nullable V replace(K key, V value) {
    V kept = kept(value);
    synchronized (this) {
      return map.replace(Objects.requireNonNull(key), kept);
    }
  }

  @Override
  public boolean replaceEntry(K key, V before, V after) {
    V kept = kept(after);
    synchronized (this) {
      return map.replace(Objects.requireNonNull(key), Objects.requireNonNull(before), kept);
    }
  }

  private <T> T kept(T value) {
    return kind.keep(Objects.requireNonNull(value, "A managed map has no null: use Optional"));
  }

  // ---- one entry by a function, which runs outside of the lock ----

  @Override
  public @Nullable V compute(
      K key, ServerBiFunction<? super K, ? super @Nullable V, ? extends V> function) {
    return change(key, before -> function.apply(key, before));
  }

  @Override
  public @Nullable V computeIfPresent(
      K key, ServerBiFunction<? super K, ? super V, ? extends V> function) {
    return change(key, before -> before == null ? null : function.apply(key, before));
  }

  @Override
  public @Nullable V computeIfAbsent(K key, ServerFunction<? super K, ? extends V> function) {
    return change(key, before -> before != null ? before : function.apply(key));
  }

  @Override
  public @Nullable V merge(
      K key, V value, ServerBiFunction<? super V, ? super V, ? extends V> function) {
    Objects.requireNonNull(value);
    return change(key, before -> before == null ? value : function.apply(before, value));
  }

  /// @param function from the value that is there, or null, to the one that shall be, or null
  private @Nullable V change(K key, Function<@Nullable V, @Nullable V> function) {
    K keptKey = kept(key);
    while (true) {
      V before = get(key);
      V after = kind.keep(function.apply(before));
      synchronized (this) {
        if (map.get(key) == before) {
          if (after == null) {
            map.remove(key);
          } else if (after != before) {
            map.put(keptKey, after);
          }
          return after;
        }
      }
    }
  }

  // ---- many ----

  @Override
  public void putAll(Map<K, V> entries) {
    Map<K, V> kept = new LinkedHashMap<>();
    entries.forEach((key, value) -> kept.put(kept(key), kept(value)));
    synchronized (this) {
      map.putAll(kept);
    }
  }

  @Override
  public int putAllAbsent(List<K> keys, V value) {
    List<K> kept = new ArrayList<>();
    keys.forEach(key -> kept.add(kept(key)));
    synchronized (this) {
      int before = map.size();
      kept.forEach(key -> map.putIfAbsent(key, value));
      return map.size() - before;
    }
  }

  @Override
  public synchronized boolean removeKeys(List<K> keys) {
    int before = map.size();
    keys.forEach(map::remove);
    return map.size() < before;
  }

  @Override
  public synchronized boolean removeEntries(Map<K, V> entries) {
    int before = map.size();
    entries.forEach((key, value) -> map.remove(key, value));
    return map.size() < before;
  }

  @Override
  public synchronized void clear() {
    map.clear();
  }

  @Override
  public synchronized boolean containsValue(Object value) {
    return map.containsValue(Objects.requireNonNull(value));
  }

  @Override
  public void replaceAll(ServerBiFunction<? super K, ? super V, ? extends V> function) {
    while (true) {
      Map<K, V> before = snapshot();
      Map<K, V> after = new LinkedHashMap<>();
      before.forEach((key, value) -> after.put(key, kept(function.apply(key, value))));
      synchronized (this) {
        if (isStill(before)) {
          map.putAll(after);
          return;
        }
      }
    }
  }

  private boolean isStill(Map<K, V> before) {
    return map.size() == before.size()
        && before.entrySet().stream()
            .allMatch(entry -> map.get(entry.getKey()) == entry.getValue());
  }

  // ---- all of one moment ----

  @Override
  public synchronized Map<K, V> snapshot() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  @Override
  public synchronized List<K> keys() {
    return Collections.unmodifiableList(new ArrayList<>(map.keySet()));
  }

  // ---- the object ----

  @Override
  public synchronized String toString() {
    return map.toString();
  }
}
