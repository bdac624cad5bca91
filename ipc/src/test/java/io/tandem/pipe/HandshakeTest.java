package io.tandem.pipe;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Handshakes with peers of all kinds, played by hand.
@Timeout(60)
class HandshakeTest {
  private static final int DAMAGED = Integer.getInteger("tandem.codec.frames", 10_000);
  private static final AuthenticationKey KEY = key("open sesame");
  private static final String WELCOME = "#WELCOME#";

  /// The other end: a list of what it says, each made of what it heard last.
  private static final class Peer implements Handshake.Line {
    private final Deque<UnaryOperator<byte[]>> says;
    private final List<byte[]> heard = new ArrayList<>();

    @SafeVarargs
    @SuppressWarnings("varargs")
    Peer(UnaryOperator<byte[]>... says) {
      this.says = new ArrayDeque<>(List.of(says));
    }

    @Override
    public void send(byte[] message) {
      heard.add(message);
    }

    @Override
    public byte[] receive() throws EOFException {
      if (says.isEmpty()) {
        throw new EOFException("It said nothing more.");
      }
      return says.removeFirst().apply(heard.isEmpty() ? new byte[0] : heard.getLast());
    }

    String heard(int index) {
      return new String(heard.get(index), US_ASCII);
    }
  }

  /// What an end may have wrong: it says, or hears, a verdict that is not the one there is.
  private enum Planted {
    NOTHING("", "", test -> {}),
    WHO_IS_WRONG_IS_WELCOME(
        "#FAILURE#", "", HandshakeTest::aStrangerIsToldThatItFailedAndNothingElse),
    A_REFUSAL_IS_NOT_HEARD("", "#FAILURE#", HandshakeTest::anEndThatIsRefusedSaysSo),
    ANYTHING_IS_A_WELCOME("", "#welcome#", HandshakeTest::anEndThatIsRefusedSaysSo);

    private final String said;
    private final String heard;
    private final Consumer<HandshakeTest> story;

    Planted(String said, String heard, Consumer<HandshakeTest> story) {
      this.said = said;
      this.heard = heard;
      this.story = story;
    }

    Handshake.Line in(Handshake.Line line) {
      return new Handshake.Line() {
        @Override
        public void send(byte[] message) throws IOException, InterruptedException {
          line.send(welcomeFor(said, message));
        }

        @Override
        public byte[] receive() throws IOException, InterruptedException, TimeoutException {
          return welcomeFor(heard, line.receive());
        }
      };
    }

    private static byte[] welcomeFor(String text, byte[] message) {
      return Arrays.equals(message, ascii(text)) ? ascii(WELCOME) : message;
    }
  }

  private Planted planted = Planted.NOTHING;

