package io.tandem.pipe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Challenges and answers, beside those that Python's `hmac` makes.
class ChallengeTest {
  private static final byte[] BYTES = "open sesame".getBytes(US_ASCII);
  private static final AuthenticationKey KEY = new AuthenticationKey(BYTES);

  @ParameterizedTest
  @CsvSource({
    "'', 20, '', 1a12e6486ef5935515793631c2b7d343",
    "{md5}, 40, {md5}, 3f49aa5def494d5f7105a0d6b56d8448",
    "{sha256}, 40, {sha256}, b40ec11041d13c4914ef85947d4fe2b91cd0d3949fc2bba12711e442b8daa758",
    "{sha384}, 40, {sha384}, bcbfc10ee8bf6650f7916c61a6d2cbc1aa0b6a02d41a5db6"
        + "361bc657064f86fbec88c2c17fe9652a56699e59d65b27b9",
    "{sha3_256}, 40, {sha3_256}, 3649da19a6ef464f89c900cde2c116f4ca63cb3662eea966a8583ad22890acc6",
    "{sha3_384}, 40, {sha3_384}, 1bebe6657d28203632df2ce7667af49429ac0ff1116121ac"
        + "1f457fc94a8bd39558fb4483515003c2638e50764a2eaf8a",
  })
  void anAnswerIsPythons(String prefix, int random, String answerPrefix, String code)
      throws Exception {
    byte[] expected = concat(answerPrefix, HexFormat.of().parseHex(code));

    assertArrayEquals(expected, Challenge.of(asked(prefix, random)).answer(KEY));
  }

  @Test
  void aChallengeIsNewEachTimeAndOfTheSecondKind() {
    byte[] one = Challenge.create().message();
    byte[] other = Challenge.create().message();

    assertEquals(11 + 8 + 40, one.length);
    assertTrue(new String(one, US_ASCII).startsWith("#CHALLENGE#{sha256}"));
    assertFalse(Arrays.equals(one, other));
  }

  @ParameterizedTest
  @ValueSource(strings = {"md5", "sha256", "sha384", "sha3_256", "sha3_384"})
  void anAnswerByAnyHashThatPythonAllowsIsAccepted(String name) throws Exception {
    var challenge = Challenge.create();
    Digest digest = Digest.inFrontOf(("{" + name + "}").getBytes(US_ASCII)).orElseThrow();

    challenge.check(concat("{" + name + "}", KEY.code(digest, riddle(challenge))), KEY);
  }

  @Test
  void anAnswerOfAnOldPythonIsAccepted() throws Exception {
    var challenge = Challenge.create();

    challenge.check(KEY.code(Digest.MD5, riddle(challenge)), KEY);
  }

  @Test
  void anAnswerIsRefusedUnlessEveryByteOfItIsRight() {
    var challenge = Challenge.create();
    byte[] right = concat("{sha256}", KEY.code(Digest.SHA256, riddle(challenge)));
    var other = new AuthenticationKey("open sesam".getBytes(US_ASCII));
    Stream.of(
            new byte[0],
            new byte[16],
            new byte[20],
            "#WELCOME#".getBytes(US_ASCII),
            riddle(challenge),
            Arrays.copyOf(right, right.length - 1),
            Arrays.copyOf(right, right.length + 1),
            Arrays.copyOfRange(right, 8, right.length),
            concat("{sha1}", new byte[20]),
            concat("{sha256}", other.code(Digest.SHA256, riddle(challenge))),
            other.code(Digest.MD5, riddle(challenge)))
        .forEach(wrong -> assertRefused(challenge, wrong));
    for (int i = 0; i < right.length; i++) {
      byte[] wrong = right.clone();
      wrong[i] ^= 1;
      assertRefused(challenge, wrong);
    }
  }

  private static void assertRefused(Challenge challenge, byte[] answer) {
    var e = assertThrows(AuthenticationException.class, () -> challenge.check(answer, KEY));

    assertEquals(
        "Refused the other end: its answer to the challenge is wrong. Give both ends the same key.",
        e.getMessage());
  }

  @Test
  void anAnswerToAnotherChallengeIsRefused() throws Exception {
    byte[] recorded = Challenge.of(Challenge.create().message()).answer(KEY);

    assertRefused(Challenge.create(), recorded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "#CHALLENGE", "#WELCOME#", "hello", "#challenge#{sha256}0123456789"})
  void whatIsNoChallengeIsNotAnswered(String message) {
    var e =
        assertThrows(AuthenticationException.class, () -> Challenge.of(message.getBytes(US_ASCII)));

    assertTrue(e.getMessage().contains("bytes that are no challenge"), e.getMessage());
    assertTrue(e.getMessage().contains("Give it a key too"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0123456789012345678",
        "012345678901234567890",
        "{sha1}01234567890123456789",
        "{sha256",
        "{}0123456789012345678901234567890123456789",
        "{md5}"
      })
  void aChallengeOfAnUnknownKindIsNotAnswered(String riddle) {
    byte[] message = ("#CHALLENGE#" + riddle).getBytes(US_ASCII);
    var e = assertThrows(AuthenticationException.class, () -> Challenge.of(message));

    assertTrue(e.getMessage().contains("of an unknown kind"), e.getMessage());
  }

  @Test
  void nobodyIsToldTheKey() {
    var options = ConnectionOptions.withKey(BYTES);

    assertEquals("a key", KEY.toString());
    assertEquals("a key, codec bytes, at most 67108864 bytes a message", options.toString());
  }

  @Test
  void aKeyIsCopiedAndCanBeCleared() {
    byte[] mine = BYTES.clone();
    var key = new AuthenticationKey(mine);
    Arrays.fill(mine, (byte) 0);
    var copy = key.copy();
    key.close();

    assertArrayEquals(KEY.code(Digest.MD5, mine), copy.code(Digest.MD5, mine));
    var e = assertThrows(IllegalStateException.class, () -> key.code(Digest.MD5, mine));
    assertEquals("The key is gone: the listener is closed.", e.getMessage());
  }

  @Test
  void aKeyHasBytes() {
    var e =
        assertThrows(IllegalArgumentException.class, () -> ConnectionOptions.withKey(new byte[0]));

    assertTrue(e.getMessage().startsWith("A key has no bytes. Give some"), e.getMessage());
  }

  private static byte[] riddle(Challenge challenge) {
    byte[] message = challenge.message();
    return Arrays.copyOfRange(message, "#CHALLENGE#".length(), message.length);
  }

  private static byte[] asked(String prefix, int random) {
    byte[] bytes = new byte[random];
    for (int i = 0; i < random; i++) {
      bytes[i] = (byte) i;
    }
    return concat("#CHALLENGE#" + prefix, bytes);
  }

  private static byte[] concat(String front, byte[] back) {
    return ByteBuffer.allocate(front.length() + back.length)
        .put(front.getBytes(US_ASCII))
        .put(back)
        .array();
  }
}
