package io.tandem.demos.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/// Wrong numbers are refused with the right ones.
class TeamTest {
  @Test
  void processesAreOneToSixtyFour() {
    assertEquals(64, new Team(64, 64, 4096).producers());
    assertEquals("--producers is 0, but must be 1 to 64.", refusal(0, 1, 4096));
    assertEquals("--producers is 65, but must be 1 to 64.", refusal(65, 1, 4096));
    assertEquals("--consumers is -1, but must be 1 to 64.", refusal(1, -1, 4096));
  }

  @Test
  void ringsAreAPowerOfTwoInSize() {
    assertEquals(1 << 30, new Team(1, 1, 1 << 30).ringBytes());
    String range = ", but must be a power of two from 4096 to 1073741824. ";
    assertEquals("--ring-size is 5000" + range + "Try 4096.", refusal(1, 1, 5000));
    assertEquals("--ring-size is 100000" + range + "Try 65536.", refusal(1, 1, 100_000));
    assertEquals("--ring-size is -8" + range + "Try 4096.", refusal(1, 1, -8));
    assertEquals(
        "--ring-size is 2147483647" + range + "Try 1073741824.", refusal(1, 1, Integer.MAX_VALUE));
  }

  private static String refusal(int producers, int consumers, int ringBytes) {
    return assertThrows(
            IllegalArgumentException.class, () -> new Team(producers, consumers, ringBytes))
        .getMessage();
  }
}
