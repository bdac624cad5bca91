package io.tandem.manager;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a [ManagedMap] asks its server. Each method is one atomic step; none takes null for a key
/// or value.
interface MapService<K, V> {
  // ---- one entry ----

  @Quick
  int size();

  @Quick
  @Nullable V get(Object key);

  @Quick
  boolean containsKey(Object key);

  @Quick
  @Nullable V put(K key, V value);

  @Quick
  @Nullable V putIfAbsent(K key, V value);

  @Quick
  @Nullable V remove(Object key);

  boolean removeEntry(Object key, Object value);

  @Quick
  @Nullable V replace(K key, V value);

  boolean replaceEntry(K key, V before, V after);

  @Nullable V compute(
      K key, ServerBiFunction<? super K, ? super @Nullable V, ? extends V> function);

  @Nullable V computeIfPresent(K key, ServerBiFunction<? super K, ? super V, ? extends V> function);

  @Nullable V computeIfAbsent(K key, ServerFunction<? super K, ? extends V> function);

  @Nullable V merge(K key, V value, ServerBiFunction<? super V, ? super V, ? extends V> function);

  // ---- many ----

  void putAll(Map<K, V> entries);

  /// @return how many keys were not there before
  int putAllAbsent(List<K> keys, V value);

  /// @return whether there was any
  boolean removeKeys(List<K> keys);

  /// Removes those entries that are still as they were, one after the other.
  ///
  /// @return whether there was any
  boolean removeEntries(Map<K, V> entries);

  void clear();

  boolean containsValue(Object value);

  void replaceAll(ServerBiFunction<? super K, ? super V, ? extends V> function);

  // ---- all of one moment ----

  Map<K, V> snapshot();

  List<K> keys();
}
