package io.tandem.tests.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tandem.demos.words.TextConsumer;
import io.tandem.demos.words.WordTable;

/// Lines by their length.
public final class LineLengths implements TextConsumer {
  @Override
  public void count(byte[] text, int offset, int length, WordTable counts) {
    new String(text, offset, length, UTF_8)
        .lines()
        .forEach(line -> counts.add("length " + line.length(), 1));
  }
}