  private Handshake with(Peer peer) {
    return new Handshake(planted.in(peer), KEY);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void aPlantedBugIsFound(Planted bug) {
    planted = bug;

    assertThrows(AssertionError.class, () -> bug.story.accept(this));
  }

  @Test
  void anOldPythonConnects() throws Exception {
    byte[] challenge = ascii("#CHALLENGE#01234567890123456789");
    var peer = new Peer(HandshakeTest::oldAnswer, _ -> challenge, _ -> ascii(WELCOME));
    with(peer).withClient();

    assertEquals(WELCOME, peer.heard(1));
    assertArrayEquals(
        KEY.code(Digest.MD5, ascii("01234567890123456789")), peer.heard.get(2), "16 bytes");
  }

  @Test
  void aNewPythonConnects() throws Exception {
    byte[] challenge = ascii("#CHALLENGE#{sha256}" + "x".repeat(40));
    var peer = new Peer(HandshakeTest::newAnswer, _ -> challenge, _ -> ascii(WELCOME));
    with(peer).withClient();

    assertEquals(WELCOME, peer.heard(1));
    assertEquals(
        HexFormat.of().formatHex(ascii("{sha256}"))
            + HexFormat.of().formatHex(KEY.code(Digest.SHA256, ascii("{sha256}" + "x".repeat(40)))),
        HexFormat.of().formatHex(peer.heard.get(2)));
  }

  @Test
  void bothPythonsAreConnectedTo() throws Exception {
    byte[] old = ascii("#CHALLENGE#01234567890123456789");
    byte[] modern = ascii("#CHALLENGE#{sha3_256}" + "y".repeat(40));
    var first = new Peer(_ -> old, _ -> ascii(WELCOME), HandshakeTest::oldAnswer);
    var second = new Peer(_ -> modern, _ -> ascii(WELCOME), HandshakeTest::newAnswer);
    with(first).withListener();
    with(second).withListener();

    assertEquals(16, first.heard.getFirst().length);
    assertTrue(second.heard(0).startsWith("{sha3_256}"));
    assertEquals(WELCOME, first.heard(2));
    assertEquals(WELCOME, second.heard(2));
  }

  @Test
  void aStrangerIsToldThatItFailedAndNothingElse() {
    var stranger = new Peer(heard -> answer(key("guess"), heard), _ -> ascii("#CHALLENGE#"));
    var e = assertThrows(AuthenticationException.class, () -> with(stranger).withClient());

    assertEquals(
        "Refused the other end: its answer to the challenge is wrong. Give both ends the same key.",
        e.getMessage());
    assertEquals(2, stranger.heard.size());
    assertEquals("#FAILURE#", stranger.heard(1));
  }

  @Test
  void anEndThatIsRefusedSaysSo() {
    byte[] challenge = Challenge.create().message();
    var refusing = new Peer(_ -> challenge, _ -> ascii("#FAILURE#"));
    var muddled = new Peer(_ -> challenge, _ -> ascii("#welcome#"));
    var e = assertThrows(AuthenticationException.class, () -> with(refusing).withListener());
    var other = assertThrows(AuthenticationException.class, () -> with(muddled).withListener());

    assertEquals(
        "Cannot authenticate: the other end refused the answer to its challenge. "
            + "Give both ends the same key.",
        e.getMessage());
    assertTrue(other.getMessage().contains("9 bytes that are no verdict"), other.getMessage());
  }

  @Test
  void aListenerThatCannotAnswerIsNotTrusted() {
    byte[] challenge = Challenge.create().message();
    var impostor =
        new Peer(_ -> challenge, _ -> ascii(WELCOME), heard -> answer(key("guess"), heard));

    assertThrows(AuthenticationException.class, () -> with(impostor).withListener());
    assertEquals("#FAILURE#", impostor.heard(2));
  }

  @Test
  void whatWasRecordedOfOneHandshakeOpensNoOther() throws Exception {
    byte[] challenge = Challenge.create().message();
    byte[][] recorded = new byte[1][];
    var honest =
        new Peer(heard -> recorded[0] = newAnswer(heard), _ -> challenge, _ -> ascii(WELCOME));
    with(honest).withClient();
    var replay = new Peer(_ -> recorded[0], _ -> challenge, _ -> ascii(WELCOME));

    assertThrows(AuthenticationException.class, () -> with(replay).withClient());
  }

  @Test
  void aPeerThatSendsOurOwnChallengeBackGetsNoAnswer() {
    var mirror = new Peer(heard -> heard, heard -> heard, heard -> heard);

    assertThrows(AuthenticationException.class, () -> with(mirror).withClient());
    assertEquals(2, mirror.heard.size(), "a challenge and a failure, and no code");
  }

  @Test
  void damagedHandshakesNeverSucceed() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < DAMAGED; i++) {
      int damaged = random.nextInt(2);
      byte[] challenge = Challenge.create().message();
      var client =
          new Peer(
              heard -> mutated(newAnswer(heard), random),
              _ -> challenge,
              _ -> mutated(ascii(WELCOME), random));
      var listener =
          new Peer(
              _ -> damaged == 0 ? mutated(challenge, random) : challenge,
              heard -> ascii(WELCOME),
              heard -> damaged == 1 ? mutated(newAnswer(heard), random) : heard);
      String where = "seed %d, round %d".formatted(seed, i);

      assertThrows(AuthenticationException.class, () -> with(client).withClient(), where);
      assertThrows(AuthenticationException.class, () -> with(listener).withListener(), where);
      assertFalse(client.heard.stream().anyMatch(said -> Arrays.equals(said, ascii(WELCOME))));
    }
  }

  private static byte[] mutated(byte[] message, Random random) {
    int at = random.nextInt(message.length);
    switch (random.nextInt(3)) {
      case 0 -> {
        byte[] changed = message.clone();
        changed[at] ^= (byte) (1 + random.nextInt(255));
        return changed;
      }
      case 1 -> {
        return Arrays.copyOf(message, at);
      }
      default -> {
        return Arrays.copyOf(message, message.length + 1 + random.nextInt(100));
      }
    }
  }

  private static byte[] oldAnswer(byte[] challenge) {
    return KEY.code(Digest.MD5, riddle(challenge));
  }

  private static byte[] newAnswer(byte[] challenge) {
    return answer(KEY, challenge);
  }

  private static byte[] answer(AuthenticationKey key, byte[] challenge) {
    try {
      return Challenge.of(challenge).answer(key);
    } catch (AuthenticationException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] riddle(byte[] challenge) {
    return Arrays.copyOfRange(challenge, "#CHALLENGE#".length(), challenge.length);
  }

  private static AuthenticationKey key(String text) {
    return new AuthenticationKey(ascii(text));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
