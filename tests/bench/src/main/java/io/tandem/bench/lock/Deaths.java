package io.tandem.bench.lock;

import io.tandem.bench.side.Figures;
import io.tandem.bench.side.Root;
import io.tandem.bench.side.Side;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How long it takes from the `kill -9` of a lock's owner until a waiter in another process holds
/// the lock: a waiter asleep, one that tries again and again, and each fallback. And until one that
/// sleeps at a barrier hears that another party was killed there; and until one has put a message
/// into a queue whose producer was killed while it put.
public final class Deaths {
  private static final int SMALL_AT_ONCE = 8;
  private static final long SETTLE_MILLIS = 30;
  private static final long BIG_MEGABYTES = 2600;

  private static final List<String> SMALL = List.of("-Xmx64m", "-XX:TieredStopAtLevel=1");
  private static final List<String> BIG =
      List.of("-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=1");

  private final int small;
  private final int big;

  private Deaths(int small, int big) {
    this.small = small;
    this.big = big;
  }

  /// With fallbacks a quarter of them.
  ///
  /// @param small how many owners with a heap of 64 MiB to kill: 1 or more
  /// @param big how many with 2 GiB, all touched
  public static void run(int small, int big) throws IOException, InterruptedException {
    var best = new Deaths(small, big);
    best.measure("lock", List.of());
    best.measure("try", List.of());
    best.measure("barrier", List.of());
    best.measure("queue", List.of());
    var fallbacks = new Deaths(Math.ceilDiv(small, 4), Math.ceilDiv(big, 4));
    for (String fallback :
        List.of("tandem.waitv=false", "tandem.robust=false", "tandem.parker=polling")) {
      fallbacks.measure("lock", List.of("-D" + fallback));
      fallbacks.measure("barrier", List.of("-D" + fallback));
      fallbacks.measure("queue", List.of("-D" + fallback));
    }
  }

  private void measure(String way, List<String> properties)
      throws IOException, InterruptedException {
    report(way, properties, "64 MiB", kill(way, properties, SMALL, small, SMALL_AT_ONCE));
    if (Memory.availableMegabytes() < BIG_MEGABYTES) {
      System.out.println("  skipped: there is no room for a heap of 2 GiB");
    } else if (big > 0) {
      report(way, properties, " 2 GiB", kill(way, properties, BIG, big, 1));
    }
  }

  private static void report(String way, List<String> properties, String heap, Figures millis) {
    System.out.printf(
        "takeover, %-7s  owner %s  %s  %s%n",
        way, heap, millis.asMillis(), String.join(" ", properties));
  }

  private static Figures kill(
      String way, List<String> properties, List<String> heap, int count, int atOnce)
      throws IOException, InterruptedException {
    var millis = new Figures();
    var flags = new ArrayList<>(properties);
    flags.addAll(heap);
    try (var _ = Root.open();
        var waiter = Side.start(properties, DeathSide.class, "wait").ready()) {
      while (millis.count() < count) {
        killOnce(waiter, way, owners(way, flags, Math.min(atOnce, count - millis.count())), millis);
      }
    }
    return millis;
  }

  /// Starts owners of a lock each, or parties that wait at a barrier each, or producers of a queue
  /// each, all at the same time.
  private static List<Side> owners(String way, List<String> flags, int count) throws IOException {
    String mode =
        switch (way) {
          case "barrier" -> "arrive";
          case "queue" -> "put";
          default -> "own";
        };
    var owners = new ArrayList<Side>();
    for (int i = 0; i < count; i++) {
      owners.add(Side.start(flags, DeathSide.class, mode, Integer.toString(i)));
    }
    for (Side owner : owners) {
      var _ = owner.ready();
    }
    return owners;
  }

  private static void killOnce(Side waiter, String way, List<Side> owners, Figures millis)
      throws IOException, InterruptedException {
    try {
      for (int i = 0; i < owners.size(); i++) {
        waiter.say(way + " " + i);
        TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
        long start = System.nanoTime();
        owners.get(i).kill();
        long end = Long.parseLong(waiter.answer());
        millis.add((end - start) / 1e6);
      }
    } finally {
      owners.forEach(Side::close);
    }
  }
}
