package io.tandem.pool;

import io.tandem.process.MemoryClasses;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

/// The classes of a pool's tasks that no file holds, in the order in which they came up: each
/// worker gets those it does not have before the task that needs them. For the scheduler's lock.
final class ClassShipments {
  private final List<Map<String, byte[]>> shipments = new ArrayList<>();
  private final Set<Class<?>> roots = new HashSet<>();
  private final Map<String, byte[]> sent = new HashMap<>();

  /// Notes what a task is made of.
  ///
  /// @throws RejectedExecutionException if it is a class whose bytes cannot be had, or another one
  ///   than that of the same name which came before
  void add(Set<Class<?>> classes) {
    for (Class<?> type : classes) {
      Class<?> element = elementOf(type);
      if (MemoryClasses.isInMemory(element) && !roots.contains(element)) {
        ship(element);
        roots.add(element);
      }
    }
  }

  private void ship(Class<?> root) {
    Map<String, byte[]> found = new HashMap<>(reachableFrom(root));
    found.entrySet().removeIf(type -> isThere(type.getKey(), type.getValue()));
    if (!found.isEmpty()) {
      sent.putAll(found);
      shipments.add(found);
    }
  }

  private static Map<String, byte[]> reachableFrom(Class<?> root) {
    try {
      return MemoryClasses.reachableFrom(Set.of(root));
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new RejectedExecutionException("Cannot send a task to a worker: " + e.getMessage(), e);
    }
  }

  /// A worker finds classes by their names.
  private boolean isThere(String name, byte[] bytes) {
    byte[] before = sent.get(name);
    if (before != null && !Arrays.equals(before, bytes)) {
      throw new RejectedExecutionException(
          "Cannot send a task to a worker: another class %s was sent before. ".formatted(name)
              + "Give one of them another name, or make another pool.");
    }
    return before != null;
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
