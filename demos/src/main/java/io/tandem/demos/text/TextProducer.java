package io.tandem.demos.text;

import java.io.IOException;
import java.nio.file.Path;

/// Turns files into lines. The one that `tandem run` uses is [LineReader]; `--producer CLASS` runs
/// another, which must be public and have a public constructor without parameters.
///
/// **Sharing.** One object per process, used by one thread.
///
/// ```java
/// /// The names of the files instead of what is in them.
/// public final class FileNames implements TextProducer {
///   private long lines;
///   private long bytes;
///
///   @Override
///   public void read(Path file, LineSink sink) {
///     byte[] name = file.getFileName().toString().getBytes();
///     sink.line(name, 0, name.length);
///     lines++;
///     bytes += name.length;
///   }
///
///   @Override
///   public long lines() {
///     return lines;
///   }
///
///   @Override
///   public long bytes() {
///     return bytes;
///   }
/// }
/// ```
public interface TextProducer {
  /// Hands the lines of a file to the sink. Lines must not contain `\n`.
  ///
  /// The same file must give the same lines again, whichever process reads it, and after whatever
  /// files: when a process dies, another one reads what it had read.
  ///
  /// @throws IOException if the file cannot be read to its end: it is then reported as skipped, and
  ///   what was handed on counts
  void read(Path file, LineSink sink) throws IOException;

  /// Returns the lines read so far.
  long lines();

  /// Returns the bytes read so far.
  long bytes();
}
