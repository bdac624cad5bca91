package io.tandem.manager;

/// What a method returned is longer than a message of this connection may be. The call was made;
/// what it took from a managed collection was put back.
@SuppressWarnings("serial")
public final class ResultTooLongException extends ManagerException {
  ResultTooLongException(String message) {
    super(message);
  }
}
