package io.tandem.bench.lock;

import io.tandem.bench.duel.Duel;
import io.tandem.bench.duel.Sampling;
import io.tandem.bench.duel.Trial;
import io.tandem.bench.side.Side;
import io.tandem.demos.bench.Floor;
import io.tandem.demos.bench.Work;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What a JVM computes while its only thread waits: for a lock that another process holds, or for a
/// word that nobody changes; beside one in `Object.wait`, where it costs what any JVM does. What
/// our waiting costs is the difference.
public final class Idle {
  private static final Sampling SAMPLING = new Sampling(1, 0, 3);
  private static final long WARM_UP_SECONDS = 10; // what wakes once a second is not compiled soon
  private static final long SECONDS = 5;

  private Idle() {}

  public static List<Trial> trials() {
    return List.of(
        trial("lock", "lock", "that waits for a lock", List.of()),
        trial("word", "park", "that waits for a word", List.of()),
        without("waitv", "-Dtandem.waitv=false"),
        without("robust", "-Dtandem.robust=false"),
        without("futex", "-Dtandem.parker=polling"));
  }

  private static Trial without(String key, String flag) {
    return trial("without." + key, "lock", "that waits for a lock, with " + flag, List.of(flag));
  }

  private static Trial trial(String key, String way, String what, List<String> flags) {
    Work work = Work.cost("idle." + key, "CPU time of a JVM " + what, "% of a core");
    return new Trial(
        flags.isEmpty() ? work.floor(Floor.value(0.1)) : work,
        SAMPLING,
        duel -> prepare(duel, way, flags));
  }

  private static void prepare(Duel duel, String way, List<String> flags)
      throws IOException, InterruptedException {
    var _ = duel.with(Side.start(flags, IdleSide.class, "own")).ready();
    Side ours = duel.with(Side.start(flags, IdleSide.class, way)).ready();
    Side peer = duel.with(Side.start(flags, IdleSide.class, "wait")).ready();
    TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
    duel.ours(() -> percent(ours));
    duel.aside("in Object.wait", "%", () -> percent(peer));
  }

  private static double percent(Side side) throws InterruptedException {
    long start = System.nanoTime();
    long before = side.cpuNanos();
    TimeUnit.SECONDS.sleep(SECONDS); // idleness is what is measured
    return 100.0 * (side.cpuNanos() - before) / (System.nanoTime() - start);
  }
}
