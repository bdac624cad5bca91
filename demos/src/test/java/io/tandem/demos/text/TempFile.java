package io.tandem.demos.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file with given content, gone after the test; also for properties, which know no `@TempDir`.
record TempFile(Path path) implements AutoCloseable {
  static TempFile of(String text) throws IOException {
    return of(text.getBytes(UTF_8));
  }

  static TempFile of(byte[] content) throws IOException {
    return new TempFile(Files.write(Files.createTempFile("text", ".txt"), content));
  }

  /// Cuts the file, as another program could at any time.
  void truncate(long size) {
    try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    Files.delete(path);
  }
}
