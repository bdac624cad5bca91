package io.tandem.lock;

import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A [WordLock] that one thread of this process holds, as often as it asks for it.
///
/// Which thread that is, and how often, is known to this process only: the shared word names the
/// process. So reentering touches nothing shared, and a virtual thread can hold it. There is one of
/// these for each lock and process.
///
/// **A thread's death** is seen by no other process: [HolderWatch] looks for it, and gives the lock
/// up as [Hold#INCONSISTENT].
///
/// **Orders.** `holder` and `holds` are plain: a thread that reads its own id there wrote it, and
/// all others only read that they are not meant. What a thread wrote is seen by whoever finds it
/// ended. The flag `watched` and the word decide together who looks after the lock: its holder
/// changes the word and then reads the flag, [HolderWatch] changes the flag and then reads the
/// word, all with full order.
public final class ThreadLock implements Recoverable, Held {
  private static final long NO_THREAD = 0;

  private final Words words;
  private final long offset;
  private final Peers peers;
  private final Parker parker;
  private final Place place;
  private final WordLock lock;
  private final HolderWatch watch;

  private long holder; // the id of a thread, or NO_THREAD
  private int holds;
  private volatile @Nullable Thread last; // that took it: the holder, if there is one
  private volatile boolean watched;
  private Map<Long, Runnable> wakers = Map.of(); // guarded by this

  /// @param offset of its 64 bytes in the words
  /// @param place of the lock, for messages and tools
  public ThreadLock(Words words, long offset, Peers peers, Parker parker, Place place) {
    this(words, offset, peers, parker, place, HolderWatch.OF_PROCESS);
  }

  ThreadLock(Words words, long offset, Peers peers, Parker parker, Place place, HolderWatch watch) {
    this.words = words;
    this.offset = offset;
    this.peers = peers;
    this.parker = parker;
    this.place = place;
    this.lock = new WordLock(words, offset, peers, parker, place);
    this.watch = watch;
  }

  // ---- fast paths ----

  /// Waits until this thread holds it, whatever interrupts come.
  @Override
  public Hold lock() {
    Thread me = Thread.currentThread();
    return holder == me.threadId() ? again() : hold(lock.lock(), me);
  }

  /// Takes it if nobody alive holds it.
  public Hold tryLock() {
    Thread me = Thread.currentThread();
    if (holder == me.threadId()) {
      return again();
    }
    Hold hold = lock.tryLock();
    return hold == Hold.NONE ? tryLockOfEndedThread(me) : hold(hold, me);
  }

  /// Gives it up, once. Nothing happens if it was given up for good: whoever is told so in the
  /// middle of a wait unlocks as after any other, and hears that, and not of the unlock.
  ///
  /// @throws IllegalMonitorStateException if this thread does not hold it
  @Override
  public void unlock() {
    if (holder != Thread.currentThread().threadId()) {
      refuseUnlock();
      return;
    }
    if (--holds == 0) {
      holder = NO_THREAD; // before the word: then it is another thread's
      lock.unlock();
    }
  }

  private Hold hold(Hold hold, Thread me) {
    if (hold == Hold.CONSISTENT || hold == Hold.INCONSISTENT) {
      words.setLong(offset + LockLayout.THREAD_AT, me.threadId());
      if (last != me) {
        last = me; // seldom: to store a reference costs more than to compare it
      }
      holder = me.threadId();
      holds = 1;
      if (!watched) {
        watch.add(this);
      }
    }
    return hold;
  }

  private Hold again() {
    if (holds == Integer.MAX_VALUE) {
      throw new Error(
          "Cannot lock %s: this thread holds it %d times already. Unlock as often as you lock."
              .formatted(place, holds));
    }
    holds++;
    return Hold.CONSISTENT;
  }

  // ---- slow paths ----

  /// As [WordLock#tryLock(long)], for this thread.
  public Hold tryLock(long nanos) throws InterruptedException {
    Thread me = Thread.currentThread();
    if (holder != me.threadId()) {
      return hold(lock.tryLock(nanos), me);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before locking %s again".formatted(place));
    }
    return again();
  }

  private Hold tryLockOfEndedThread(Thread me) {
    return giveUpForEndedThread() ? hold(lock.tryLock(), me) : Hold.NONE;
  }

  /// Gives the lock up if the thread that holds it has ended.
  ///
  /// @return whether it had
  synchronized boolean giveUpForEndedThread() {
    Thread thread = last;
    if (thread == null || thread.isAlive() || holder != thread.threadId()) {
      return false;
    }
    holder = NO_THREAD;
    lock.giveUpForEndedThread();
    wakers.values().forEach(Runnable::run);
    return true;
  }

  /// Has those woken, too, who sleep for the lock elsewhere than on its word, when it is given up
  /// for a thread that has ended.
  ///
  /// @param place of what they sleep on, which may have woken others before
  synchronized void addWaker(long place, Runnable waker) {
    Map<Long, Runnable> all = new HashMap<>(wakers);
    all.put(place, waker);
    wakers = all;
  }

