package io.tandem.demos.job;

import io.tandem.demos.text.TextTotals;
import org.agrona.MutableDirectBuffer;

/// What a producer says when it has sent all of a unit.
///
/// @param text what was read for it; of a file in parts only the last part has any, for what is
///   read when a file is cut depends on the reader
record Commit(int unit, TextTotals text) {
  void writeTo(MutableDirectBuffer buffer, int at) {
    buffer.putLong(at + CommitLayout.UNIT_AT, unit);
    buffer.putLong(at + CommitLayout.FILES_AT, text.files());
    buffer.putLong(at + CommitLayout.SKIPPED_AT, text.skipped());
    buffer.putLong(at + CommitLayout.LINES_AT, text.lines());
    buffer.putLong(at + CommitLayout.BYTES_AT, text.bytes());
  }

  static Commit readFrom(MutableDirectBuffer buffer, int at) {
    return new Commit(
        (int) buffer.getLong(at + CommitLayout.UNIT_AT),
        new TextTotals(
            buffer.getLong(at + CommitLayout.FILES_AT),
            buffer.getLong(at + CommitLayout.SKIPPED_AT),
            buffer.getLong(at + CommitLayout.LINES_AT),
            buffer.getLong(at + CommitLayout.BYTES_AT)));
  }
}
