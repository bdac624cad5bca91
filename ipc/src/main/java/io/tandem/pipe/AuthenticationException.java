package io.tandem.pipe;

import java.io.IOException;

/// Two ends did not come to trust each other: one does not know the other's key, or does not speak
/// Python's handshake. The connection is closed. Neither the message nor anything else in here
/// holds the key, or what was made with it.
@SuppressWarnings("serial")
public final class AuthenticationException extends IOException {
  AuthenticationException(String message) {
    super(message);
  }

  AuthenticationException(String message, Throwable cause) {
    super(message, cause);
  }
}
