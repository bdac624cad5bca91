package io.tandem.bench.lock;

import io.tandem.bench.side.Side;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Two processes and one lock.
final class Fight {
  private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

  private final List<Side> sides;
  private double share;
  private double pause;
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
    share = (double) Math.min(told[0], told[2]) / both;
    pause = Math.max(told[1], told[3]) / 1e6;
    return both * 1e3 / NANOS;
  }

  private void requireExact() {
    String shown = sides.getFirst().ask("count");
    if (Long.parseLong(shown) != counted) {
      throw new IllegalStateException(
          "The lock let two in: the counter shows %s after %d pairs".formatted(shown, counted));
    }
  }

  /// What the slower one had of the last round.
  double share() {
    return share;
  }

  /// The longest time that one of them was without the lock in the last round, in milliseconds.
  double pause() {
    return pause;
  }
}
