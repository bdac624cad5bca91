package io.tandem.manager;

import org.jspecify.annotations.Nullable;

/// The server died, or the network to it: the objects are lost. Whether a call that was under way
/// was done is not known.
@SuppressWarnings("serial")
public final class ManagerDiedException extends ManagerException {
  ManagerDiedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
