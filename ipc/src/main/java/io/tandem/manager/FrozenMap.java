package io.tandem.manager;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A map that was a value within a managed object, as [FrozenList] is.
final class FrozenMap<K extends @Nullable Object, V extends @Nullable Object>
    extends AbstractMap<K, V> implements Serializable {
  private static final long serialVersionUID = 1;

  private final transient Map<K, V> map;

  /// @param map becomes this map's own
  FrozenMap(Map<K, V> map) {
    this.map = map;
  }

  @Override
  public int size() {
    return map.size();
  }

  @Override
  public V get(@Nullable Object key) {
    return map.get(key);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return map.containsKey(key);
  }

  @Override
  public Set<Map.Entry<K, V>> entrySet() {
    Set<Map.Entry<K, V>> entries = new LinkedHashSet<>();
    map.forEach((key, value) -> entries.add(new FrozenEntry<>(key, value)));
    return new FrozenSet<>(entries);
  }

  @Override
  public V put(K key, V value) {
    throw FrozenList.lost();
  }

  @Override
  public V remove(@Nullable Object key) {
    throw FrozenList.lost();
  }

  @Override
  public void clear() {
    throw FrozenList.lost();
  }

  private static final class FrozenEntry<K extends @Nullable Object, V extends @Nullable Object>
      extends SimpleEntry<K, V> {
    private static final long serialVersionUID = 1;

    FrozenEntry(K key, V value) {
      super(key, value);
    }

    @Override
    public V setValue(V value) {
      throw FrozenList.lost();
    }
  }

  private Object writeReplace() {
    return new Handle<>(Collections.unmodifiableMap(map));
  }

  private void readObject(ObjectInputStream stream) throws InvalidObjectException {
    throw new InvalidObjectException("A FrozenMap travels as its entries");
  }

  /// What travels instead of it.
  private record Handle<K extends @Nullable Object, V extends @Nullable Object>(Map<K, V> map)
      implements Serializable {
    private Object readResolve() {
      return new FrozenMap<>(map);
    }
  }
}
