package io.tandem.tests.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tandem.demos.text.LineSink;
import io.tandem.demos.text.TextProducer;
import java.nio.file.Path;

/// The names of the files instead of what is in them.
public final class FileNames implements TextProducer {
  private long lines;
  private long bytes;

  @Override
  public void read(Path file, LineSink sink) {
    byte[] name = file.getFileName().toString().getBytes(UTF_8);
    sink.line(name, 0, name.length);
    lines++;
    bytes += name.length;
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
