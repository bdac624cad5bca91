package io.tandem.demos.job;

import io.tandem.demos.text.TextTotals;
import io.tandem.demos.words.WordTable;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// What was counted in some units.
///
/// @param units their numbers
record Counts(WordTable words, TextTotals text, int[] units) {
  /// Writes all of it, for [#readFrom] in another process of this machine.
  void writeTo(DataOutput out) throws IOException {
    words.writeTo(out);
    out.writeLong(text.files());
    out.writeLong(text.skipped());
    out.writeLong(text.lines());
    out.writeLong(text.bytes());
    out.writeInt(units.length);
    for (int unit : units) {
      out.writeInt(unit);
    }
  }

  static Counts readFrom(DataInput in) throws IOException {
    var words = WordTable.readFrom(in);
    var text = new TextTotals(in.readLong(), in.readLong(), in.readLong(), in.readLong());
    int[] units = new int[in.readInt()];
    for (int i = 0; i < units.length; i++) {
      units[i] = in.readInt();
    }
    return new Counts(words, text, units);
  }
}
