package io.tandem.bench.duel;

/// How often to measure.
///
/// @param rounds each with processes of its own, as a JVM may compile the same code better or worse
/// @param warmUps of either side in each round, whose figures do not count
/// @param pairs in each round
/// @param part of the way from the least to the most figure that the value is at: 0.5 for the
///   median
public record Sampling(int rounds, int warmUps, int pairs, double part) {
  private static final int MOST_PAIRS = 3;

  public Sampling(int rounds, int warmUps, int pairs) {
    this(rounds, warmUps, pairs, 0.5);
  }

  /// One round of few pairs.
  Sampling quick() {
    int few = Math.min(Math.ceilDiv(pairs, 3), MOST_PAIRS);
    return new Sampling(1, Math.ceilDiv(warmUps, 2), few, part);
  }
}
