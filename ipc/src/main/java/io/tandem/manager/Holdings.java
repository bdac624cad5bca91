package io.tandem.manager;

import java.util.HashMap;
import java.util.Map;

/// The objects of which a client has proxies, and how many of each: they are kept for it.
final class Holdings {
  private final ObjectTable objects;
  private final Map<Entry, Long> proxies = new HashMap<>(); // guarded by this
  private boolean ended; // guarded by this

  Holdings(ObjectTable objects) {
    this.objects = objects;
  }

  /// The client gets a proxy.
  ///
  /// @throws NoManagedObjectException if the object is gone
  Reference give(long object) {
    Entry entry = objects.require(object);
    count(entry, entry.referent());
    Service service = entry.service();
    return new Reference(entry.id(), service.name(), service.fingerprint());
  }

  /// The client has made a proxy by itself.
  void retain(long object) {
    Entry entry = objects.find(object);
    Object referent = entry == null ? null : entry.get();
    if (entry != null && referent != null) {
      count(entry, referent);
    }
  }

  private synchronized void count(Entry entry, Object referent) {
    if (!ended) {
      proxies.merge(entry, 1L, Long::sum);
      entry.retain(referent);
    }
  }

  /// The client has a proxy less.
  synchronized void release(long object) {
    Entry entry = objects.find(object);
    Long count = entry == null ? null : proxies.get(entry);
    if (entry == null || count == null) {
      return;
    }
    if (count == 1) {
      proxies.remove(entry);
    } else {
      proxies.put(entry, count - 1);
    }
    entry.release(1);
  }

  /// The client is gone.
  synchronized void end() {
    ended = true;
    proxies.forEach(Entry::release);
    proxies.clear();
  }
}
