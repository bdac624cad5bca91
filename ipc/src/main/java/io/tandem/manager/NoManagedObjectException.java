package io.tandem.manager;

/// The object is not there any more: nobody who had it was left.
@SuppressWarnings("serial")
public final class NoManagedObjectException extends ManagerException {
  NoManagedObjectException(String message) {
    super(message);
  }
}
