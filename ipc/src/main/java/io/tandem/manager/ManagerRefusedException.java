package io.tandem.manager;

import org.jspecify.annotations.Nullable;

/// The server does not do this: the interface is not registered or is another one there, a limit is
/// reached, or nobody serves under the name. Nothing was changed.
@SuppressWarnings("serial")
public final class ManagerRefusedException extends ManagerException {
  ManagerRefusedException(String message) {
    super(message);
  }

  ManagerRefusedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
