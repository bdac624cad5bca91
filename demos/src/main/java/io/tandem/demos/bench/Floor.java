package io.tandem.demos.bench;

import org.jspecify.annotations.Nullable;

/// The least that counts as done.
///
/// @param ratio how many times as fast as the peer, or null
/// @param value the figure of ours: of a rate the least, of a time or a share the most; or null
public record Floor(@Nullable Double ratio, @Nullable Double value) {
  /// For rows that only tell.
  public static final Floor NONE = new Floor(null, null);

  /// So many times as fast as the peer.
  public static Floor ratio(double ratio) {
    return new Floor(ratio, null);
  }

  /// A figure of ours.
  public static Floor value(double value) {
    return new Floor(null, value);
  }

  /// This, and a figure of ours too.
  public Floor andValue(double also) {
    return new Floor(ratio, also);
  }

  /// Whether there is none.
  public boolean isNone() {
    return ratio == null && value == null;
  }
}
