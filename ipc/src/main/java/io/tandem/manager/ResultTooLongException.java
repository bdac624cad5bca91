package io.tandem.manager;

/// What a method returned is longer than a message of this connection may be. The call was made:
/// what methods took out that return it, such as `take` and `remove`, was put back; what `set` and
/// `put` have replaced is gone.
@SuppressWarnings("serial")
public final class ResultTooLongException extends ManagerException {
  ResultTooLongException(String message) {
    super(message);
  }
}
