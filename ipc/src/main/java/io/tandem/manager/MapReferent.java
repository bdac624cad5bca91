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
///
/// Values are compared, and asked for their text, outside of the lock: they may be managed objects
/// that do the same with this one. Keys, which are compared within, depend on none, see [Keys].
class MapReferent<K, V> implements MapService<K, V>, HandsOut {
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
  public @Nullable V get(Object key) {
    Keys.require(key);
    synchronized (this) {
      return map.get(key);
    }
  }

  @Override
  public boolean containsKey(Object key) {
    return get(key) != null;
  }

  @Override
  public @Nullable V put(K key, V value) {
    K keptKey = keptKey(key);
    V keptValue = kept(value);
    synchronized (this) {
      return map.put(keptKey, keptValue);
    }
  }

  @Override
  public @Nullable V putIfAbsent(K key, V value) {
    K keptKey = keptKey(key);
    V keptValue = kept(value);
    synchronized (this) {
      return map.putIfAbsent(keptKey, keptValue);
    }
  }

  @Override
  public @Nullable V remove(Object key) {
    Keys.require(key);
    synchronized (this) {
      return map.remove(key);
    }
  }

  /// Unless the key has another value by now.
  @Override
  @SuppressWarnings("unchecked") // what was there
  public void takeBack(
      ServiceMethod method, @Nullable Object @Nullable [] arguments, @Nullable Object returned) {
    if (method.method().getName().equals("remove") && arguments != null && returned != null) {
      V _ = putIfAbsent((K) arguments[0], (V) returned);
    }
  }

  @Override
  public boolean removeEntry(Object key, Object value) {
    while (true) {
      V before = get(key);
      if (before == null || !value.equals(before)) {
        return false;
      }
      synchronized (this) {
        if (map.get(key) == before) {
          map.remove(key);
          return true;
        }
      }
    }
  }

  @Override
  public @Nullable V replace(K key, V value) {
    V kept = kept(value);
    Keys.require(key);
    synchronized (this) {
      return map.replace(key, kept);
    }
  }

  @Override
  public boolean replaceEntry(K key, V before, V after) {
    V kept = kept(after);
    while (true) {
      V now = get(key);
      if (now == null || !before.equals(now)) {
        return false;
      }
      synchronized (this) {
        if (map.get(key) == now) {
          map.put(key, kept);
          return true;
        }
      }
    }
  }

  private K keptKey(K key) {
    return Keys.require(kept(key));
  }

  private <T> T kept(T value) {
    return kind.keep(Objects.requireNonNull(value, "A managed map has no null: use Optional"));
  }

  // ---- one entry by a function, which runs outside of the lock ----

  @Override
  public @Nullable V compute(
      K key, ServerBiFunction<? super K, ? super @Nullable V, ? extends V> function) {
    return change(key, before -> function.apply(key, kind.copy(before)));
  }

  @Override
  public @Nullable V computeIfPresent(
      K key, ServerBiFunction<? super K, ? super V, ? extends V> function) {
    return change(key, before -> before == null ? null : function.apply(key, kind.copy(before)));
  }

  @Override
  public @Nullable V computeIfAbsent(K key, ServerFunction<? super K, ? extends V> function) {
    return change(key, before -> before != null ? before : function.apply(key));
  }

  @Override
  public @Nullable V merge(
      K key, V value, ServerBiFunction<? super V, ? super V, ? extends V> function) {
    Objects.requireNonNull(value);
    return change(
        key,
        before -> before == null ? value : function.apply(kind.copy(before), kind.copy(value)));
  }

  /// @param function from the value that is there, or null, to the one that shall be, or null
  private @Nullable V change(K key, Function<@Nullable V, @Nullable V> function) {
    K keptKey = keptKey(key);
    for (var tries = new Tries("map"); ; tries.again()) {
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
    entries.forEach((key, value) -> kept.put(keptKey(key), kept(value)));
    synchronized (this) {
      map.putAll(kept);
    }
  }

  @Override
  public int putAllAbsent(List<K> keys, V value) {
    List<K> kept = new ArrayList<>();
    keys.forEach(key -> kept.add(keptKey(key)));
    synchronized (this) {
      int before = map.size();
      kept.forEach(key -> map.putIfAbsent(key, value));
      return map.size() - before;
    }
  }

  @Override
  public boolean removeKeys(List<K> keys) {
    keys.forEach(Keys::require);
    synchronized (this) {
      int before = map.size();
      keys.forEach(map::remove);
      return map.size() < before;
    }
  }

  @Override
  public boolean removeEntries(Map<K, V> entries) {
    boolean any = false;
    for (Map.Entry<K, V> entry : entries.entrySet()) {
      any |= removeEntry(entry.getKey(), entry.getValue());
    }
    return any;
  }

  @Override
  public synchronized void clear() {
    map.clear();
  }

  @Override
  public boolean containsValue(Object value) {
    return snapshot().containsValue(Objects.requireNonNull(value));
  }

  @Override
  public void replaceAll(ServerBiFunction<? super K, ? super V, ? extends V> function) {
    for (var tries = new Tries("map"); ; tries.again()) {
      Map<K, V> before = snapshot();
      Map<K, V> after = new LinkedHashMap<>();
      before.forEach((key, value) -> after.put(key, kept(function.apply(key, kind.copy(value)))));
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
  public String toString() {
    return snapshot().toString();
  }
}
