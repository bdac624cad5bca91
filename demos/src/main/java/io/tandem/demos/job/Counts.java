package io.tandem.demos.job;

import io.tandem.demos.text.TextTotals;
import io.tandem.demos.words.WordTable;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.BitSet;

/// What was counted in some units.
///
/// @param units their numbers
record Counts(WordTable words, TextTotals text, BitSet units) {
  /// Writes all of it, for [#readFrom] in another process of this machine.
  void writeTo(DataOutput out) throws IOException {
    words.writeTo(out);
    out.writeLong(text.files());
    out.writeLong(text.skipped());
    out.writeLong(text.lines());
    out.writeLong(text.bytes());
    byte[] bits = units.toByteArray();
    out.writeInt(bits.length);
    out.write(bits);
  }

  static Counts readFrom(DataInput in) throws IOException {
    var words = WordTable.readFrom(in);
    var text = new TextTotals(in.readLong(), in.readLong(), in.readLong(), in.readLong());
    byte[] bits = new byte[in.readInt()];
    in.readFully(bits);
    return new Counts(words, text, BitSet.valueOf(bits));
  }
}
