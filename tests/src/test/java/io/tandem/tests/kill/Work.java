package io.tandem.tests.kill;

import io.tandem.memory.SharedScope;
import java.util.List;
import java.util.Random;

/// Something that several processes do with shared things at the same time, and in the middle of
/// which each of them may be killed.
///
/// By one thread, unless it says otherwise.
interface Work {
  /// Does a little, and fails on the first thing that is not as it should be.
  void step(Random random) throws Exception;

  /// Leaves nothing behind. Only when nobody else works any more.
  default void finish() {}

  /// One of each kind, for a thread of this process.
  ///
  /// @param scope in which they share what they share
  static List<Work> all(SharedScope scope) {
    return List.of(
        new GuardedPairs(scope),
        new Handovers(scope),
        new PublicLocks(scope),
        new Meetings(scope),
        new Values(scope),
        new Messages(scope),
        new Churn(scope),
        new AnonymousScopes());
  }
}
