package io.tandem.bench;

import io.tandem.bench.list.Lists;
import io.tandem.bench.lock.Deaths;
import io.tandem.bench.lock.Handovers;
import io.tandem.bench.lock.Idle;
import io.tandem.bench.lock.Joining;
import io.tandem.bench.lock.Locks;
import io.tandem.bench.lock.Orphans;
import io.tandem.bench.manager.Managers;
import io.tandem.bench.peers.PeerBench;
import io.tandem.bench.peers.QueueBench;
import io.tandem.bench.pool.Pools;
import io.tandem.bench.start.Starts;
import java.util.Arrays;
import java.util.List;

/// All benchmarks: the first argument says which, the others are that one's. Without arguments a
/// short run of each.
final class Suite {
  private static final List<String> ALL =
      List.of(
          "rings",
          "pipe",
          "values",
          "lists",
          "codec",
          "peers",
          "queue",
          "locks",
          "handover",
          "takeover",
          "idle",
          "parent",
          "pool",
          "manager",
          "start");

  private Suite() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0) {
      run(arguments[0], Arrays.copyOfRange(arguments, 1, arguments.length));
      return;
    }
    for (String each : ALL) {
      run(each);
    }
  }

  private static void run(String which, String... arguments) throws Exception {
    switch (which) {
      case "rings" -> Bench.run("Ring|Word", arguments);
      case "pipe" -> Bench.run("Pipe", arguments);
      case "values" -> {
        Bench.run("Value|Array|Struct", arguments);
        ValueMaking.run(number(arguments, 0, 5));
      }
      case "lists" -> Lists.run(number(arguments, 0, 20));
      case "codec" -> Bench.run("SmallRecord", arguments);
      case "peers" -> PeerBench.main(arguments);
      case "queue" -> QueueBench.main(arguments);
      case "locks" -> Locks.run(number(arguments, 0, 20));
      case "handover" -> Handovers.run(number(arguments, 0, 10));
      case "takeover" -> Deaths.run(number(arguments, 0, 16), number(arguments, 1, 2));
      case "idle" -> Idle.run(number(arguments, 0, 10), number(arguments, 1, 10));
      case "parent" -> Orphans.run(number(arguments, 0, 5), number(arguments, 1, 1));
      case "pool" -> Pools.run(number(arguments, 0, 5));
      case "manager" -> Managers.run(number(arguments, 0, 5));
      case "start" -> {
        Joining.run(number(arguments, 0, 10));
        Starts.run(number(arguments, 1, 20));
      }
      default ->
          throw new IllegalArgumentException(
              "There is no benchmark '%s'. Choose one of %s.".formatted(which, ALL));
    }
  }

  private static int number(String[] arguments, int index, int usual) {
    return index < arguments.length ? Integer.parseInt(arguments[index]) : usual;
  }
}
