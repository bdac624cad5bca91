package io.tandem.demos.job;

import io.tandem.demos.text.SkippedFiles;
import io.tandem.demos.text.TextReading;
import io.tandem.demos.words.WordTable;
import java.util.List;

/// Counts in the calling thread: the same reader and the same counter as in several processes, with
/// nothing between them. It is the yardstick for those, and what they are verified against.
public final class OneThread implements Engine {
  private static final int PIECE_BYTES = 64 << 10;

  @Override
  public Tally run(Job job) {
    var words = new WordTable();
    var counter = job.parts().newConsumer();
    var reading =
        new TextReading(job.parts().newProducer(PIECE_BYTES), new SkippedFiles(job.warnings()));
    reading.read(
        job.files(),
        (text, offset, length) -> counter.count(text, offset, length, words),
        job.progress());
    var text = reading.totals();
    var self = new ProcessWork("single", ProcessHandle.current().pid(), 0, text.bytes());
    return new Tally(text, words, 0, List.of(self), List.of());
  }
}
