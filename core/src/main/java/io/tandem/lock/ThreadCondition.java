package io.tandem.lock;

import static io.tandem.lock.ConditionLayout.CROWDED_AT;
import static io.tandem.lock.ConditionLayout.GROUP_AT;
import static io.tandem.lock.ConditionLayout.OLDER_AT;
import static io.tandem.lock.ConditionLayout.PENDING_AT;
import static io.tandem.lock.ConditionLayout.UNCERTAIN_AT;
import static io.tandem.lock.ConditionLayout.YOUNGER_AT;

import io.tandem.lock.Awakening.Cause;
import io.tandem.park.Parker;
import io.tandem.park.Wait;
import io.tandem.park.Waiting;
import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A condition of a [ThreadLock]: who holds it waits for the signal of a later holder.
///
/// All that is shared is changed by the holder of the lock only, so it needs no atomic access, and
/// who signals never waits for who waits.
///
/// **Who gets a signal.** One that waits when it is sent, never one that comes later. So waiters
/// are in two groups. A signal goes to the *older* one, which nobody joins any more: it is
/// *pending* until a waiter of that group has the lock again and takes it. When each of them has
/// been sent one, the *younger* group becomes the older one. Whoever belongs to a group before that
/// was sent a signal, and need not take it. Only how many there are in each group is known, not
/// who.
///
/// **Deaths.** A dead waiter that is counted would get a signal. So each process has a seat with
/// the number of its waiters ([ConditionSeats]). Whoever finds a dead one seated releases all that
/// wait, which may be for no reason that they know of, and counts from zero. Who looks is the
/// holder before a signal, and every waiter after a death, which ends all sleeps. A holder that
/// dies while it changes the counts leaves them *uncertain*, which is treated alike. And it ends
/// all waits: each waiter finds the lock as the next to lock it would, so that nobody waits for the
/// signals of the dead.
///
/// **Orders.** Each store is a release, so that whatever is seen of a change follows the mark that
/// it is uncertain. A signal changes the word that its group sleeps on last: a waiter that has seen
/// the new word finds the signal, one that has not does not fall asleep.
///
/// `Source:` the two groups of glibc's condition variables, which bear no deaths.
public final class ThreadCondition {
  /// The bytes it needs, on a cache line.
  public static final long BYTES = ConditionLayout.BYTES;

  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(5);

  private final Words words;
  private final long offset;
  private final Peers peers;
  private final Parker parker;
  private final ThreadLock lock;
  private final ConditionSeats seats;
  private final Waiting even;
  private final Waiting odd;

  /// @param offset of its bytes in the words
  public ThreadCondition(Words words, long offset, Peers peers, Parker parker, ThreadLock lock) {
    this.words = words;
    this.offset = offset;
    this.peers = peers;
    this.parker = parker;
    this.lock = lock;
    this.seats = new ConditionSeats(words, offset, peers);
    this.even = new Waiting(parker, words, signalsAt(0), SPIN_NANOS);
    this.odd = new Waiting(parker, words, signalsAt(1), SPIN_NANOS);
    lock.addWaker(words.segment().address() + offset, this::wakeAll);
  }

  /// A process that waits for a signal and lives, for people; null if none is seated.
  public @Nullable String usedBy() {
    int waiting = seats.anyLiving();
    return waiting == Peers.NOBODY ? null : peers.describe(waiting) + " waits for it";
  }

  // ---- signals ----

  /// Releases one that waits, if anybody does.
  ///
  /// @throws IllegalMonitorStateException if this thread does not hold the lock
  public void signal() {
    lock.requireHeld("signal a condition of");
    if (get(CROWDED_AT) != 0 || isDamaged()) {
      releaseAll();
    } else if (get(OLDER_AT) + get(YOUNGER_AT) > 0) {
      releaseOne();
    }
  }

  /// Releases all that wait.
  ///
  /// @throws IllegalMonitorStateException if this thread does not hold the lock
  public void signalAll() {
    lock.requireHeld("signal a condition of");
    if (get(CROWDED_AT) != 0 || isDamaged() || get(OLDER_AT) + get(YOUNGER_AT) > 0) {
      releaseAll();
    }
  }

  private void releaseOne() {
    parker.requireCurrent();
    set(UNCERTAIN_AT, 1);
    if (get(OLDER_AT) == 0) {
      set(OLDER_AT, get(YOUNGER_AT));
      set(YOUNGER_AT, 0);
      set(PENDING_AT, 0);
      set(GROUP_AT, get(GROUP_AT) + 1);
    }
    set(OLDER_AT, get(OLDER_AT) - 1);
    set(PENDING_AT, get(PENDING_AT) + 1);
    changeWord(get(GROUP_AT));
    set(UNCERTAIN_AT, 0);
    parker.wakeOne(words, signalsAt(get(GROUP_AT)));
  }

