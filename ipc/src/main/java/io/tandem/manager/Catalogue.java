package io.tandem.manager;

import io.tandem.process.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The interfaces that a server has objects of: those that were registered, and the ready-made.
final class Catalogue {
  private final Map<String, Item> items = new HashMap<>();

  private record Item(Service service, Services.@Nullable Maker maker) {}

  Catalogue(List<Registration> registrations) {
    Services.MAKERS.forEach((type, maker) -> add(type, maker));
    Services.RETURNED.forEach(type -> add(type, null));
    for (Registration each : registrations) {
      add(each.service(), each.maker());
    }
  }

  private void add(Class<?> type, Services.@Nullable Maker maker) {
    items.put(type.getName(), new Item(Service.of(type), maker));
  }

  /// An interface that was registered.
  ///
  /// @param task makes an object; null if they are only what methods of others return
  record Registration(Class<?> service, @Nullable Task<?> task) implements java.io.Serializable {
    Services.@Nullable Maker maker() {
      return task == null ? null : _ -> task.call();
    }
  }

  /// Whether objects of this type are managed ones.
  boolean has(Class<?> type) {
    Item item = items.get(type.getName());
    return item != null && item.service.type() == type;
  }

  /// @throws ManagerRefusedException if there is no such interface, or another one
  Service require(String name, int fingerprint) {
    Item item = items.get(name);
    if (item == null) {
      throw new ManagerRefusedException(
          "Cannot make a %s: it is not registered with this manager. ".formatted(name)
              + "Register it with ManagerBuilder.register before the manager starts.");
    }
    item.service.requireSame(fingerprint);
    return item.service;
  }

  /// Makes an object of an interface that is here.
  Object make(Service service, Object[] arguments) throws Exception {
    Item item = items.get(service.name());
    if (item == null || item.maker == null) {
      throw new ManagerRefusedException(
          "Cannot make a %s: it was registered without a maker. ".formatted(service.name())
              + "Call the method of another object that returns one.");
    }
    Object made = item.maker.make(arguments);
    if (!service.type().isInstance(made)) {
      throw new ManagerRefusedException(
          "Cannot make a %s: what was registered for it made %s. "
                  .formatted(service.name(), made == null ? "null" : made.getClass().getName())
              + "Register a task that makes one.");
    }
    return made;
  }
}
