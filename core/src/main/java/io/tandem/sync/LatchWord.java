package io.tandem.sync;

import io.tandem.park.Parker;
import io.tandem.park.Wait;
import io.tandem.park.WaitPoint;
import io.tandem.park.Waiting;
import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.util.concurrent.TimeUnit;

/// A latch, as one process counts it down and waits for it.
///
/// Counting down is a CAS to a smaller count. The one that comes to zero clears [#WAITERS], and if
/// that was set wakes all who sleep. A waiter sets it and sleeps on the very word that it saw. A
/// wake goes to all: whoever dies takes none along. If the one dies that came to zero and was about
/// to wake, the watcher of each process wakes its own: sleeps are on [Parker#ANYBODY].
///
/// **Orders.** Each CAS is a full fence; together they pair with the look that sees zero.
final class LatchWord implements Wait {
  static final int WAITERS = 1 << 31;

  private static final int COUNT = ~WAITERS;
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(10);

  private final Words words;
  private final long word;
  private final Parker parker;
  private final Waiting waiting;

  LatchWord(Words words, long offset, Peers peers, Parker parker) {
    this.words = words;
    this.word = offset + LatchLayout.WORD_AT;
    this.parker = parker;
    this.waiting = new Waiting(parker, words, word, SPIN_NANOS);
    int _ = peers.self(); // or others would not hear of a death that takes a wake along
  }

  int count() {
    return words.getIntAcquire(word) & COUNT; // acquire: pairs with countDown
  }

  void countDown(int times) {
    parker.requireCurrent();
    while (true) {
      int seen = words.getIntAcquire(word); // acquire: pairs with announceSleep
      int left = Math.max((seen & COUNT) - times, 0);
      int next = left == 0 ? 0 : seen & WAITERS | left;
      if (words.compareAndSetInt(word, seen, next)) { // full fence: pairs with count
        if (left == 0 && (seen & WAITERS) != 0) {
          parker.wakeAll(words, word);
        }
        return;
      }
    }
  }

  /// @param nanos to wait; none if 0 or less
  /// @return whether the count is zero
  boolean await(long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before waiting for a latch");
    }
    return waiting.await(this, Waiting.deadlineAfter(nanos));
  }

  WaitPoint waitPoint() {
    return new WaitPoint(parker, words, word, this::announceSleep);
  }

  // ---- waiting ----

  @Override
  public boolean isOver() {
    return count() == 0;
  }

  @Override
  public int announceSleep() {
    while (true) {
      int seen = words.getIntAcquire(word); // acquire: pairs with countDown
      int announced = seen | WAITERS;
      if (seen == 0 || seen == announced) {
        return seen;
      }
      if (words.compareAndSetInt(word, seen, announced)) {
        return announced;
      }
    }
  }

  @Override
  public int owner() {
    return Parker.ANYBODY;
  }
}
