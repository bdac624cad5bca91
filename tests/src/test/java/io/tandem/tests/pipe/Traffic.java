package io.tandem.tests.pipe;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.pipe.Connection;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;

/// Messages that say which of their sender's they are, of random lengths, some longer than a ring.
final class Traffic {
  private static final int LEAST = 2 * Integer.BYTES;
  private static final int[] LONGEST = {40, 2_000, 100_000};

  private Traffic() {}

  /// Sends for ever.
  static void send(Connection end) throws IOException, InterruptedException {
    var random = new Random(1);
    for (int number = 0; ; number++) {
      int longest = LONGEST[random.nextInt(LONGEST.length)];
      end.sendBytes(message(number, LEAST + random.nextInt(longest)));
    }
  }

  static byte[] message(int number, int length) {
    var message = new byte[length];
    Arrays.fill(message, (byte) number);
    MemorySegment words = MemorySegment.ofArray(message);
    words.set(JAVA_INT_UNALIGNED, 0, number);
    words.set(JAVA_INT_UNALIGNED, Integer.BYTES, length);
    return message;
  }

  /// Asserts that a message is the next one, and whole.
  static void require(int number, byte[] message) {
    int hash = Arrays.hashCode(message);
    assertEquals(Arrays.hashCode(message(number, message.length)), hash, () -> "not " + number);
  }
}
