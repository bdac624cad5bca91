package io.tandem.demos.job;

import io.tandem.demos.text.TextTotals;
import io.tandem.demos.words.WordTable;
import java.util.List;

/// What an [Engine] found, and who took part.
///
/// @param text what was read
/// @param words every word and its count
/// @param messages what went from process to process: text, and the ends of units
/// @param processes those that took part, in the order in which they are reported
/// @param lost those of them that died before they were done, though the count is complete
public record Tally(
    TextTotals text,
    WordTable words,
    long messages,
    List<ProcessWork> processes,
    List<LostProcess> lost) {}
