package io.tandem.pool;

/// The way from a running task to its pool, and back.
@FunctionalInterface
interface TaskLink {
  /// Whether the task is to end.
  boolean isCancelled();

  /// Says how far it is.
  ///
  /// @param fraction 0 to 1
  default void progress(double fraction) {}

  /// Says something for people.
  default void log(String text) {}
}
