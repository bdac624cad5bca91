package io.tandem.manager;

import java.io.InvalidObjectException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// What travels instead of a proxy between its server and a client.
///
/// @param object which it is
/// @param service the name of its interface, if it goes to the client
/// @param fingerprint of that interface
record Reference(long object, @Nullable String service, int fingerprint) implements Serializable {

  private Object readResolve() throws InvalidObjectException {
    Crossing crossing = Crossing.current();
    if (crossing == null) {
      throw new InvalidObjectException("A reference came from elsewhere than its server");
    }
    return crossing.resolve(this);
  }
}
