package io.tandem.pipe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/// A riddle that only who knows the key can answer, as Python's `multiprocessing.connection` has
/// it. A message is `#CHALLENGE#` and then:
///
/// ```text
///              challenge                          answer
/// to 3.11      20 random bytes                    HMAC-MD5 of them: 16 bytes
/// since 3.12   {sha256} and 40 random bytes       {sha256} and HMAC-SHA256 of all of these
/// ```
///
/// Ours is always one of the second kind. Who knows only the first takes it for random bytes, and
/// answers with 16 bytes of HMAC-MD5, which are accepted. The prefix may name any [Digest].
final class Challenge {
  /// The longest message of a handshake.
  static final int MOST_BYTES = 256;

  private static final byte[] MARK = "#CHALLENGE#".getBytes(US_ASCII);
  private static final Digest OURS = Digest.SHA256;
  private static final int RANDOM_BYTES = 40;
  private static final int OLD_BYTES = 20;
  private static final int OLD_ANSWER_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] riddle;

  private Challenge(byte[] riddle) {
    this.riddle = riddle;
  }

  /// One that was never there before.
  static Challenge create() {
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    return new Challenge(join(OURS.prefix.getBytes(US_ASCII), random));
  }

  /// Reads the other end's.
  static Challenge of(byte[] message) throws AuthenticationException {
    int end = Math.min(MARK.length, message.length);
    if (!Arrays.equals(MARK, 0, MARK.length, message, 0, end)) {
      throw new AuthenticationException(
          "Cannot authenticate: the other end sent %d bytes that are no challenge. "
                  .formatted(message.length)
              + "Give it a key too, and see that it is an end of this kind, or Python's.");
    }
    byte[] riddle = Arrays.copyOfRange(message, MARK.length, message.length);
    if (riddle.length < OLD_BYTES
        || riddle.length > OLD_BYTES && Digest.inFrontOf(riddle).isEmpty()) {
      throw new AuthenticationException(
          "Cannot authenticate: the other end sent a challenge of %d bytes of an unknown kind. "
                  .formatted(riddle.length)
              + "Use Python, or this library, there.");
    }
    return new Challenge(riddle);
  }

  byte[] message() {
    return join(MARK, riddle);
  }

  byte[] answer(AuthenticationKey key) {
    if (riddle.length == OLD_BYTES) {
      return key.code(Digest.MD5, riddle);
    }
    Digest digest = Digest.inFrontOf(riddle).orElseThrow();
    return join(digest.prefix.getBytes(US_ASCII), key.code(digest, riddle));
  }

  /// @throws AuthenticationException if only somebody without the key would answer so
  void check(byte[] answer, AuthenticationKey key) throws AuthenticationException {
    boolean old = answer.length == OLD_ANSWER_BYTES;
    Digest digest = old ? Digest.MD5 : Digest.inFrontOf(answer).orElse(OURS);
    byte[] code = key.code(digest, riddle);
    byte[] expected = old ? code : join(digest.prefix.getBytes(US_ASCII), code);
    if (!MessageDigest.isEqual(expected, answer)) { // takes as long wherever they differ
      throw new AuthenticationException(
          "Refused the other end: its answer to the challenge is wrong. "
              + "Give both ends the same key.");
    }
  }

  private static byte[] join(byte[] front, byte[] back) {
    byte[] both = Arrays.copyOf(front, front.length + back.length);
    System.arraycopy(back, 0, both, front.length, back.length);
    return both;
  }
}
