package io.tandem.tests.random;

/// A step of a thread, as it went.
///
/// @param result 0 if the thread was killed meanwhile: then it may have had its effect or not
/// @param start and `end` in terms of [System#nanoTime], which all processes share
record Event(int thread, Step step, int result, long start, long end, long token) {
  static final long NEVER = Long.MAX_VALUE;

  boolean isPending() {
    return result == 0;
  }

  @Override
  public String toString() {
    return "thread %d: %s -> %s, %d to %d, token %d"
        .formatted(thread, step, isPending() ? "killed" : result, start, end, token);
  }
}
