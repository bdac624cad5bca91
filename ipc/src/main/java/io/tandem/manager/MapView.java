package io.tandem.manager;

import java.util.AbstractCollection;
import java.util.AbstractMap.SimpleEntry;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The views of a map: they ask the server, and go over what was there when they began.
final class MapView {
  private MapView() {}

  static <K, V> Set<Map.Entry<K, V>> entries(MapService<K, V> map) {
    return new Entries<>(map);
  }

  static <K, V> Set<K> keys(MapService<K, V> map) {
    return new Keys<>(map);
  }

  static <K, V> Collection<V> values(MapService<K, V> map) {
    return new Values<>(map);
  }

  private static final class Entries<K, V> extends AbstractSet<Map.Entry<K, V>> {
    private final MapService<K, V> map;

    Entries(MapService<K, V> map) {
      this.map = map;
    }

    @Override
    public int size() {
      return map.size();
    }

    @Override
    public boolean contains(@Nullable Object element) {
      return element instanceof Map.Entry<?, ?> entry
          && entry.getKey() != null
          && entry.getValue() != null
          && entry.getValue().equals(map.get(entry.getKey()));
    }

    @Override
    public boolean remove(@Nullable Object element) {
      return element instanceof Map.Entry<?, ?> entry
          && entry.getKey() != null
          && entry.getValue() != null
          && map.removeEntry(entry.getKey(), entry.getValue());
    }

    @Override
    public boolean removeIf(Predicate<? super Map.Entry<K, V>> filter) {
      Objects.requireNonNull(filter);
      Map<K, V> removed = new LinkedHashMap<>();
      for (Map.Entry<K, V> entry : map.snapshot().entrySet()) {
        if (filter.test(entry)) {
          removed.put(entry.getKey(), entry.getValue());
        }
      }
      return !removed.isEmpty() && map.removeEntries(removed);
    }

    @Override
    public boolean removeAll(Collection<?> others) {
      Objects.requireNonNull(others);
      return removeIf(others::contains);
    }

    @Override
    public boolean retainAll(Collection<?> others) {
      Objects.requireNonNull(others);
      return removeIf(entry -> !others.contains(entry));
    }

    @Override
    public void clear() {
      map.clear();
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
      return new SnapshotIterator<>(map, entry -> entry);
    }

    @Override
    public Object[] toArray() {
      return copies().toArray();
    }

    @Override
    public <T> T[] toArray(T[] array) {
      return copies().toArray(array);
    }

    private List<Map.Entry<K, V>> copies() {
      List<Map.Entry<K, V>> copies = new ArrayList<>();
      iterator().forEachRemaining(copies::add);
      return copies;
    }
  }

  private static final class Keys<K, V> extends AbstractSet<K> {
    private final MapService<K, V> map;

    Keys(MapService<K, V> map) {
      this.map = map;
    }

    @Override
    public int size() {
      return map.size();
    }

    @Override
    public boolean contains(@Nullable Object key) {
      return map.containsKey(Objects.requireNonNull(key));
    }

    @Override
    public boolean remove(@Nullable Object key) {
      return map.remove(Objects.requireNonNull(key)) != null;
    }

    @Override
    public boolean removeIf(Predicate<? super K> filter) {
      Objects.requireNonNull(filter);
      List<K> removed =
          map.keys().stream()
              .<K>mapMulti(
                  (key, to) -> {
                    if (filter.test(key)) {
                      to.accept(key);
                    }
                  })
              .toList();
      return !removed.isEmpty() && map.removeKeys(removed);
    }

    @Override
    public boolean removeAll(Collection<?> others) {
      Objects.requireNonNull(others);
      return removeIf(others::contains);
    }

    @Override
    public boolean retainAll(Collection<?> others) {
      Objects.requireNonNull(others);
      return removeIf(key -> !others.contains(key));
    }

    @Override
    public void clear() {
      map.clear();
    }

    @Override
    public Iterator<K> iterator() {
      return new SnapshotIterator<>(map, Map.Entry::getKey);
    }

    @Override
    public Object[] toArray() {
      return map.keys().toArray();
    }

    @Override
    public <T> T[] toArray(T[] array) {
      return map.keys().toArray(array);
    }
  }

  private static final class Values<K, V> extends AbstractCollection<V> {
    private final MapService<K, V> map;

    Values(MapService<K, V> map) {
      this.map = map;
    }

    @Override
    public int size() {
      return map.size();
    }

    @Override
    public boolean contains(@Nullable Object value) {
      return map.containsValue(Objects.requireNonNull(value));
    }

    @Override
    public boolean removeIf(Predicate<? super V> filter) {
      Objects.requireNonNull(filter);
      return entries(map).removeIf(entry -> filter.test(entry.getValue()));
    }

    @Override
    public boolean removeAll(Collection<?> others) {
      Objects.requireNonNull(others);
      return removeIf(others::contains);
    }

    @Override
    public boolean retainAll(Collection<?> others) {
      Objects.requireNonNull(others);
      return removeIf(value -> !others.contains(value));
    }

    @Override
    public void clear() {
      map.clear();
    }

    @Override
    public Iterator<V> iterator() {
      return new SnapshotIterator<>(map, Map.Entry::getValue);
    }
  }

  /// Goes over the entries of the moment when it was made; removes them by their keys.
  private static final class SnapshotIterator<K, V, T> implements Iterator<T> {
    private final MapService<K, V> map;
    private final Function<Map.Entry<K, V>, T> part;
    private final Iterator<Map.Entry<K, V>> entries;
    private @Nullable K last;

    SnapshotIterator(MapService<K, V> map, Function<Map.Entry<K, V>, T> part) {
      this.map = map;
      this.part = part;
      this.entries = map.snapshot().entrySet().iterator();
    }

    @Override
    public boolean hasNext() {
      return entries.hasNext();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException("There is no entry behind the last one.");
      }
      Map.Entry<K, V> entry = entries.next();
      last = entry.getKey();
      return part.apply(new WriteThrough<>(map, entry.getKey(), entry.getValue()));
    }

    @Override
    public void remove() {
      if (last == null) {
        throw new IllegalStateException(
            "There is no entry to remove: call next() first, once for each.");
      }
      map.remove(last);
      last = null;
    }
  }

  /// An entry as it was, which can be set in the map.
  private static final class WriteThrough<K, V> extends SimpleEntry<K, V> {
    private static final long serialVersionUID = 1;

    private final transient MapService<K, V> map;

    WriteThrough(MapService<K, V> map, K key, V value) {
      super(key, value);
      this.map = map;
    }

    @Override
    public V setValue(V value) {
      map.put(getKey(), Objects.requireNonNull(value));
      return super.setValue(value);
    }

    private Object writeReplace() {
      return new SimpleImmutableEntry<>(getKey(), getValue());
    }
  }
}
