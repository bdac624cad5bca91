package io.tandem.bench.peers;

import static io.tandem.bench.peers.TransportKind.AERON;
import static io.tandem.bench.peers.TransportKind.AGRONA_BACKOFF;
import static io.tandem.bench.peers.TransportKind.AGRONA_SPIN;
import static io.tandem.bench.peers.TransportKind.CHRONICLE;
import static io.tandem.bench.peers.TransportKind.TANDEM;
import static io.tandem.bench.peers.TransportKind.TANDEM_SPIN;

import java.io.IOException;
import java.util.List;

/// Our one-to-one ring between two processes beside its peers, pair by pair: the speed of a shared
/// machine changes from second to second, neighbours in time compare.
///
/// Each round starts the processes anew, as a JVM may compile the same code better or worse.
public final class PeerBench {
  private static final int WARM_UP_WINDOWS = 4;
  private static final int WINDOWS = 5;
  private static final List<TransportKind> SPINNING_PEERS =
      List.of(AGRONA_SPIN, AGRONA_BACKOFF, AERON, CHRONICLE);
  private static final List<TransportKind> PEERS = List.of(AGRONA_BACKOFF, AERON, CHRONICLE);

  private final int rounds;

  private PeerBench(int rounds) {
    this.rounds = rounds;
  }

  public static void main(String... arguments) throws IOException, InterruptedException {
    run(arguments.length == 0 ? 3 : Integer.parseInt(arguments[0]));
  }

  /// Prints a line for each measurement. Of rates a ratio above 1 means that ours is faster, of
  /// times one below 1.
  ///
  /// @param rounds of new processes for each comparison
  public static void run(int rounds) throws IOException, InterruptedException {
    String reason = Side.whyNotPinned();
    if (reason != null) {
      System.out.println("The processes are not pinned to CPUs, the numbers vary more: " + reason);
    }
    System.out.println("ours / peer: medians of ours, of the peer, and of the ratios [min..max]");
    var bench = new PeerBench(rounds);
    for (TransportKind peer : SPINNING_PEERS) {
      bench.compareFlow(TANDEM_SPIN, peer);
    }
    for (TransportKind peer : PEERS) {
      bench.compareFlow(TANDEM, peer);
    }
    bench.compareFlow(TANDEM, TANDEM_SPIN);
    bench.compareSleep();
    bench.idle();
  }

  private void compareFlow(TransportKind ours, TransportKind peer)
      throws IOException, InterruptedException {
    compare(
        root -> Pair.start(ours, root),
        root -> Pair.start(peer, root),
        List.of(
            new Comparison(Pair::warmTrips, "round trip, warm: p50 us", "p99 us"),
            new Comparison(pair -> pair.throughput(32), "one way, 32 B: M/s"),
            new Comparison(pair -> pair.throughput(1024), "one way, 1 KiB: M/s")));
  }

  private void compareSleep() throws IOException, InterruptedException {
    compare(
        root -> Pair.start(TANDEM, root),
        root -> Pair.start(CProgram.compile("futex_ring", root.folder()), root),
        List.of(
            new Comparison(
                Pair::asleepTrips,
                "round trip, asleep: p50 us",
                "p99 us",
                "sleeps of the receiver a message")));
  }

  private void compare(Starter ours, Starter peer, List<Comparison> comparisons)
      throws IOException, InterruptedException {
    String title = "";
    for (int round = 0; round < rounds; round++) {
      try (var root = Root.open();
          var mine = ours.start(root);
          var theirs = peer.start(root)) {
        title = "%s / %s".formatted(mine.title(), theirs.title());
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
    System.out.println("A receiver that waits, % of a core");
    for (TransportKind kind : TransportKind.values()) {
      printIdle(root -> Pair.start(kind, root));
    }
    printIdle(root -> Pair.start(CProgram.compile("futex_ring", root.folder()), root));
  }

  private void printIdle(Starter starter) throws IOException, InterruptedException {
    try (var root = Root.open();
        var pair = starter.start(root)) {
      var percents = new Figures();
      for (int round = 0; round < rounds; round++) {
        percents.add(100 * pair.idle());
      }
      System.out.printf("  %-20s %s%n", pair.title(), percents.asRange());
    }
  }

  /// Starts the processes of a transport.
  private interface Starter {
    Pair start(Root root) throws IOException, InterruptedException;
  }
}
