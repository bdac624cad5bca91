package io.tandem.demos.bench;

import org.jspecify.annotations.Nullable;

/// What a row measures.
///
/// @param name of the row, of words with dots between, unique
/// @param what is done, in a few words
/// @param unit of the figures
/// @param isRate whether more is better
/// @param ours who does it, of this library
/// @param peer who else does it, or null
/// @param floor what ours must reach
public record Work(
    String name,
    String what,
    String unit,
    boolean isRate,
    String ours,
    @Nullable String peer,
    Floor floor) {
  /// More is better.
  public static Work rate(String name, String what, String unit) {
    return new Work(name, what, unit, true, "Tandem", null, Floor.NONE);
  }

  /// Less is better: a time, or a share of a CPU.
  public static Work cost(String name, String what, String unit) {
    return new Work(name, what, unit, false, "Tandem", null, Floor.NONE);
  }

  /// The same, done by this alone.
  public Work by(String one) {
    return new Work(name, what, unit, isRate, one, null, floor);
  }

  /// The same, done by these.
  public Work between(String one, String other) {
    return new Work(name, what, unit, isRate, one, other, floor);
  }

  /// The same, with one more word in its name.
  public Work named(String word) {
    return new Work(name + "." + word, what, unit, isRate, ours, peer, floor);
  }

  /// The same, with a floor.
  public Work floor(Floor least) {
    return new Work(name, what, unit, isRate, ours, peer, least);
  }

  /// How many times as fast as the other's figure one is.
  public double ratio(double one, double other) {
    return isRate ? one / other : other / one;
  }

  /// Whether a user who gives this name means the row: its own, or its first words.
  public boolean isMeantBy(String given) {
    return name.equals(given) || name.startsWith(given + ".");
  }
}
