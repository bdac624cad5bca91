package io.tandem.demos.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// A scale holds all of its values, and has a few round ticks.
class ScaleTest {
  private static final Axis COUNTS = Axis.linear("counts", Unit.COUNT);
  private static final Axis TIMES = Axis.logarithmic("times", Unit.NANOSECONDS);

  @Property
  void aLinearScaleHoldsWhatItShallHold(@ForAll @IntRange(min = 0) int most) {
    Scale scale = new Scale(COUNTS, 0, most, 100, 900);

    assertEquals(100, scale.at(0), 1e-6);
    assertTrue(scale.at(most) <= 900 + 1e-6);
    assertTrue(most == 0 || scale.at(most) > 400, "more than half of it is empty");
    assertTicks(scale, 9);
    assertTrue(scale.ticks().stream().allMatch(tick -> tick == Math.rint(tick)));
  }

  @Property
  void aLogarithmicScaleHoldsWhatItShallHold(
      @ForAll @DoubleRange(min = -1, max = 9) double power,
      @ForAll @DoubleRange(min = 0, max = 9) double more) {
    double least = Math.pow(10, power);
    double most = Math.pow(10, power + more);
    Scale scale = new Scale(TIMES, least, most, 100, 900);

    assertTrue(scale.at(least) >= 100 - 1e-6, () -> least + " is at " + scale.at(least));
    assertTrue(scale.at(most) <= 900 + 1e-6, () -> most + " is at " + scale.at(most));
    assertTicks(scale, 12);
  }

  @Test
  void equalWaysAreEqualRatios() {
    Scale scale = new Scale(TIMES, 10, 100_000, 0, 800);

    assertEquals(List.of(10.0, 100.0, 1_000.0, 10_000.0, 100_000.0), scale.ticks());
    assertEquals(scale.at(1_000) - scale.at(100), scale.at(100) - scale.at(10), 1e-6);
  }

  private static void assertTicks(Scale scale, int most) {
    List<Double> ticks = scale.ticks();
    assertTrue(ticks.size() >= 2 && ticks.size() <= most, ticks::toString);
    assertEquals(100, scale.at(ticks.getFirst()), 1e-6);
    assertEquals(900, scale.at(ticks.getLast()), 1e-6);
    for (int i = 1; i < ticks.size(); i++) {
      assertTrue(ticks.get(i - 1) < ticks.get(i), ticks::toString);
    }
  }
}