  /// Makes both groups belong to the past.
  private void releaseAll() {
    parker.requireCurrent();
    set(UNCERTAIN_AT, 1);
    set(OLDER_AT, 0);
    set(YOUNGER_AT, 0);
    set(PENDING_AT, 0);
    set(GROUP_AT, get(GROUP_AT) + 2);
    changeWord(0);
    changeWord(1);
    seats.removeDead();
    set(CROWDED_AT, 0);
    set(UNCERTAIN_AT, 0);
    wakeAll();
  }

  private void wakeAll() {
    parker.wakeAll(words, signalsAt(0));
    parker.wakeAll(words, signalsAt(1));
  }

  /// The one that the group sleeps on.
  private void changeWord(int group) {
    long at = signalsAt(group);
    words.setIntRelease(at, words.getInt(at) + 1); // release: pairs with Waiter.announceSleep
  }

  private long signalsAt(int group) {
    return offset + ConditionLayout.signalsAt(group);
  }

  /// Whether the counts cannot be relied on.
  private boolean isDamaged() {
    return look(UNCERTAIN_AT) != 0 || seats.isAnyDead();
  }

  private int get(long field) {
    return words.getInt(offset + field);
  }

  private void set(long field, int value) {
    words.setIntRelease(offset + field, value); // release: pairs with look
  }

  /// What a field is for one who does not hold the lock.
  private int look(long field) {
    return words.getIntAcquire(offset + field); // acquire: pairs with set
  }

  // ---- waits ----

  /// Gives the lock up, however often this thread holds it, until a signal comes.
  ///
  /// @param nanos to wait at most; not at all if 0 or less
  /// @throws IllegalMonitorStateException if this thread does not hold the lock
  public Awakening await(long nanos) {
    lock.requireHeld("await a condition of");
    parker.requireCurrent();
    return new Waiter(true, nanos).await();
  }

  /// As [#await], but neither time nor an interrupt ends it.
  public Awakening awaitUninterruptibly() {
    lock.requireHeld("await a condition of");
    parker.requireCurrent();
    return new Waiter(false, Long.MAX_VALUE).await();
  }

  /// One thread's wait for a signal. What it does as a [Wait] it does without the lock.
  private final class Waiter implements Wait {
    private final boolean interruptibly;
    private final long deadline;
    private final int group;
    private final boolean seated;
    private boolean sleeps;
    private boolean interrupted;

    Waiter(boolean interruptibly, long nanos) {
      this.interruptibly = interruptibly;
      deadline = Waiting.deadlineAfter(nanos);
      int before = begin();
      group = get(GROUP_AT) + 1;
      seated = seats.sit();
      set(YOUNGER_AT, get(YOUNGER_AT) + 1);
      if (!seated) {
        set(CROWDED_AT, 1);
      }
      set(UNCERTAIN_AT, before);
    }

    Awakening await() {
      while (true) {
        int held = lock.unlockAll("await");
        boolean late = !awaitRelease();
        Hold hold = lock.lock();
        if (hold == Hold.NOT_RECOVERABLE) {
          return new Awakening(hold, Cause.SIGNAL);
        }
        lock.restore(held);
        if (hold == Hold.INCONSISTENT || isDamaged()) {
          releaseAll();
        }
        if (late || interrupted || isReleased()) {
          return new Awakening(hold, leave());
        }
      }
    }

    /// @return whether there is something to lock for, before the time is over
    private boolean awaitRelease() {
      sleeps = false;
      Waiting waiting = (group & 1) == 0 ? even : odd;
      if (!interruptibly) {
        return waiting.awaitUninterruptibly(this, deadline);
      }
      try {
        return waiting.await(this, deadline);
      } catch (InterruptedException e) {
        interrupted = true;
        return true;
      }
    }

    @Override
    public boolean isOver() {
      return isReleased() || sleeps && (lock.isDamaged() || isDamaged());
    }

    @Override
    public int announceSleep() {
      sleeps = true;
      return words.getIntAcquire(signalsAt(group)); // acquire: pairs with changeWord
    }

    @Override
    public int owner() {
      return Parker.ANYBODY;
    }

    private boolean isReleased() {
      int now = look(GROUP_AT);
      return group - now < 0 // it wraps around
          || group == now && look(PENDING_AT) > 0;
    }

    // ---- with the lock ----

    private Cause leave() {
      boolean released = isReleased();
      int before = begin();
      if (group == get(GROUP_AT)) {
        long count = released ? PENDING_AT : OLDER_AT;
        set(count, get(count) - 1);
      } else if (!released) {
        set(YOUNGER_AT, get(YOUNGER_AT) - 1);
      }
      if (seated) {
        seats.rise();
      }
      set(UNCERTAIN_AT, before);
      return cause(released);
    }

    /// A signal comes first: nobody else gets it.
    private Cause cause(boolean released) {
      if (!released) {
        return interrupted ? Cause.INTERRUPT : Cause.TIMEOUT;
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      return Cause.SIGNAL;
    }
  }

  /// @return what the mark was before
  private int begin() {
    int before = get(UNCERTAIN_AT);
    set(UNCERTAIN_AT, 1);
    return before;
  }
}