  /// Whether somebody of this process holds it.
  boolean isHeldHere() {
    // volatile: pairs with the CAS that takes the word, before the look at the flag
    int word = words.getIntVolatile(offset + LockLayout.WORD_AT);
    return (word & Peers.OWNER_MASK) == peers.self();
  }

  /// Whether [HolderWatch] looks after it.
  boolean isWatched() {
    return watched;
  }

  void setWatched(boolean watched) {
    this.watched = watched;
  }

  /// Gives it up however often this thread holds it, see [#restore].
  ///
  /// @param attempt what the caller wants to do, for the message
  /// @return how often that was
  public int unlockAll(String attempt) {
    requireHeld(attempt);
    int held = holds;
    holds = 1;
    unlock();
    return held;
  }

  @Override
  public void unlockAll() {
    int _ = unlockAll("unlock");
  }

  /// Says that this thread, which has just locked it again, holds it as often as before.
  public void restore(int held) {
    holds = held;
  }

  @Override
  public boolean isInconsistent() {
    return (word() & WordLock.INCONSISTENT) != 0;
  }

  @Override
  public void setConsistent() {
    requireHeld("repair");
    lock.setConsistent();
  }

  @Override
  public void abandon() {
    requireHeld("abandon");
    lock.abandon();
  }

  // ---- looking ----

  /// @param attempt what the caller wants to do, for the message
  public void requireHeld(String attempt) {
    if (holder != Thread.currentThread().threadId()) {
      throw notHeld(attempt);
    }
  }

  private void refuseUnlock() {
    IllegalMonitorStateException notHeld = notHeld("unlock");
    if ((word() & WordLock.NOT_RECOVERABLE) == 0) {
      throw notHeld;
    }
  }

  private IllegalMonitorStateException notHeld(String attempt) {
    parker.requireCurrent();
    if ((word() & WordLock.NOT_RECOVERABLE) != 0) {
      return new IllegalMonitorStateException(
          "Cannot %s %s: it was given up for good, so nobody holds it. Free it and make another."
              .formatted(attempt, place));
    }
    String holds = holderText();
    return new IllegalMonitorStateException(
        "Cannot %s %s: this thread does not hold it, %s does. "
                .formatted(attempt, place, holds == null ? "nobody" : holds)
            + "Call lock() before, in the same thread.");
  }

  @Override
  public @Nullable String heldHere() {
    return !place.isCurrent() || giveUpForEndedThread() || !isHeldHere()
        ? null
        : "%s holds %s".formatted(holderText(), place);
  }

  /// How often this thread holds it.
  public int holds() {
    return holder == Thread.currentThread().threadId() ? holds : 0;
  }

  /// Whether anybody alive holds it, of any process.
  public boolean isHeld() {
    int owner = owner(word());
    return owner != Peers.NOBODY && !peers.isDead(owner);
  }

  /// Whether the next to lock it finds that a holder died, or that it was given up.
  boolean isDamaged() {
    int word = word();
    int owner = owner(word);
    return (word & (WordLock.INCONSISTENT | WordLock.NOT_RECOVERABLE)) != 0
        || owner != Peers.NOBODY && peers.isDead(owner);
  }

  /// Who holds it, for people; null if nobody does.
  public @Nullable String holderText() {
    int owner = owner(word());
    return owner == Peers.NOBODY ? null : text(words, offset, peers, owner);
  }

  /// Who holds it and lives, of any process: `thread 31 of process 'main' (pid 42) holds it`; null
  /// if nobody does.
  public @Nullable String usedBy() {
    boolean _ = giveUpForEndedThread();
    return usedBy(words, offset, peers);
  }

  /// As [#usedBy()], without making anything for the lock.
  ///
  /// @param offset of its 64 bytes in the words
  public static @Nullable String usedBy(Words words, long offset, Peers peers) {
    int owner = owner(words.getIntAcquire(offset + LockLayout.WORD_AT)); // pairs with lock
    return owner == Peers.NOBODY || peers.isDead(owner)
        ? null
        : text(words, offset, peers, owner) + " holds it";
  }

  private static String text(Words words, long offset, Peers peers, int owner) {
    long thread = words.getLong(offset + LockLayout.THREAD_AT);
    return "thread %d of %s".formatted(thread, peers.describe(owner));
  }

  private int word() {
    return words.getIntAcquire(offset + LockLayout.WORD_AT); // acquire: pairs with WordLock.unlock
  }

  private static int owner(int word) {
    return word & Peers.OWNER_MASK;
  }

  /// Who died holding it last, for people.
  @Override
  public String diedText() {
    int died = words.getInt(offset + LockLayout.DIED_AT);
    return died != Peers.NOBODY && !peers.isDead(died)
        ? "a thread of " + peers.describe(died)
        : peers.describe(died);
  }

  /// How many have died holding it.
  public long ownerDeaths() {
    return words.getLong(offset + LockLayout.OWNER_DEATHS_AT);
  }

  /// Grows with each acquisition, of any process.
  public long token() {
    requireHeld("tell the token of");
    return words.getLong(offset + LockLayout.TOKEN_AT);
  }
}
