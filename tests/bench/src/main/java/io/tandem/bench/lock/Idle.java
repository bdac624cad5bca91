package io.tandem.bench.lock;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// What a process computes while its only thread waits: for a lock that another process holds, for
/// a word that nobody changes, and, to compare, in a plain sleep.
public final class Idle {
  private static final List<String> WAYS = List.of("lock", "park", "sleep");
  private static final long SETTLE_SECONDS = 3;

  private Idle() {}

  /// @param seconds to watch them, all at the same time
  public static void run(int seconds) throws IOException, InterruptedException {
    for (String property : List.of("", "tandem.waitv=false", "tandem.robust=false")) {
      List<String> flags = property.isEmpty() ? List.of() : List.of("-D" + property);
      try (var _ = Root.open();
          var owner = Side.start(flags, IdleSide.class, "own")) {
        String _ = owner.answer();
        watch(flags, seconds);
      }
    }
  }

  private static void watch(List<String> flags, int seconds)
      throws IOException, InterruptedException {
    var sides = new ArrayList<Side>();
    try {
      for (String way : WAYS) {
        sides.add(Side.start(flags, IdleSide.class, way));
        String _ = sides.getLast().answer();
      }
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      List<Long> before = cpu(sides);
      long start = System.nanoTime();
      TimeUnit.SECONDS.sleep(seconds);
      List<Long> after = cpu(sides);
      double nanos = System.nanoTime() - start;
      for (int i = 0; i < WAYS.size(); i++) {
        System.out.printf(
            Locale.ROOT,
            "idle %d s, %-5s  %.3f %% of a core  %s%n",
            seconds,
            WAYS.get(i),
            100 * (after.get(i) - before.get(i)) / nanos,
            String.join(" ", flags));
      }
    } finally {
      sides.forEach(Side::close);
    }
  }

  private static List<Long> cpu(List<Side> sides) throws IOException {
    var nanos = new ArrayList<Long>();
    for (Side side : sides) {
      nanos.add(CpuTime.nanosOf(side.pid()));
    }
    return nanos;
  }
}
