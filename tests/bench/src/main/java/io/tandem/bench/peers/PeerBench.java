package io.tandem.bench.peers;

import static io.tandem.bench.peers.TransportKind.AERON;
import static io.tandem.bench.peers.TransportKind.AGRONA_BACKOFF;
import static io.tandem.bench.peers.TransportKind.AGRONA_MANY;
import static io.tandem.bench.peers.TransportKind.AGRONA_SPIN;
import static io.tandem.bench.peers.TransportKind.CHRONICLE;
import static io.tandem.bench.peers.TransportKind.PIPE;
import static io.tandem.bench.peers.TransportKind.QUEUE;
import static io.tandem.bench.peers.TransportKind.TANDEM;
import static io.tandem.bench.peers.TransportKind.TANDEM_MANY;
import static io.tandem.bench.peers.TransportKind.TANDEM_SPIN;

import io.tandem.bench.side.Figures;
import io.tandem.bench.side.Root;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Our rings between two processes beside their peers, pair by pair: the speed of a shared machine
/// changes from second to second, neighbours in time compare.
///
/// ```text
/// mvn -q -pl tests/bench -am -Pbench verify -DskipTests -Dbench.args="peers 5"
/// mvn -q -pl tests/bench -am -Pbench verify -DskipTests -Dbench.args="peers 5 futex"
/// mvn -q -pl tests/bench -am -Pbench verify -DskipTests -Dbench.args="peers 5 queue /"
/// ```
public final class PeerBench {
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
          new Duel(PIPE, TANDEM),
          new Duel(QUEUE, TANDEM));
  private static final Contestant<Pair> FUTEX_RING =
      Contestant.inC("C ring, futex", "futex_ring.c");

  private final Rounds rounds;

  private PeerBench(Rounds rounds) {
    this.rounds = rounds;
  }

  /// Prints a line for each measurement. Of rates a ratio above 1 means that ours is faster, of
  /// times one below 1.
  ///
  /// @param arguments how many rounds, and a part of the names of those to measure: `Aeron`, say,
  ///   or `futex` or `waits`
  public static void main(String... arguments) throws IOException, InterruptedException {
    var bench = new PeerBench(Rounds.of(arguments));
    for (Duel duel : FLOWS) {
      bench.compareFlow(duel);
    }
    bench.compareSleep(TANDEM);
    bench.compareSleep(PIPE);
    bench.idle();
  }

  private void compareFlow(Duel duel) throws IOException, InterruptedException {
    var comparisons =
        new ArrayList<>(
            List.of(
                new Comparison<Pair>(Pair::warmTrips, "round trip, warm: p50 us", "p99 us"),
                new Comparison<Pair>(pair -> pair.throughput(32), "one way, 32 B: M/s"),
                new Comparison<Pair>(pair -> pair.throughput(1024), "one way, 1 KiB: M/s")));
    if (duel.ours.mostSenders() > 1) {
      comparisons.add(
          new Comparison<Pair>(pair -> pair.throughput(32, 2), "two senders, 32 B: M/s"));
    }
    rounds.compare(Contestant.of(duel.ours), Contestant.of(duel.peer), comparisons);
  }

  private void compareSleep(TransportKind ours) throws IOException, InterruptedException {
    rounds.compare(
        Contestant.of(ours),
        FUTEX_RING,
        List.of(
            new Comparison<Pair>(
                Pair::dozingTrips,
                Pair::asleepTrips,
                "round trip, asleep: p50 us",
                "p99 us",
                "sleeps of the receiver a message")));
  }

  /// How much of a core a receiver takes while it waits, with what it needs beside.
  private void idle() throws IOException, InterruptedException {
    String title = "A receiver that waits, % of a core";
    if (!rounds.isWanted(title)) {
      return;
    }
    System.out.println(title);
    Stream<TransportKind> kinds =
        FLOWS.stream().flatMap(duel -> Stream.of(duel.ours, duel.peer)).distinct().sorted();
    var all = new ArrayList<>(kinds.map(Contestant::of).toList());
    all.add(FUTEX_RING);
    for (Contestant<Pair> each : all) {
      if (each.isPossible()) {
        printIdle(each);
      }
    }
  }

  private void printIdle(Contestant<Pair> one) throws IOException, InterruptedException {
    try (var root = Root.open();
        var pair = one.start(root)) {
      var percents = new Figures();
      for (int round = 0; round < rounds.count(); round++) {
        percents.add(100 * pair.idle());
      }
      System.out.printf("  %-20s %s%n", one.title(), percents.asRange());
    }
  }

  private record Duel(TransportKind ours, TransportKind peer) {}
}
