package io.tandem.demos.bench;

import io.tandem.demos.bench.Result.Verdict;
import java.util.List;
import java.util.SequencedMap;

/// A run of the benchmarks.
///
/// @param facts of the machine and the run, in the order in which they are told
/// @param results in the order in which they were found
public record Report(SequencedMap<String, String> facts, List<Result> results) {
  /// Whether something of it went wrong.
  public boolean hasFailed() {
    return !with(Verdict.FAILED).isEmpty();
  }

  /// Those with this verdict.
  List<Result> with(Verdict verdict) {
    return results.stream().filter(each -> each.verdict() == verdict).toList();
  }
}
