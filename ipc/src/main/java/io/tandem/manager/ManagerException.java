package io.tandem.manager;

import org.jspecify.annotations.Nullable;

/// A call of a managed object failed for a reason that is not the object's. The message says what
/// failed, what was found and what to do; the subclass says which of these it is.
///
/// What the object itself throws is thrown as it is, with the server's stack trace as its last
/// cause, an [io.tandem.codec.RemoteTrace].
@SuppressWarnings("serial")
public abstract sealed class ManagerException extends IllegalStateException
    permits ManagerClosedException,
        ManagerDiedException,
        ManagerRefusedException,
        NoManagedObjectException,
        ResultTooLongException {
  ManagerException(String message) {
    super(message);
  }

  ManagerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
