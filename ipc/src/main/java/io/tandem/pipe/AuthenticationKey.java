package io.tandem.pipe;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What both ends know. It shows itself to nobody.
final class AuthenticationKey implements AutoCloseable {
  private final byte[] bytes;
  private boolean cleared; // guarded by this, as the bytes are

  /// @param bytes copied
  AuthenticationKey(byte[] bytes) {
    if (bytes.length == 0) {
      throw new IllegalArgumentException(
          "A key has no bytes. Give some that nobody can guess, 32 from SecureRandom for one, or "
              + "say ConnectionOptions.withoutKey().");
    }
    this.bytes = bytes.clone();
  }

  /// Of its own, so that it can be cleared by itself.
  synchronized AuthenticationKey copy() {
    requireKey();
    return new AuthenticationKey(bytes);
  }

  /// The code that only who knows the key can make of a message.
  synchronized byte[] code(Digest digest, byte[] message) {
    requireKey();
    try {
      Mac mac = Mac.getInstance(digest.algorithm);
      mac.init(new SecretKeySpec(bytes, digest.algorithm));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "This JVM cannot make the code %s: its security settings forbid it. Allow it there."
              .formatted(digest.algorithm),
          e);
    }
  }

  private void requireKey() {
    if (cleared) {
      throw new IllegalStateException("The key is gone: the listener is closed.");
    }
  }

  /// Overwrites it.
  @Override
  public synchronized void close() {
    cleared = true;
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return "a key";
  }
}
