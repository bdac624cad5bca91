package io.tandem.demos.text;

/// Takes the lines a [LineReader] finds.
@FunctionalInterface
public interface LineSink {
  /// Takes a line, without its terminator, or a piece of a very long one. The bytes are as they
  /// stand in the file, so they may be no well-formed UTF-8, and they stay only until this method
  /// returns.
  void line(byte[] text, int offset, int length);
}
