package io.tandem.sync;

import io.tandem.park.Parker;
import io.tandem.park.Wait;
import io.tandem.park.WaitPoint;
import io.tandem.park.Waiting;
import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.util.concurrent.TimeUnit;

/// An event, as one process sets it and waits for it.
///
/// Setting is a CAS that sets [#SET], counts, and clears [#WAITERS]; if that was set, all who sleep
/// are woken. A waiter sets [#WAITERS] and sleeps on the very word that it saw. It is done when the
/// event is set, or was set since it came: an event that is cleared at once lets all go who waited.
/// Nobody waits for those who wake up, and a wake goes to all: whoever dies takes none along. If
/// the one dies that set the event and was about to wake, the watcher of each process wakes its
/// own: sleeps are on [Parker#ANYBODY].
///
/// **Orders.** The CAS that sets is a full fence, also if it changes nothing; it pairs with the
/// look that sees it.
final class EventWord {
  static final int WAITERS = 1 << 31;
  static final int SET = 1;

  private static final int TIMES = ~(WAITERS | SET);
  private static final int ONCE = 1 << 1;
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(10);

  private final Words words;
  private final long word;
  private final Parker parker;
  private final Waiting waiting;

  EventWord(Words words, long offset, Peers peers, Parker parker) {
    this.words = words;
    this.word = offset + EventLayout.WORD_AT;
    this.parker = parker;
    this.waiting = new Waiting(parker, words, word, SPIN_NANOS);
    int _ = peers.self(); // or others would not hear of a death that takes a wake along
  }

  boolean isSet() {
    return (words.getIntAcquire(word) & SET) != 0; // acquire: pairs with set
  }

  void set() {
    while (true) {
      int seen = words.getIntAcquire(word); // acquire: pairs with announceSleep
      int next = (seen & SET) != 0 ? seen : seen + ONCE & TIMES | SET;
      if (words.compareAndSetInt(word, seen, next)) { // full fence: pairs with isSet
        if ((seen & WAITERS) != 0) {
          parker.wakeAll(words, word);
        }
        return;
      }
    }
  }

  void clear() {
    while (true) {
      int seen = words.getIntAcquire(word); // acquire: pairs with set
      if ((seen & SET) == 0 || words.compareAndSetInt(word, seen, seen & ~SET)) {
        return;
      }
    }
  }

  /// @param nanos to wait; none if 0 or less
  /// @return whether it was set
  boolean await(long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before waiting for an event");
    }
    return isSet() || waiting.await(new NextSet(), Waiting.deadlineAfter(nanos));
  }

  WaitPoint waitPoint() {
    return new WaitPoint(parker, words, word, this::announceSleep);
  }

  private int announceSleep() {
    while (true) {
      int seen = words.getIntAcquire(word); // acquire: pairs with set
      int announced = seen | WAITERS;
      if ((seen & SET) != 0 || seen == announced) {
        return seen;
      }
      if (words.compareAndSetInt(word, seen, announced)) {
        return announced;
      }
    }
  }

  /// A wait for the event to be set, be it for a moment.
  private final class NextSet implements Wait {
    private final int before = words.getIntAcquire(word) & TIMES; // acquire: pairs with set

    @Override
    public boolean isOver() {
      int seen = words.getIntAcquire(word); // acquire: pairs with set
      return (seen & SET) != 0 || (seen & TIMES) != before;
    }

    @Override
    public int announceSleep() {
      return EventWord.this.announceSleep();
    }

    @Override
    public int owner() {
      return Parker.ANYBODY;
    }
  }
}
