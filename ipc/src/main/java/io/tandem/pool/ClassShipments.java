package io.tandem.pool;

import io.tandem.process.MemoryClasses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The classes of a pool's tasks that no file holds, in the order in which they came up: each
/// worker gets those it does not have before the task that needs them. For the scheduler's lock.
final class ClassShipments {
  private final List<Map<String, byte[]>> shipments = new ArrayList<>();
  private final Set<Class<?>> roots = new HashSet<>();
  private final Set<String> names = new HashSet<>();

  /// Notes what a task is made of.
  ///
  /// @throws IllegalArgumentException if it is a class whose bytes cannot be had
  void add(Set<Class<?>> classes) {
    for (Class<?> type : classes) {
      Class<?> element = elementOf(type);
      if (MemoryClasses.isInMemory(element) && roots.add(element)) {
        ship(element);
      }
    }
  }

  private void ship(Class<?> root) {
    Map<String, byte[]> found = new HashMap<>(MemoryClasses.reachableFrom(Set.of(root)));
    found.keySet().removeAll(names);
    if (!found.isEmpty()) {
      names.addAll(found.keySet());
      shipments.add(found);
    }
  }

  private static Class<?> elementOf(Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.componentType();
    }
    return element;
  }

  /// All of them so far.
  List<Map<String, byte[]>> all() {
    return shipments;
  }
}
