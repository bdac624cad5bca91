package io.tandem.manager;

import java.lang.ref.ReferenceQueue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The objects of a server. No number is ever used for a second one.
final class ObjectTable {
  private final Map<Long, Entry> byId = new ConcurrentHashMap<>();
  private final Map<Entry, Entry> byReferent = new HashMap<>(); // guarded by this
  private final ReferenceQueue<Object> gone = new ReferenceQueue<>();
  private long last; // guarded by this

  /// The entry of an object, which is made if it has none. The caller keeps the object reachable.
  synchronized Entry enter(Object referent, Service service) {
    forgetGone();
    var made = new Entry(last + 1, referent, service, gone);
    Entry found = byReferent.putIfAbsent(made, made);
    if (found != null) {
      return found;
    }
    last = made.id();
    byId.put(made.id(), made);
    return made;
  }

  private void forgetGone() {
    for (var each = gone.poll(); each != null; each = gone.poll()) {
      if (each instanceof Entry entry && byId.remove(entry.id(), entry)) {
        byReferent.remove(entry);
      }
    }
  }

  /// @throws NoManagedObjectException if it is gone
  Entry require(long id) {
    Entry entry = find(id);
    if (entry == null) {
      throw Entry.missing(id);
    }
    return entry;
  }

  @Nullable Entry find(long id) {
    return byId.get(id);
  }

  /// Those that are here now.
  synchronized List<Object> referents() {
    return byId.values().stream().<Object>mapMulti(ObjectTable::pass).toList();
  }

  private static void pass(Entry entry, Consumer<Object> to) {
    Object referent = entry.get();
    if (referent != null) {
      to.accept(referent);
    }
  }

  /// How many there are.
  synchronized int size() {
    forgetGone();
    return byId.size();
  }
}
