package io.tandem.pipe;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;

/// How two ends prove to each other that they know the same key, without showing it: each sets the
/// other a [Challenge], the one that was connected to first.
record Handshake(Line line, AuthenticationKey key) {
  private static final byte[] WELCOME = "#WELCOME#".getBytes(US_ASCII);
  private static final byte[] FAILURE = "#FAILURE#".getBytes(US_ASCII);

  /// What the messages go over: of [Challenge#MOST_BYTES] at most, and with a deadline.
  interface Line {
    void send(byte[] message) throws IOException, InterruptedException;

    byte[] receive() throws IOException, InterruptedException, TimeoutException;
  }

  /// The part of the end that was connected to.
  void withClient() throws IOException, InterruptedException, TimeoutException {
    challenge();
    answer(); // only whoever has answered may ask: a stranger gets no code made with the key
  }

  /// The part of the end that connected.
  void withListener() throws IOException, InterruptedException, TimeoutException {
    answer();
    challenge();
  }

  private void challenge() throws IOException, InterruptedException, TimeoutException {
    var challenge = Challenge.create();
    line.send(challenge.message());
    byte[] answer = line.receive();
    try {
      challenge.check(answer, key);
    } catch (AuthenticationException e) {
      line.send(FAILURE);
      throw e;
    }
    line.send(WELCOME);
  }

  private void answer() throws IOException, InterruptedException, TimeoutException {
    line.send(Challenge.of(line.receive()).answer(key));
    byte[] verdict = line.receive();
    if (!Arrays.equals(verdict, WELCOME)) {
      String found =
          Arrays.equals(verdict, FAILURE)
              ? "the other end refused the answer to its challenge"
              : "the other end sent %d bytes that are no verdict".formatted(verdict.length);
      throw new AuthenticationException(
          "Cannot authenticate: %s. Give both ends the same key.".formatted(found));
    }
  }
}
