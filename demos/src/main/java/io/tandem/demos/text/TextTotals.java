package io.tandem.demos.text;

/// What was read: files from start to end, files and directories skipped, lines, bytes.
public record TextTotals(long files, long skipped, long lines, long bytes) {
  /// Nothing read yet.
  public static final TextTotals NONE = new TextTotals(0, 0, 0, 0);

  /// Returns the sum of both.
  public TextTotals plus(TextTotals other) {
    return new TextTotals(
        files + other.files, skipped + other.skipped, lines + other.lines, bytes + other.bytes);
  }

  /// Returns what this has more than an earlier total.
  public TextTotals minus(TextTotals earlier) {
    return new TextTotals(
        files - earlier.files,
        skipped - earlier.skipped,
        lines - earlier.lines,
        bytes - earlier.bytes);
  }
}
