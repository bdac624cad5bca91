package io.tandem.tests.random;

import io.tandem.memory.SharedBlock;
import org.jspecify.annotations.Nullable;

/// What a program is about, as a process that takes part has it. To add a kind, add it to [#of] and
/// give the test its [Model].
interface Subject {
  /// Of its memory, at the beginning of a block.
  long BYTES = 1024;

  // What may come of a step, besides numbers, which are counted from NUMBER.
  int DONE = 1;
  int NO = 2;
  int DIED = 3;
  int REFUSED = 4;
  int BROKEN = 5;
  int LATE = 6;
  int NUMBER = 100;

  /// Does a step, in the thread that is to do it.
  Outcome perform(Step step) throws Exception;

  /// What is to be done in the end, so that other threads get on; null if nothing is.
  default @Nullable Step cleanUp() {
    return null;
  }

  /// What shows in the end, to a process that was not in the program, what the others left.
  default Step look() {
    return new Step("look", 0);
  }

  /// Gives back what it has outside of its block.
  default void free() {}

  /// What came of a step.
  ///
  /// @param result as its model knows it, not 0
  /// @param token of the subject, if it has any; each is larger than that of an earlier step
  record Outcome(int result, long token) {
    static Outcome of(int result) {
      return new Outcome(result, 0);
    }

    static Outcome of(boolean done) {
      return of(done ? DONE : NO);
    }
  }

  /// @param kind of subject
  /// @param block zeroed when the program begins
  /// @param name for what it has outside of its block
  static Subject of(String kind, SharedBlock block, String name) {
    return switch (kind) {
      case "lock" -> new LockSubject(block);
      case "plain", "bounded", "owned" -> new SemaphoreSubject(kind, block.scope(), name);
      case "barrier" -> new BarrierSubject(block.scope(), name);
      case "readWriteLock" -> new ReadWriteSubject(block, name);
      case "event" -> new EventSubject(block.scope(), name);
      case "value" -> new ValueSubject(block.scope(), name);
      case "queue", "leases" -> new QueueSubject(block.scope(), name);
      default -> throw new IllegalArgumentException(kind);
    };
  }
}
