package io.tandem.pool;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class MarkedOutputTest {
  private final ByteArrayOutputStream outside = new ByteArrayOutputStream();
  private final ByteArrayOutputStream all = new ByteArrayOutputStream();
  private final MarkedOutput output = new MarkedOutput("key", outside, all);

  @Test
  void textIsToldApartAtMarksWhereverItIsCut() throws Exception {
    String stream = "before" + mark('b', 0) + "one" + mark('n', 1) + "\0ke\0" + mark('n', 2);
    byte[] bytes = (stream + mark('n', 3) + "rest" + mark('e', 0) + "after").getBytes(US_ASCII);
    for (int cut = 0; cut <= bytes.length; cut++) {
      outside.reset();
      all.reset();
      var cutOutput = new MarkedOutput("key", outside, all);

      cutOutput.write(bytes, 0, cut);
      cutOutput.write(bytes, cut, bytes.length - cut);

      assertEquals("one", cutOutput.of(1));
      assertEquals("\0ke\0", cutOutput.of(2));
      assertEquals("", cutOutput.of(3));
      assertEquals("rest", cutOutput.rest());
      assertEquals("beforeafter", outside.toString());
      assertEquals("beforeone\0ke\0restafter", all.toString());
    }
  }

  @Test
  void whatHasNoMarkIsNotWaitedForTwice() throws Exception {
    output.write((mark('b', 0) + "text").getBytes(US_ASCII));

    assertEquals("text", output.of(1));
    assertEquals("", output.of(2));
  }

  @Test
  void whoeverIsInterruptedWhileHeWaitsForAMarkStaysSo() throws Exception {
    output.write((mark('b', 0) + "text").getBytes(US_ASCII));
    Thread.currentThread().interrupt();

    String text = output.of(1);

    assertTrue(Thread.interrupted());
    assertEquals("text", text);
  }

  private static String mark(char letter, int place) {
    return "\0key%c%08x".formatted(letter, place);
  }
}
