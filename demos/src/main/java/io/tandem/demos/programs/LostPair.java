package io.tandem.demos.programs;

import io.tandem.demos.plot.Interleaving.Side;
import io.tandem.demos.programs.LostUpdate.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A step of [LostUpdate] whose write is lost, and the other's that writes over it.
record LostPair(Side loser, Step lost, Step over) {
  long begin() {
    return Math.min(lost.readBegin(), over.readBegin());
  }

  long length() {
    return over.writeEnd() - begin();
  }

  /// The one that took the least time.
  ///
  /// @param left the steps of one process, in order
  /// @param right those of the other
  static Optional<LostPair> shortest(List<Step> left, List<Step> right) {
    List<LostPair> pairs = new ArrayList<>();
    collect(Side.LEFT, left, right, pairs);
    collect(Side.RIGHT, right, left, pairs);
    return pairs.stream().min(Comparator.comparingLong(LostPair::length));
  }

  /// Steps that overlap and have read the same: neither has seen what the other wrote, since nobody
  /// else writes. One of them had written before the other began to, so its update is the lost one.
  private static void collect(
      Side loser, List<Step> losers, List<Step> others, List<LostPair> pairs) {
    int from = 0;
    for (Step lost : losers) {
      while (from < others.size() && others.get(from).writeBegin() < lost.writeEnd()) {
        from++;
      }
      if (from < others.size()) {
        Step over = others.get(from);
        if (over.read() == lost.read() && middleOfRead(over) < middleOfWrite(lost)) {
          pairs.add(new LostPair(loser, lost, over));
        }
      }
    }
  }

  /// A picture shows when it may have been, and must not contradict what has been.
  private static long middleOfRead(Step step) {
    return (step.readBegin() + step.readEnd()) / 2;
  }

  private static long middleOfWrite(Step step) {
    return (step.writeBegin() + step.writeEnd()) / 2;
  }
}
