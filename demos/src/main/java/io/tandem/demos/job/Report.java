package io.tandem.demos.job;

import io.tandem.demos.text.TextTotals;
import io.tandem.demos.words.WordCount;
import java.util.List;
import java.util.Optional;

/// What the user is told about a job.
///
/// @param text what was read
/// @param words the words counted, repetitions included
/// @param distinct the different words
/// @param messages what went from process to process: text, and the ends of units
/// @param seconds the time it took
/// @param top the most frequent words, most frequent first
/// @param processes who took part
/// @param lost who died, though the count is complete
/// @param verified whether a recount found the same; empty if there was none
public record Report(
    TextTotals text,
    long words,
    long distinct,
    long messages,
    double seconds,
    List<WordCount> top,
    List<ProcessWork> processes,
    List<LostProcess> lost,
    Optional<Boolean> verified) {
  /// Returns the report on a tally.
  ///
  /// @param skipped the directories skipped before the tally, beside the files skipped in it
  /// @param limit how many of the most frequent words to report
  public static Report of(
      Tally tally, int skipped, double seconds, int limit, Optional<Boolean> verified) {
    return new Report(
        tally.text().plus(new TextTotals(0, skipped, 0, 0)),
        tally.words().words(),
        tally.words().distinct(),
        tally.messages(),
        seconds,
        tally.words().top(limit),
        tally.processes(),
        tally.lost(),
        verified);
  }
}
