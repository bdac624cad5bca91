package io.tandem.tests.job;

import io.tandem.demos.text.LineSink;
import io.tandem.demos.text.TextProducer;
import io.tandem.demos.words.TextConsumer;
import io.tandem.demos.words.WordTable;
import java.nio.file.Path;

/// Fails, in the middle of its work.
public final class Throwing implements TextProducer, TextConsumer {
  @Override
  public void read(Path file, LineSink sink) {
    throw new IllegalStateException("thrown by the user's class");
  }

  @Override
  public void count(byte[] text, int offset, int length, WordTable counts) {
    throw new IllegalStateException("thrown by the user's class");
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
