package io.tandem.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.tests.stress.Interleavings;
import io.tandem.tests.stress.Interleavings.Story;
import io.tandem.word.SwitchingWords;
import io.tandem.word.Words;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A shared string that is set and read meanwhile, in many orders.
@Timeout(3600)
class CopiesInterleavingsTest {
  private static final int LENGTH = 16;

  @Test
  void aStringIsReadWholeAndNeverAnEarlierOneAgain() {
    Interleavings.tell(() -> setAndGet(words -> words));
  }

  @Test
  void aReaderWithoutASecondLookIsFound() {
    String said =
        Interleavings.tellUntilItFails(
            () ->
                setAndGet(
                    words -> new CopiesStress.NoSecondLook(words, SharedStringLayout.CURRENT_AT)));
    assertTrue(said.contains("parts of two"), said);
  }

  private static Story setAndGet(UnaryOperator<Words> seen) {
    Words words = new SwitchingWords(SharedStringLayout.bytes(LENGTH));
    var writer = new StringCopies(words, LENGTH);
    var reader = new StringCopies(seen.apply(words), LENGTH);
    writer.set(text(1), true);
    return new Story(
        List.of(
            () -> {
              writer.set(text(2), true);
              writer.set(text(3), true);
            },
            () -> {
              int first = read(reader);
              assertTrue(first <= read(reader), "an earlier one");
            }),
        () -> assertEquals(3, read(reader)));
  }

  private static byte[] text(int number) {
    var bytes = new byte[LENGTH];
    Arrays.fill(bytes, (byte) number);
    return bytes;
  }

  private static int read(StringCopies copies) {
    byte[] bytes = copies.get().bytes();
    assertEquals(bytes[0], bytes[LENGTH - 1], "parts of two");
    return bytes[0];
  }
}
