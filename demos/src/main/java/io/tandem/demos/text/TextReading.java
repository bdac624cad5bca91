package io.tandem.demos.text;

import java.io.IOException;
import java.util.function.LongConsumer;

/// Reads files one after the other, past those that cannot be read, and adds up what it read.
///
/// **Sharing.** One thread at a time.
public final class TextReading {
  private final TextProducer reader;
  private final SkippedFiles skipped;
  private int files;

  /// @param reader reads each file
  /// @param skipped is told of the files that could not be read to their end
  public TextReading(TextProducer reader, SkippedFiles skipped) {
    this.reader = reader;
    this.skipped = skipped;
  }

  /// Hands the lines of all files to the sink.
  ///
  /// @param progress is told the size of each file that is done with
  public void read(Iterable<TextFile> texts, LineSink sink, LongConsumer progress) {
    for (TextFile text : texts) {
      try {
        reader.read(text.path(), sink);
        files++;
      } catch (IOException e) {
        skipped.add(text.path(), e);
      }
      progress.accept(text.size());
    }
  }

  /// Returns what has been read so far. A file that was not read to its end is among the skipped,
  /// but the lines and bytes read of it count.
  public TextTotals totals() {
    return new TextTotals(files, skipped.count(), reader.lines(), reader.bytes());
  }
}
