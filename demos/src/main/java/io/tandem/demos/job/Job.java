package io.tandem.demos.job;

import io.tandem.demos.text.TextFile;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.function.LongConsumer;

/// Words to be counted, and how.
///
/// @param files what to read
/// @param team who shares the work, where more than one thread does it
/// @param parts what reads and what counts
/// @param warnings where skipped files are named
/// @param progress is told the bytes of the files that are done with, from any thread
public record Job(
    List<TextFile> files, Team team, Parts parts, PrintWriter warnings, LongConsumer progress) {
  /// Returns the same job with another listener to its progress.
  public Job withProgress(LongConsumer listener) {
    return new Job(files, team, parts, warnings, listener);
  }

  /// Returns the same job, without warnings and progress.
  public Job quietly() {
    return new Job(files, team, parts, new PrintWriter(Writer.nullWriter()), _ -> {});
  }
}
