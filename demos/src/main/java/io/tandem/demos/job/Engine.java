package io.tandem.demos.job;

/// A way to do a [Job].
@FunctionalInterface
public interface Engine {
  /// Counts the words of the job's files. Every way gives the same totals and words.
  Tally run(Job job);
}
