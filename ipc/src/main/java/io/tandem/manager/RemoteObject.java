package io.tandem.manager;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Behind a proxy in a client: an object of a server that is reached over a [Link]. As long as it
/// is reachable it keeps the object.
final class RemoteObject extends ProxyHandler {
  private static final Cleaner CLEANER = Cleaner.create();

  private final ServerAddress address;
  private final Hold hold;

  private RemoteObject(ServerAddress address, Hold hold, Service service) {
    super(service);
    this.address = address;
    this.hold = hold;
    CLEANER.register(this, hold::release);
  }

  /// Of an object that the server has counted for this client already.
  static Object counted(Link link, long object, Service service) {
    return service.proxy(new RemoteObject(link.address(), new Hold(object, link), service));
  }

  /// Of an object whose server is found when it is used.
  static Object elsewhere(ObjectHandle handle, Service service) {
    Link open = Links.find(handle.address().server());
    var hold = new Hold(handle.object(), null);
    if (open != null) {
      hold.connect(open); // now, as whoever sent the handle may soon be gone
    }
    return service.proxy(new RemoteObject(handle.address(), hold, service));
  }

  /// The client's share in an object. It must not know of the proxy.
  private static final class Hold {
    private final long object;
    private volatile @Nullable Link link;

    Hold(long object, @Nullable Link link) {
      this.object = object;
      this.link = link;
    }

    synchronized Link connect(Link to) {
      Link first = link;
      if (first != null) {
        return first;
      }
      to.notice(Messages.RETAIN, object);
      link = to;
      return to;
    }

    void release() {
      Link connected = link;
      if (connected != null) {
        connected.release(object);
      }
    }
  }

  private Link link() {
    Link link = hold.link;
    return link != null ? link : hold.connect(Links.to(address));
  }

  @Override
  UUID server() {
    return address.server();
  }

  @Override
  long object() {
    return hold.object;
  }

  @Override
  @Nullable Object call(ServiceMethod method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    try {
      return link().call(method, hold.object, arguments);
    } finally {
      Reference.reachabilityFence(this);
      Reference.reachabilityFence(arguments);
    }
  }

  /// Nobody here knows who will get it, and when: so this client keeps the object.
  @Override
  Object handle() {
    Crossing crossing = Crossing.current();
    if (crossing != null && crossing.reaches(server())) {
      return crossing.refer(this);
    }
    Link connected = hold.link;
    if (connected != null) {
      connected.pin(this);
    }
    Service service = service();
    return new ObjectHandle(address, hold.object, service.type(), service.fingerprint());
  }
}
