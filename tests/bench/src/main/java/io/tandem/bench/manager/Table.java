package io.tandem.bench.manager;

import io.tandem.manager.Quick;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A list and a map on a server.
public interface Table {
  @Quick
  boolean add(Object element);

  @Quick
  void clear();

  @Quick
  Object get(Object key);

  @Quick
  void put(Object key, Object value);

  /// As a managed object.
  final class OnServer implements Table {
    private final List<Object> list = new ArrayList<>();
    private final Map<Object, Object> map = new HashMap<>();

    @Override
    public synchronized boolean add(Object element) {
      return list.add(element);
    }

    @Override
    public synchronized void clear() {
      list.clear();
    }

    @Override
    public synchronized Object get(Object key) {
      return map.get(key);
    }

    @Override
    public synchronized void put(Object key, Object value) {
      Object _ = map.put(key, value);
    }
  }
}
