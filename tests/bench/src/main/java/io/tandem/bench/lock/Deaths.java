package io.tandem.bench.lock;

import io.tandem.bench.duel.Duel;
import io.tandem.bench.duel.Sampling;
import io.tandem.bench.duel.Trial;
import io.tandem.bench.side.Side;
import io.tandem.demos.bench.Floor;
import io.tandem.demos.bench.Work;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How long it takes from the `kill -9` of a lock's owner until a waiter in another process holds
/// the lock: a waiter asleep, one that tries again and again, and each fallback. And until one that
/// sleeps at a barrier hears that another party was killed there; and until one has put a message
/// into a queue whose producer was killed while it put.
public final class Deaths {
  private static final Sampling TYPICAL = new Sampling(1, 0, 40);
  private static final Sampling RARE = new Sampling(1, 0, 200, 0.99);
  private static final Sampling LARGE = new Sampling(1, 0, 8);
  private static final Sampling LARGE_RARE = new Sampling(1, 0, 50, 0.99);
  private static final int AT_ONCE = 8;
  private static final long SETTLE_MILLIS = 30;
  private static final Floor P50 = Floor.value(1);
  private static final Floor P99 = Floor.value(20);

  private final String way;
  private final List<String> flags;
  private final Heap heap;
  private final Deque<Side> owners = new ArrayDeque<>();
  private int index;

  private Deaths(String way, List<String> flags, Heap heap) {
    this.way = way;
    this.flags = flags;
    this.heap = heap;
  }

  public static List<Trial> trials() {
    var trials = new ArrayList<Trial>();
    String lock = "from kill -9 of a lock's owner to takeover by one asleep";
    trials.add(trial("lock", "p50", lock + ", p50", TYPICAL, Heap.SMALL, P50));
    trials.add(trial("lock", "p99", lock + ", p99", RARE, Heap.SMALL, P99));
    String large = lock + ", heap of 2 GiB";
    trials.add(trial("lock", "large", large + ", p50", LARGE, Heap.LARGE, P50));
    trials.add(trial("lock", "large.p99", large + ", p99", LARGE_RARE, Heap.LARGE, P99));
    String spinning = "from kill -9 of a lock's owner to takeover by one that tries, p50";
    trials.add(trial("try", "p50", spinning, TYPICAL, Heap.SMALL, Floor.NONE));
    String barrier = "from kill -9 of a party of a barrier until another is told, p50";
    trials.add(trial("barrier", "p50", barrier, TYPICAL, Heap.SMALL, Floor.NONE));
    String queue = "from kill -9 of one that puts into a queue until another has put";
    trials.add(trial("queue", "p50", queue + ", p50", TYPICAL, Heap.SMALL, Floor.NONE));
    trials.add(trial("queue", "p99", queue + ", p99", RARE, Heap.SMALL, P99));
    trials.add(without("waitv", "-Dtandem.waitv=false", lock));
    trials.add(without("robust", "-Dtandem.robust=false", lock));
    trials.add(without("futex", "-Dtandem.parker=polling", lock));
    return trials;
  }

  private static Trial trial(
      String way, String key, String what, Sampling sampling, Heap heap, Floor floor) {
    Work work = Work.cost("takeover.%s.%s".formatted(way, key), what, "ms").floor(floor);
    return new Trial(work, sampling, duel -> new Deaths(way, List.of(), heap).prepare(duel))
        .unless(heap.whyNot());
  }

  private static Trial without(String key, String flag, String what) {
    Work work = Work.cost("takeover.without." + key, "%s, p50, %s".formatted(what, flag), "ms");
    return new Trial(
        work, TYPICAL, duel -> new Deaths("lock", List.of(flag), Heap.SMALL).prepare(duel));
  }

  private void prepare(Duel duel) throws IOException {
    Side waiter = duel.with(Side.start(flags, DeathSide.class, "wait")).ready();
    duel.ours(
        () -> {
          if (owners.isEmpty()) {
            startOwners(duel);
          }
          return killOne(waiter);
        });
  }

  /// Starts owners of a lock each, or parties that wait at a barrier each, or producers of a queue
  /// each, all at the same time.
  private void startOwners(Duel duel) throws IOException {
    String mode =
        switch (way) {
          case "barrier" -> "arrive";
          case "queue" -> "put";
          default -> "own";
        };
    var all = new ArrayList<>(flags);
    all.addAll(heap.flags);
    for (int i = 0; i < (heap == Heap.LARGE ? 1 : AT_ONCE); i++) {
      Side owner = Side.start(all, DeathSide.class, mode, Integer.toString(i));
      owners.add(duel.with(owner));
    }
    for (Side owner : owners) {
      var _ = owner.ready();
    }
    index = 0;
  }

  /// @return the milliseconds until the waiter had it
  private double killOne(Side waiter) throws InterruptedException {
    waiter.say(way + " " + index++);
    TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS); // nothing says when a thread sleeps
    Side owner = owners.remove();
    long start = System.nanoTime();
    owner.kill();
    long end = Long.parseLong(waiter.answer());
    owner.close();
    return (end - start) / 1e6;
  }
}
