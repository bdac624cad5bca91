package io.tandem.demos.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/// Numbers are written with three digits that matter, and say what they count.
class UnitTest {
  @Test
  void aPrefixIsTakenWhereTheNumberWouldBeLong() {
    assertEquals("31 ns", Unit.NANOSECONDS.format(31));
    assertEquals("999 ns", Unit.NANOSECONDS.format(999));
    assertEquals("1 µs", Unit.NANOSECONDS.format(999.6));
    assertEquals("1.25 µs", Unit.NANOSECONDS.format(1250));
    assertEquals("87.4 ms", Unit.NANOSECONDS.format(87_400_000));
    assertEquals("5 s", Unit.NANOSECONDS.format(5e9));
    assertEquals("1200 s", Unit.NANOSECONDS.format(1.2e12));
    assertEquals("610 MB/s", Unit.BYTES_PER_SECOND.format(6.1e8));
    assertEquals("2.5 M/s", Unit.PER_SECOND.format(2_500_000));
    assertEquals("0.97×", Unit.RATIO.format(0.97));
    assertEquals("12.5 %", Unit.PERCENT.format(12.5));
  }

  @Test
  void countsAreWrittenInFullUpToAMillion() {
    assertEquals("0", Unit.COUNT.format(0));
    assertEquals("12,000", Unit.COUNT.format(12_000));
    assertEquals("999,999", Unit.COUNT.format(999_999));
    assertEquals("3.5 M", Unit.COUNT.format(3_500_000));
  }

  @Property
  void theNumberIsRightToThreeDigits(@ForAll @DoubleRange(min = 0.1, max = 9e11) double value) {
    String[] text = Unit.NANOSECONDS.format(value).split(" ");
    double factor =
        switch (text[1]) {
          case "ns" -> 1;
          case "µs" -> 1e3;
          case "ms" -> 1e6;
          default -> 1e9;
        };

    assertEquals(value, Double.parseDouble(text[0]) * factor, 0.0051 * Math.max(value, 1));
    assertTrue(text[0].length() <= 4, text[0]);
  }
}
