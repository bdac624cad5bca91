package io.tandem.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void whatSteersATerminalIsEscaped() {
    assertEquals(
        "plain text, \u00e4\u4e2d\ud83d\ude00",
        Printable.of("plain text, \u00e4\u4e2d\ud83d\ude00"));
    assertEquals("a\\u001b[2Jb", Printable.of("a\u001b[2Jb"));
    assertEquals(
        "\\u000a\\u0000\\u009b\\u202e\\u2028\\ud800", Printable.of("\n\0\u009b\u202e\u2028\ud800"));
  }

  @Test
  void viewsEscapeNames() {
    var peer = new PeerView(1, 1, 42, Instant.EPOCH, "\u001bc", true);
    assertEquals("process '\\u001bc' (pid 42)", peer.text());
  }
}
