package io.tandem.tests.job;

import io.tandem.demos.text.LineSink;
import io.tandem.demos.text.TextProducer;
import io.tandem.demos.words.TextConsumer;
import io.tandem.demos.words.WordTable;
import java.nio.file.Path;

/// Ends its process with exit code 0, in the middle of its work.
public final class Exiting implements TextProducer, TextConsumer {
  @Override
  public void read(Path file, LineSink sink) {
    System.exit(0);
  }

  @Override
  public void count(byte[] text, int offset, int length, WordTable counts) {
    System.exit(0);
  }

  @Override
  public long lines() {
    return 0;
  }

  @Override
  public long bytes() {
    return 0;
  }
}
