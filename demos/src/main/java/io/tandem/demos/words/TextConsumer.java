package io.tandem.demos.words;

/// Counts something in text. The one that `tandem run` uses is [WordCounter]; `--consumer CLASS`
/// runs another, which must be public and have a public constructor without parameters.
///
/// **Sharing.** One object per process, used by one thread.
///
/// ```java
/// /// Lines by their length.
/// public final class LineLengths implements TextConsumer {
///   @Override
///   public void count(byte[] text, int offset, int length, WordTable counts) {
///     new String(text, offset, length).lines().forEach(
///         line -> counts.add("length " + line.length(), 1));
///   }
/// }
/// ```
@FunctionalInterface
public interface TextConsumer {
  /// Counts what is in some whole lines, or in pieces of very long ones, which are cut between
  /// words. Lines are separated by `\n`.
  ///
  /// @param text holds the lines, until this method returns
  /// @param counts where the counts are kept, by any strings; not always the same table
  void count(byte[] text, int offset, int length, WordTable counts);
}
