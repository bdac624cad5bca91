package io.tandem.manager;

import java.io.Serializable;

/// What travels instead of a proxy to anywhere but its server: all that a JVM needs to know to use
/// the object. Nothing is asked of the server before the first call.
///
/// @param object which it is
/// @param service its interface
/// @param fingerprint of that interface
record ObjectHandle(ServerAddress address, long object, Class<?> service, int fingerprint)
    implements Serializable {

  private Object readResolve() {
    Service found = Service.of(service);
    found.requireSame(fingerprint);
    ServerCore here = ServerCore.here(address.server());
    return here == null
        ? RemoteObject.elsewhere(this, found)
        : here.objects().require(object).proxy(here);
  }
}
