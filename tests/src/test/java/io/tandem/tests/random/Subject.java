package io.tandem.tests.random;

import io.tandem.memory.SharedBlock;
import org.jspecify.annotations.Nullable;

/// What a program is about, as a process that takes part has it. To add a kind, add it to [#of] and
/// give the test its [Model].
interface Subject {
  /// Of its memory, at the beginning of a block.
  long BYTES = 1024;

  /// Does a step, in the thread that is to do it.
  Outcome perform(Step step) throws Exception;

  /// What is to be done in the end, so that other threads get on; null if nothing is.
  @Nullable Step cleanUp();

  /// What came of a step.
  ///
  /// @param result as its model knows it, not 0
  /// @param token of the subject, if it has any; each is larger than that of an earlier step
  record Outcome(int result, long token) {}

  /// @param kind of subject
  /// @param block zeroed when the program begins
  static Subject of(String kind, SharedBlock block) {
    return switch (kind) {
      case "lock" -> new LockSubject(block);
      default -> throw new IllegalArgumentException(kind);
    };
  }
}
