package io.tandem.manager;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/// An object of a server. It is kept as long as a client has a proxy of it, or it is pinned; beside
/// that by whatever in the server refers to it, as proxies in other managed objects do. So objects
/// that refer to each other go when no client has any of them.
final class Entry extends WeakReference<Object> {
  private final long id;
  private final Service service;
  private final int hash;
  private @Nullable Object kept; // guarded by this
  private long proxies; // of clients; guarded by this

  Entry(long id, Object referent, Service service, @Nullable ReferenceQueue<Object> gone) {
    super(referent, gone);
    this.id = id;
    this.service = service;
    this.hash = 31 * System.identityHashCode(referent) + service.hashCode();
  }

  long id() {
    return id;
  }

  Service service() {
    return service;
  }

  /// A client has so many proxies more.
  synchronized void retain(Object referent) {
    proxies++;
    kept = referent;
  }

  /// Clients have so many proxies less.
  synchronized void release(long count) {
    proxies -= count;
    if (proxies == 0) {
      kept = null;
    }
  }

  /// Keeps it as long as the server is there.
  void pin(Object referent) {
    retain(referent);
  }

  /// A proxy for use in the server's own JVM.
  ///
  /// @throws NoManagedObjectException if it is gone
  Object proxy(ServerCore core) {
    return new LocalObject(core, this, referent()).proxy();
  }

  /// @throws NoManagedObjectException if it is gone
  Object referent() {
    Object referent = get();
    if (referent == null) {
      throw missing(id);
    }
    return referent;
  }

  static NoManagedObjectException missing(long id) {
    return new NoManagedObjectException(
        "Managed object %d is gone: every client that had a proxy of it has closed or died. "
                .formatted(id)
            + "Keep one, or use Manager.open, whose objects stay.");
  }

  /// Equal if both are the same object by the same interface.
  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    Object referent = get();
    return referent != null
        && other instanceof Entry entry
        && entry.service == service
        && entry.get() == referent;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "%s %d".formatted(service, id);
  }
}
