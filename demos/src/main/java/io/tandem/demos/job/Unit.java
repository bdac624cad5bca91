package io.tandem.demos.job;

import io.tandem.demos.text.TextFile;
import java.util.ArrayList;
import java.util.List;

/// A piece of a job's text that is counted as a whole or not at all: a few small files that follow
/// one another, or a part of a large one.
///
/// @param firstFile the index of the first file in the job's list
/// @param files how many files: 1 if it is a part
/// @param part which part of its file it is, from 0 on
/// @param parts how many parts its file has, whose units follow one another; 1 for whole files
record Unit(int firstFile, int files, int part, int parts) {
  /// Some milliseconds of counting, and little enough for a CPU's own cache.
  static final int BYTES = 256 << 10;

  private static final int MOST_PARTS = 4096; // of a file that claims to have terabytes
  private static final int OPENING = 4 << 10; // a file costs as much as reading these bytes

  /// Cuts files into units. Together, and in order, they are all the files.
  static List<Unit> of(List<TextFile> files) {
    var units = new ArrayList<Unit>();
    for (int file = 0; file < files.size(); ) {
      int parts = partsOf(files.get(file).size());
      if (parts == 1) {
        int count = smallFilesFrom(file, files);
        units.add(new Unit(file, count, 0, 1));
        file += count;
      } else {
        for (int part = 0; part < parts; part++) {
          units.add(new Unit(file, 1, part, parts));
        }
        file++;
      }
    }
    return units;
  }

  private static int smallFilesFrom(int first, List<TextFile> files) {
    long bytes = 0;
    int end = first;
    do {
      bytes += OPENING + files.get(end).size();
      end++;
    } while (end < files.size() && bytes + OPENING + files.get(end).size() <= BYTES);
    return end - first;
  }

  private static int partsOf(long fileBytes) {
    return (int) Math.max(1, Math.ceilDiv(fileBytes, partBytes(fileBytes)));
  }

  /// Returns how many bytes each part of a file has but the last, which has what is left.
  static long partBytes(long fileBytes) {
    return Math.max(BYTES, Math.ceilDiv(fileBytes, MOST_PARTS));
  }
}
