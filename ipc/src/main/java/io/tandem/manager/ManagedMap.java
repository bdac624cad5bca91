package io.tandem.manager;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// A map on a server, in the order in which keys were put first.
///
/// **Shape.** A [ConcurrentMap] of whatever may cross to another process, but for null. What is
/// read is a copy. [Elements#FROZEN], unless the map was made otherwise, lets nobody change one in
/// vain. A managed object that is a value is the same object for all. As a key, managed lists,
/// arrays, maps and sets, which are equal by a content that changes, are refused.
///
/// **Sharing.** Any thread, virtual ones too, of any process. Each method is one atomic step, as
/// far as [ConcurrentMap] says so, and `putAll`. [#compute], [#merge] and the like run on the
/// server in one call, with functions of this package: a lambda is one where the variable is a
/// `ManagedMap`. With any other function they are `ConcurrentMap`'s own, which read, compute, and
/// begin again if somebody has changed the value before they have.
///
/// Iterators and streams go over what was there when they were made, fetched in one call; so do
/// `equals`, `hashCode` and `toString`. An iterator's `remove` removes the key, whatever its value
/// is now. The views ask the server; their `removeIf`, `removeAll` and `retainAll` remove in one
/// call what is still as they have seen it.
///
/// **Lifetime.** As long as the server, or a reference: one in a client that is alive, or in
/// another managed object. Captured by a task, put on a queue or into a managed object, it arrives
/// as the same map.
///
/// **Errors.** `IllegalArgumentException` for a key or value that is refused, see [Elements];
/// `NullPointerException` for null; nothing has changed then. `ConcurrentModificationException`
/// when all of a thousand tries of a function were overtaken, by others or by itself.
///
/// **Source.** `java.util.concurrent.ConcurrentHashMap`, and Python's `Manager().dict()`, where
/// `d[k] += 1` of two processes may count once, and a change of a value that is a plain list is
/// lost.
///
/// ```java
/// try (var manager = Manager.start()) {
///   ManagedMap<String, Integer> counts = manager.map("words");
///   for (String word : List.of("to", "be", "or", "not", "to", "be")) {
///     counts.merge(word, 1, Integer::sum); // on the server
///   }
///   System.out.println(counts); // {to=2, be=2, or=1, not=1}
/// }
/// ```
///
/// @param <K> of keys; not checked
/// @param <V> of values; not checked
public final class ManagedMap<K, V> extends AbstractMap<K, V>
    implements ConcurrentMap<K, V>, Serializable, Managed {
  private static final long serialVersionUID = 1;

  private final transient MapService<K, V> service;

  ManagedMap(MapService<K, V> service) {
    this.service = service;
  }

  // ---- one entry ----

  @Override
  public int size() {
    return service.size();
  }

  @Override
  public boolean isEmpty() {
    return size() == 0;
  }

  @Override
  public @Nullable V get(@Nullable Object key) {
    return service.get(Objects.requireNonNull(key));
  }

  @Override
  public V getOrDefault(@Nullable Object key, V otherwise) {
    V value = get(key);
    return value != null ? value : otherwise;
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return service.containsKey(Objects.requireNonNull(key));
  }

  @Override
  public boolean containsValue(@Nullable Object value) {
    return service.containsValue(Objects.requireNonNull(value));
  }

  @Override
  public @Nullable V put(K key, V value) {
    return service.put(Objects.requireNonNull(key), Objects.requireNonNull(value));
  }

  @Override
  public @Nullable V putIfAbsent(K key, V value) {
    return service.putIfAbsent(Objects.requireNonNull(key), Objects.requireNonNull(value));
  }

  @Override
  public @Nullable V remove(@Nullable Object key) {
    return service.remove(Objects.requireNonNull(key));
  }

  @Override
  public boolean remove(@Nullable Object key, @Nullable Object value) {
    return value != null && service.removeEntry(Objects.requireNonNull(key), value);
  }

  @Override
  public @Nullable V replace(K key, V value) {
    return service.replace(Objects.requireNonNull(key), Objects.requireNonNull(value));
  }

  @Override
  public boolean replace(K key, V before, V after) {
    return service.replaceEntry(
        Objects.requireNonNull(key), Objects.requireNonNull(before), Objects.requireNonNull(after));
  }

  // ---- by functions on the server ----

  /// Computes the value of a key from the one that is there, on the server.
  ///
  /// @param function from the key and its value, or null, to the value that it shall have; null to
  ///   remove it
  /// @return what it has now, or null
  public @Nullable V compute(
      K key, ServerBiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
    return service.compute(Objects.requireNonNull(key), Objects.requireNonNull(function));
  }

  /// As [#compute(Object,ServerBiFunction)], if the key is there.
  public @Nullable V computeIfPresent(
      K key, ServerBiFunction<? super K, ? super V, ? extends @Nullable V> function) {
    return service.computeIfPresent(Objects.requireNonNull(key), Objects.requireNonNull(function));
  }

  /// Computes the value of a key that is not there, on the server.
  ///
  /// @return what it has now, or null
  public @Nullable V computeIfAbsent(
      K key, ServerFunction<? super K, ? extends @Nullable V> function) {
    return service.computeIfAbsent(Objects.requireNonNull(key), Objects.requireNonNull(function));
  }

  /// Joins a value with the one that is there, on the server, or puts it.
  ///
  /// @param function from the value that is there and the new one to what shall be there; null to
  ///   remove the key
  /// @return what is there now, or null
  public @Nullable V merge(
      K key, V value, ServerBiFunction<? super V, ? super V, ? extends @Nullable V> function) {
    return service.merge(
        Objects.requireNonNull(key),
        Objects.requireNonNull(value),
        Objects.requireNonNull(function));
  }

  /// Replaces every value by what a function makes of it and its key, on the server: all at once.
  public void replaceAll(ServerBiFunction<? super K, ? super V, ? extends V> function) {
    service.replaceAll(Objects.requireNonNull(function));
  }

  // ---- many ----

  @Override
  public void putAll(Map<? extends K, ? extends V> entries) {
    service.putAll(new LinkedHashMap<>(entries));
  }

  @Override
  public void clear() {
    service.clear();
  }

  @Override
  public Set<K> keySet() {
    return MapView.keys(service);
  }

  @Override
  public Collection<V> values() {
    return MapView.values(service);
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    return MapView.entries(service);
  }

  // ---- the object ----

  @Override
  public boolean equals(@Nullable Object other) {
    Object there = other instanceof ManagedMap<?, ?> map ? map.service.snapshot() : other;
    return other == this || there instanceof Map && service.snapshot().equals(there);
  }

  @Override
  public int hashCode() {
    Keys.refuse("managed map");
    return service.snapshot().hashCode();
  }

  private Object writeReplace() {
    return new Handle<>(service);
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("A ManagedMap travels as its handle");
  }

  /// What travels instead of a map.
  private record Handle<K, V>(MapService<K, V> service) implements Serializable {
    private Object readResolve() {
      return new ManagedMap<>(service);
    }
  }
}
