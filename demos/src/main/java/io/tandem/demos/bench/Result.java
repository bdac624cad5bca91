package io.tandem.demos.bench;

import org.jspecify.annotations.Nullable;

/// A row of the report: what is measured, and what was found.
public record Result(Work work, Outcome outcome) {
  /// What was found.
  public sealed interface Outcome {}

  /// Figures.
  ///
  /// @param ours of this library
  /// @param rivalry beside the peer, or null if there is none
  /// @param n how many pairs, or figures
  /// @param noise how many times as long the same work for all CPUs took at worst as at best,
  ///   between the pairs: 1 on a quiet machine
  /// @param extra what else is known
  public record Figures(Spread ours, @Nullable Rivalry rivalry, int n, double noise, Extra extra)
      implements Outcome {}

  /// @param peer its figures
  /// @param ratios how many times as fast ours was, pair by pair
  public record Rivalry(Spread peer, Spread ratios) {}

  /// @param allocated bytes of heap for each operation of ours, or null if that was not measured
  /// @param note how fair it was, say, or null
  public record Extra(@Nullable Double allocated, @Nullable String note) {
    /// Nothing.
    public static final Extra NONE = new Extra(null, null);
  }

  /// No figures.
  ///
  /// @param why the peer is not installed here, say
  public record LeftOut(String why) implements Outcome {}

  /// No figures, as something went wrong: a result was not what it must be, say.
  public record Failed(String why) implements Outcome {}

  /// What the figures say of the floor.
  public enum Verdict {
    /// There are none, though there should be: worse than missed.
    FAILED,
    MISSED,
    MET,
    NO_FLOOR,
    LEFT_OUT
  }

  /// Whether the floor is met: by the median of the ratios, and by the figure of ours.
  public Verdict verdict() {
    return switch (outcome) {
      case Failed _ -> Verdict.FAILED;
      case LeftOut _ -> Verdict.LEFT_OUT;
      case Figures figures -> verdict(figures, work.floor());
    };
  }

  private Verdict verdict(Figures figures, Floor floor) {
    if (floor.isNone()) {
      return Verdict.NO_FLOOR;
    }
    return isFastEnough(figures, floor) && isGoodEnough(figures, floor)
        ? Verdict.MET
        : Verdict.MISSED;
  }

  private static boolean isFastEnough(Figures figures, Floor floor) {
    return floor.ratio() == null
        || (figures.rivalry() != null && figures.rivalry().ratios().value() >= floor.ratio());
  }

  private boolean isGoodEnough(Figures figures, Floor floor) {
    if (floor.value() == null) {
      return true;
    }
    double found = figures.ours().value();
    return work.isRate() ? found >= floor.value() : found <= floor.value();
  }
}
