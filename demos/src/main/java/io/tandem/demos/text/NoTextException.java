package io.tandem.demos.text;

/// The paths a user gave lead to nothing that can be read. The message is for that user.
public final class NoTextException extends Exception {
  private static final long serialVersionUID = 1;

  public NoTextException(String message) {
    super(message);
  }
}
