package io.tandem.demos.job;

/// How many processes share a job, and how large the rings between them are.
///
/// @param producers the processes that read: 1 to [#MAX_PROCESSES]
/// @param consumers the processes that count: 1 to [#MAX_PROCESSES]
/// @param ringBytes the capacity of each ring: a power of two, [#MIN_RING_BYTES] to
///   [#MAX_RING_BYTES]
public record Team(int producers, int consumers, int ringBytes) {
  public static final int MAX_PROCESSES = 64;
  public static final int MIN_RING_BYTES = 4 << 10;
  public static final int MAX_RING_BYTES = 1 << 30;

  /// Checks the numbers; the message to a wrong one names the option of `tandem run`.
  public Team {
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
