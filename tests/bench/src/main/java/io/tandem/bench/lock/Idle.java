package io.tandem.bench.lock;

import io.tandem.bench.side.CpuTime;
import io.tandem.bench.side.Root;
import io.tandem.bench.side.Side;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What a JVM computes while its only thread waits: for a lock that another process holds, for a
/// word that nobody changes, and, to compare, in `Object.wait`, where it costs what any JVM does.
/// What our waiting costs is the difference.
public final class Idle {
  private static final List<String> WAYS = List.of("wait", "park", "lock");
  private static final double NOTEWORTHY_PERCENT = 0.005;

  private final List<String> flags;
  private final int seconds;

  private Idle(List<String> flags, int seconds) {
    this.flags = flags;
    this.seconds = seconds;
  }

  /// @param seconds to watch them, all at the same time
  /// @param warmUp seconds before that: what wakes once a second is not compiled soon
  public static void run(int seconds, int warmUp) throws IOException, InterruptedException {
    for (String property :
        List.of("", "tandem.waitv=false", "tandem.robust=false", "tandem.parker=polling")) {
      List<String> flags = property.isEmpty() ? List.of() : List.of("-D" + property);
      try (var _ = Root.open();
          var _ = Side.start(flags, IdleSide.class, "own").ready()) {
        new Idle(flags, seconds).watch(warmUp);
      }
    }
  }

  private void watch(int warmUp) throws IOException, InterruptedException {
    var sides = new LinkedHashMap<String, Side>();
    try {
      for (String way : WAYS) {
        sides.put(way, Side.start(flags, IdleSide.class, way).ready());
      }
      TimeUnit.SECONDS.sleep(warmUp);
      var before = new LinkedHashMap<String, Map<String, CpuTime>>();
      sides.forEach((way, side) -> before.put(way, CpuTime.byThread(side.pid())));
      long start = System.nanoTime();
      TimeUnit.SECONDS.sleep(seconds);
      long nanos = System.nanoTime() - start;
      sides.forEach((way, side) -> report(way, before.get(way), side, nanos));
    } finally {
      sides.values().forEach(Side::close);
    }
  }

  private void report(String way, Map<String, CpuTime> before, Side side, long nanos) {
    var threads = new StringBuilder();
    double sum = 0;
    for (var thread : CpuTime.byThread(side.pid()).entrySet()) {
      CpuTime earlier = before.get(thread.getKey());
      long ran = thread.getValue().ranNanos() - (earlier == null ? 0 : earlier.ranNanos());
      double percent = 100.0 * ran / nanos;
      sum += percent;
      if (percent >= NOTEWORTHY_PERCENT) {
        threads.append(String.format(Locale.ROOT, "  %s %.3f", thread.getKey(), percent));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "idle %d s, %-4s  %.3f %% of a core  %s:%s%n",
        seconds,
        way,
        sum,
        String.join(" ", flags),
        threads);
  }
}
