package io.tandem.bench.peers;

import io.tandem.bench.side.Root;
import io.tandem.bench.side.Side;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// How often to compare, and what. Each round starts the processes anew, as a JVM may compile the
/// same code better or worse.
///
/// @param count of rounds
/// @param only a part of the titles of those to measure
record Rounds(int count, String only) {
  private static final int WARM_UP_WINDOWS = 4;
  private static final int WINDOWS = 5;

  /// Says what will be printed.
  ///
  /// @param arguments of the program: how many rounds, and a part of the titles
  static Rounds of(String... arguments) {
    String reason = Side.whyNotPinned();
    if (reason != null) {
      System.out.println("The processes are not pinned to CPUs, the numbers vary more: " + reason);
    }
    System.out.println("Medians of ours, of the peer's, and of the ratios ours / peer [min..max]");
    return new Rounds(
        arguments.length == 0 ? 3 : Integer.parseInt(arguments[0]),
        arguments.length < 2 ? "" : arguments[1].toLowerCase(Locale.ROOT));
  }

  boolean isWanted(String title) {
    return title.toLowerCase(Locale.ROOT).contains(only);
  }

  <P extends Flow> void compare(
      Contestant<? extends P> ours, Contestant<? extends P> peer, List<Comparison<P>> comparisons)
      throws IOException, InterruptedException {
    String title = "%s / %s".formatted(ours.title(), peer.title());
    if (!isWanted(title) || !peer.isPossible()) {
      return;
    }
    for (int round = 0; round < count; round++) {
      try (var root = Root.open();
          P mine = ours.start(root);
          P theirs = peer.start(root)) {
        for (Comparison<P> comparison : comparisons) {
          comparison.warmUp(mine, theirs, WARM_UP_WINDOWS);
          comparison.measure(mine, theirs, WINDOWS);
        }
      }
    }
    System.out.println(title);
    comparisons.forEach(Comparison::print);
  }
}
