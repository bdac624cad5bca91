package io.tandem.bench.peers;

import static io.tandem.bench.peers.TransportKind.AERON;
import static io.tandem.bench.peers.TransportKind.AGRONA_BACKOFF;
import static io.tandem.bench.peers.TransportKind.AGRONA_MANY;
import static io.tandem.bench.peers.TransportKind.AGRONA_SPIN;
import static io.tandem.bench.peers.TransportKind.CHRONICLE;
import static io.tandem.bench.peers.TransportKind.QUEUE;
import static io.tandem.bench.peers.TransportKind.TANDEM;
import static io.tandem.bench.peers.TransportKind.TANDEM_MANY;
import static io.tandem.bench.peers.TransportKind.TANDEM_SPIN;

import io.tandem.bench.side.CProgram;
import io.tandem.bench.side.Figures;
import io.tandem.bench.side.Root;
import io.tandem.bench.side.Side;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Our rings between two processes beside their peers, pair by pair: the speed of a shared machine
/// changes from second to second, neighbours in time compare.
///
/// Each round starts the processes anew, as a JVM may compile the same code better or worse.
///
/// ```text
/// mvn -q -pl tests/bench -am -Pbench verify -DskipTests -Dbench.args="peers 5"
/// mvn -q -pl tests/bench -am -Pbench verify -DskipTests -Dbench.args="peers 5 futex"
/// mvn -q -pl tests/bench -am -Pbench verify -DskipTests -Dbench.args="peers 5 queue /"
/// ```
public final class PeerBench {
  private static final int WARM_UP_WINDOWS = 4;
  private static final int WINDOWS = 5;
  private static final List<Duel> FLOWS =
      List.of(
          new Duel(TANDEM_SPIN, AGRONA_SPIN),
          new Duel(TANDEM_SPIN, AGRONA_BACKOFF),
          new Duel(TANDEM_MANY, AGRONA_MANY),
          new Duel(TANDEM_SPIN, AERON),
          new Duel(TANDEM_SPIN, CHRONICLE),
          new Duel(TANDEM, AGRONA_BACKOFF),
          new Duel(TANDEM, AERON),
          new Duel(TANDEM, CHRONICLE),
          new Duel(TANDEM, TANDEM_SPIN),
          new Duel(QUEUE, TANDEM));

  private final int rounds;
  private final String only;

  private PeerBench(int rounds, String only) {
    this.rounds = rounds;
    this.only = only.toLowerCase(Locale.ROOT);
  }

  /// @param arguments how many rounds, and a part of the names of those to measure
  public static void main(String... arguments) throws IOException, InterruptedException {
    run(
        arguments.length == 0 ? 3 : Integer.parseInt(arguments[0]),
        arguments.length < 2 ? "" : arguments[1]);
  }

  /// Prints a line for each measurement. Of rates a ratio above 1 means that ours is faster, of
  /// times one below 1.
  ///
  /// @param rounds of new processes for each comparison
  /// @param only a part of the names of those to measure: `Aeron`, say, or `futex` or `waits`
  public static void run(int rounds, String only) throws IOException, InterruptedException {
    String reason = Side.whyNotPinned();
    if (reason != null) {
      System.out.println("The processes are not pinned to CPUs, the numbers vary more: " + reason);
    }
    System.out.println("Medians of ours, of the peer's, and of the ratios ours / peer [min..max]");
    var bench = new PeerBench(rounds, only);
    for (Duel duel : FLOWS) {
      bench.compareFlow(duel);
    }
    bench.compareSleep();
    bench.idle();
  }

  private boolean isWanted(String title) {
    return title.toLowerCase(Locale.ROOT).contains(only);
  }

  private void compareFlow(Duel duel) throws IOException, InterruptedException {
    var comparisons =
        new ArrayList<>(
            List.of(
                new Comparison(Pair::warmTrips, "round trip, warm: p50 us", "p99 us"),
                new Comparison(pair -> pair.throughput(32), "one way, 32 B: M/s"),
                new Comparison(pair -> pair.throughput(1024), "one way, 1 KiB: M/s")));
    if (duel.ours.mostSenders() > 1) {
      comparisons.add(new Comparison(pair -> pair.throughput(32, 2), "two senders, 32 B: M/s"));
    }
    compare(Contestant.of(duel.ours), Contestant.of(duel.peer), comparisons);
  }

  private void compareSleep() throws IOException, InterruptedException {
    compare(
        Contestant.of(TANDEM),
        Contestant.FUTEX_RING,
        List.of(
            new Comparison(
                Pair::dozingTrips,
                Pair::asleepTrips,
                "round trip, asleep: p50 us",
                "p99 us",
                "sleeps of the receiver a message")));
  }

  private void compare(Contestant ours, Contestant peer, List<Comparison> comparisons)
      throws IOException, InterruptedException {
    String title = "%s / %s".formatted(ours.title, peer.title);
    if (!isWanted(title) || !peer.isPossible()) {
      return;
    }
    for (int round = 0; round < rounds; round++) {
      try (var root = Root.open();
          var mine = ours.start(root);
          var theirs = peer.start(root)) {
        for (Comparison comparison : comparisons) {
          comparison.warmUp(mine, theirs, WARM_UP_WINDOWS);
          comparison.measure(mine, theirs, WINDOWS);
        }
      }
    }
    System.out.println(title);
    comparisons.forEach(Comparison::print);
  }

  /// How much of a core a receiver takes while it waits, with what it needs beside.
  private void idle() throws IOException, InterruptedException {
    String title = "A receiver that waits, % of a core";
    if (!isWanted(title)) {
      return;
    }
    System.out.println(title);
    var all = new ArrayList<>(Stream.of(TransportKind.values()).map(Contestant::of).toList());
    all.add(Contestant.FUTEX_RING);
    for (Contestant each : all) {
      if (each.isPossible()) {
        printIdle(each);
      }
    }
  }

  private void printIdle(Contestant one) throws IOException, InterruptedException {
    try (var root = Root.open();
        var pair = one.start(root)) {
      var percents = new Figures();
      for (int round = 0; round < rounds; round++) {
        percents.add(100 * pair.idle());
      }
      System.out.printf("  %-20s %s%n", one.title, percents.asRange());
    }
  }

  private record Duel(TransportKind ours, TransportKind peer) {}

  /// One that can be started.
  private record Contestant(String title, Starter starter) {
    static final Contestant FUTEX_RING =
        new Contestant(
            "C ring, futex",
            root -> Pair.start(CProgram.compile("futex_ring", root.folder()), root));

    static Contestant of(TransportKind kind) {
      return new Contestant(kind.toString(), root -> Pair.start(kind, root));
    }

    Pair start(Root root) throws IOException, InterruptedException {
      return starter.start(root);
    }

    boolean isPossible() {
      boolean possible = this != FUTEX_RING || CProgram.isPossible();
      if (!possible) {
        System.out.println(title + " is left out: " + CProgram.WHY_NOT);
      }
      return possible;
    }
  }

  /// Starts the processes of a transport.
  private interface Starter {
    Pair start(Root root) throws IOException, InterruptedException;
  }
}
