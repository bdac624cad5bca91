package io.tandem.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Optional;

/// Reads what a child prints, so that it never waits for a reader, and keeps it as text or passes
/// it on.
final class CapturedOutput {
  private static final Duration STRAGGLERS = Duration.ofSeconds(1);

  private final OutputStream target;
  private final Thread reader;

  CapturedOutput(InputStream from) {
    this(from, new ByteArrayOutputStream());
  }

  CapturedOutput(InputStream from, OutputStream target) {
    this.target = target;
    reader = Thread.ofPlatform().daemon().name("tandem-output").start(() -> copy(from));
  }

  private void copy(InputStream from) {
    try (from) {
      from.transferTo(target); // each write to bytes is synchronized
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the output of a child process", e);
    }
  }

  /// All that was read so far, if it is kept.
  Optional<String> text() {
    return target instanceof ByteArrayOutputStream bytes
        ? Optional.of(bytes.toString(Charset.forName(System.getProperty("native.encoding"))))
        : Optional.empty();
  }

  /// After the child's end: waits for the rest of its output, but not for a program it left behind
  /// with the same stdout.
  void awaitEnd() {
    try {
      reader.join(STRAGGLERS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
