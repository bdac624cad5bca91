package io.tandem.tests.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tandem.demos.text.LineSink;
import io.tandem.demos.text.TextProducer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes megabytes of text from a few bytes: each line of a file, many times, and numbered.
public final class Repeating implements TextProducer {
  private static final int TIMES = 200_000;

  private long lines;
  private long bytes;

  @Override
  public void read(Path file, LineSink sink) throws IOException {
    for (String line : Files.readAllLines(file)) {
      for (int i = 0; i < TIMES; i++) {
        byte[] text = (line + " " + i % 1_000).getBytes(UTF_8);
        sink.line(text, 0, text.length);
        lines++;
        bytes += text.length;
      }
    }
  }

  @Override
  public long lines() {
    return lines;
  }

  @Override
  public long bytes() {
    return bytes;
  }
}
