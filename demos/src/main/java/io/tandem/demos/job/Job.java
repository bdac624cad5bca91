package io.tandem.demos.job;

import io.tandem.demos.text.TextFile;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.function.LongConsumer;

/// Words to be counted, and how.
///
/// @param files what to read
/// @param producers the processes that read: 1 to [#MAX_PROCESSES]
/// @param consumers the processes that count: 1 to [#MAX_PROCESSES]
/// @param ringBytes the capacity of each ring between them: a power of two, [#MIN_RING_BYTES] to
///   [#MAX_RING_BYTES]
/// @param parts what reads and what counts
/// @param warnings where skipped files are named
/// @param progress is told the bytes of the files that are done with, from any thread
public record Job(
    List<TextFile> files,
    int producers,
    int consumers,
    int ringBytes,
    Parts parts,
    PrintWriter warnings,
    LongConsumer progress) {
  public static final int MAX_PROCESSES = 64;
  public static final int MIN_RING_BYTES = 4 << 10;
  public static final int MAX_RING_BYTES = 1 << 30;

  /// Checks the numbers, and says of the wrong one which would be right.
  public Job {
    requireProcesses("--producers", producers);
    requireProcesses("--consumers", consumers);
    if (ringBytes < MIN_RING_BYTES
        || ringBytes > MAX_RING_BYTES
        || Integer.bitCount(ringBytes) != 1) {
      throw new IllegalArgumentException(
          "--ring-size is %d, but must be a power of two from %d to %d. Try %d."
              .formatted(ringBytes, MIN_RING_BYTES, MAX_RING_BYTES, nearestRingBytes(ringBytes)));
    }
  }

  /// Returns the same job with another listener to its progress.
  public Job withProgress(LongConsumer listener) {
    return new Job(files, producers, consumers, ringBytes, parts, warnings, listener);
  }

  /// Returns the same job, without warnings and progress.
  public Job quietly() {
    var nowhere = new PrintWriter(Writer.nullWriter());
    return new Job(files, producers, consumers, ringBytes, parts, nowhere, _ -> {});
  }

  private static void requireProcesses(String option, int processes) {
    if (processes < 1 || processes > MAX_PROCESSES) {
      throw new IllegalArgumentException(
          "%s is %d, but must be 1 to %d.".formatted(option, processes, MAX_PROCESSES));
    }
  }

  private static int nearestRingBytes(int ringBytes) {
    int below = Integer.highestOneBit(Math.max(ringBytes, 1));
    return Math.clamp(below, MIN_RING_BYTES, MAX_RING_BYTES);
  }
}
