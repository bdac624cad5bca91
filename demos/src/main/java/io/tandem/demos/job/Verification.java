package io.tandem.demos.job;

import io.tandem.demos.words.WordTable;
import java.util.Optional;

/// Counts once more, in one thread, and compares everything.
public final class Verification {
  private Verification() {}

  /// Returns the first difference between a tally of the job and a recount, in words; nothing if
  /// there is none.
  public static Optional<String> difference(Job job, Tally tally) {
    return difference(tally, new OneThread().run(job.quietly()));
  }

  static Optional<String> difference(Tally first, Tally again) {
    return differs("files", first.text().files(), again.text().files())
        .or(() -> differs("skipped files", first.text().skipped(), again.text().skipped()))
        .or(() -> differs("lines", first.text().lines(), again.text().lines()))
        .or(() -> differs("bytes", first.text().bytes(), again.text().bytes()))
        .or(() -> differs("words", first.words().words(), again.words().words()))
        .or(() -> differs("distinct words", first.words().distinct(), again.words().distinct()))
        .or(() -> differentWord(first.words(), again.words()));
  }

  private static Optional<String> differentWord(WordTable first, WordTable again) {
    return again.stream()
        .flatMap(
            entry ->
                differs("'" + entry.word() + "'", first.count(entry.word()), entry.count())
                    .stream())
        .findFirst();
  }

  private static Optional<String> differs(String what, long first, long again) {
    return first == again
        ? Optional.empty()
        : Optional.of("%s: counted %d, recounted %d".formatted(what, first, again));
  }
}
