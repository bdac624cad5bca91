package io.tandem.bench.lock;

import io.tandem.bench.side.Side;
import io.tandem.demos.bench.Spread;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Two processes and one lock.
final class Fight {
  private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

  private final List<Side> sides;
  private final List<Double> shares = new ArrayList<>();
  private final List<Double> pauses = new ArrayList<>();
  private long counted;

  /// @param sides the two, or one that starts two
  Fight(Side... sides) {
    this.sides = List.of(sides);
  }

  /// @return millions a second, of both
  double round() {
    String order = "contend %d %d".formatted(System.nanoTime() + LEAD_NANOS, NANOS);
    sides.forEach(side -> side.say(order));
    long[] told =
        sides.stream()
            .flatMap(side -> Arrays.stream(side.answer().split(" ")))
            .mapToLong(Long::parseLong)
            .toArray(); // pairs and the longest time without one, of each
    long both = told[0] + told[2];
    counted += both;
    requireExact();
    shares.add((double) Math.min(told[0], told[2]) / both);
    pauses.add(Math.max(told[1], told[3]) / 1e6);
    return both * 1e3 / NANOS;
  }

  private void requireExact() {
    String shown = sides.getFirst().ask("count");
    if (Long.parseLong(shown) != counted) {
      throw new IllegalStateException(
          "The lock let two in: the counter shows %s after %d pairs".formatted(shown, counted));
    }
  }

  void forget() {
    shares.clear();
    pauses.clear();
  }

  String fairness() {
    Spread share = Spread.of(shares, 0.5);
    return String.format(
        Locale.ROOT,
        "the slower one's share %.2f, at least %.2f, longest time without %.0f ms",
        share.value(),
        share.least(),
        Spread.of(pauses, 1).value());
  }
}
