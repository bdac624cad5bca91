package io.tandem.tests.random;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// What the threads of one program did and when, in shared memory behind the subject: it outlives
/// those who are killed.
final class History {
  private static final ObjectType TYPE = new ObjectType("program", 1);
  private static final long GO_AT = Subject.BYTES;
  private static final long THREADS_AT = Subject.BYTES + 64;
  private static final long ENTRY_BYTES = 32;
  private static final long LEAD_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
  private static final int ENTRIES = 3 * Program.MOST_STEPS;
  private static final long THREAD_BYTES = ENTRIES * ENTRY_BYTES;

  // From the entry: the times, then the result, which is 0 until it is known, and the token.
  private static final long END_FROM_ENTRY = 8;
  private static final long RESULT_FROM_ENTRY = 16;
  private static final long TOKEN_FROM_ENTRY = 24;

  private final SharedBlock block;
  private final Words words;

  private History(SharedBlock block) {
    this.block = block;
    this.words = new SegmentWords(block.segment());
  }

  static History open(SharedScope scope, int program) {
    long bytes = THREADS_AT + Program.MOST_THREADS * THREAD_BYTES;
    return new History(scope.openBlock("program-" + program, TYPE, bytes));
  }

  SharedBlock block() {
    return block;
  }

  /// Lets all begin, at the same moment if they get a CPU.
  void go() {
    words.setLongRelease(GO_AT, System.nanoTime() + LEAD_NANOS); // release: pairs with awaitGo
  }

  void awaitGo() {
    while (words.getLongAcquire(GO_AT) == 0) { // acquire: pairs with go
      LockSupport.parkNanos(LEAD_NANOS / 10);
    }
    while (System.nanoTime() < words.getLong(GO_AT)) {
      Thread.onSpinWait();
    }
  }

  void begin(int thread, int index) {
    words.setLongRelease(at(thread, index), System.nanoTime());
  }

  void end(int thread, int index, Subject.Outcome outcome) {
    long at = at(thread, index);
    words.setLong(at + END_FROM_ENTRY, System.nanoTime());
    words.setLong(at + TOKEN_FROM_ENTRY, outcome.token());
    words.setLongRelease(at + RESULT_FROM_ENTRY, outcome.result());
  }

  /// What a thread has done, or begun to do when it was killed.
  ///
  /// @param steps of it; what it did beyond them it did to clean up
  List<Event> of(int thread, List<Step> steps, Step cleanUp) {
    var events = new ArrayList<Event>();
    for (int i = 0; i < ENTRIES && words.getLongAcquire(at(thread, i)) != 0; i++) {
      long at = at(thread, i);
      int result = (int) words.getLongAcquire(at + RESULT_FROM_ENTRY);
      long end = result == 0 ? Event.NEVER : words.getLong(at + END_FROM_ENTRY);
      Step step = i < steps.size() ? steps.get(i) : cleanUp;
      long token = words.getLong(at + TOKEN_FROM_ENTRY);
      events.add(new Event(thread, step, result, words.getLong(at), end, token));
    }
    return events;
  }

  private static long at(int thread, int index) {
    return THREADS_AT + thread * THREAD_BYTES + index * ENTRY_BYTES;
  }
}
