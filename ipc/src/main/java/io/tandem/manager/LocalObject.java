package io.tandem.manager;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Behind a proxy in the server's own JVM, as in another managed object or among the arguments of a
/// call: the object itself, which it keeps.
final class LocalObject extends ProxyHandler {
  private final ServerCore core;
  private final Entry entry;
  private final Object referent;

  LocalObject(ServerCore core, Entry entry, Object referent) {
    super(entry.service());
    this.core = core;
    this.entry = entry;
    this.referent = referent;
  }

  Object proxy() {
    return service().proxy(this);
  }

  @Override
  UUID server() {
    return core.address().server();
  }

  @Override
  long object() {
    return entry.id();
  }

  @Override
  @Nullable Object call(ServiceMethod method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    return core.exposed(method, method.run(referent, arguments));
  }

  /// Nobody here knows who will get it, and when: so the object stays.
  @Override
  Object handle() {
    Crossing crossing = Crossing.current();
    if (crossing != null && crossing.reaches(server())) {
      return crossing.refer(this);
    }
    entry.pin(referent);
    Service service = service();
    return new ObjectHandle(core.address(), entry.id(), service.type(), service.fingerprint());
  }
}
