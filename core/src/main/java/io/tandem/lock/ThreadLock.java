package io.tandem.lock;

import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.word.Words;
import org.jspecify.annotations.Nullable;

/// A [WordLock] that one thread of this process holds, as often as it asks for it.
///
/// Which thread that is, and how often, is known to this process only: the shared word names the
/// process. So reentering touches nothing shared, and a virtual thread can hold it. There is one of
/// these for each lock and process.
///
/// **A thread's death** is seen by no other process: [HolderWatch] looks for it, and gives the lock
/// up as [Hold#INCONSISTENT].
public final class ThreadLock {
  private final Words words;
  private final long offset;
  private final Peers peers;
  private final WordLock lock;
  private final HolderWatch watch;

  private @Nullable Thread holder; // racy: nobody but a thread itself finds itself here
  private int holds; // the holder's
  private volatile boolean watched;

  /// @param offset of its 64 bytes in the words
  /// @param waits where threads say that they wait for it
  public ThreadLock(Words words, long offset, Peers peers, Parker parker, Waits waits) {
    this(words, offset, peers, parker, waits, HolderWatch.OF_PROCESS);
  }

  ThreadLock(Words words, long offset, Peers peers, Parker parker, Waits waits, HolderWatch watch) {
    this.words = words;
    this.offset = offset;
    this.peers = peers;
    this.lock = new WordLock(words, offset, peers, parker, waits);
    this.watch = watch;
  }

  // ---- fast paths ----

  /// Waits until this thread holds it, whatever interrupts come.
  public Hold lock() {
    Thread me = Thread.currentThread();
    return holder == me ? again() : hold(lock.lock(), me);
  }

  /// Takes it if nobody alive holds it.
  public Hold tryLock() {
    Thread me = Thread.currentThread();
    if (holder == me) {
      return again();
    }
    Hold hold = lock.tryLock();
    return hold == Hold.NONE ? tryLockOfEndedThread(me) : hold(hold, me);
  }

  /// Gives it up, once.
  ///
  /// @throws IllegalMonitorStateException if this thread does not hold it
  public void unlock() {
    requireHeld("unlock");
    if (--holds == 0) {
      holder = null; // before the word: then it is another thread's
      lock.unlock();
    }
  }

  private Hold hold(Hold hold, Thread me) {
    if (hold == Hold.CONSISTENT || hold == Hold.INCONSISTENT) {
      words.setLong(offset + LockLayout.THREAD_AT, me.threadId());
      holder = me;
      holds = 1;
      if (!watched) {
        watch();
      }
    }
    return hold;
  }

  private Hold again() {
    if (holds == Integer.MAX_VALUE) {
      throw new Error("Cannot lock: this thread holds the lock %d times already.".formatted(holds));
    }
    holds++;
    return Hold.CONSISTENT;
  }

  // ---- slow paths ----

  /// As [WordLock#tryLock(long)], for this thread.
  public Hold tryLock(long nanos) throws InterruptedException {
    Thread me = Thread.currentThread();
    if (holder != me) {
      return hold(lock.tryLock(nanos), me);
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before locking again");
    }
    return again();
  }

  private Hold tryLockOfEndedThread(Thread me) {
    return giveUpForEndedThread() ? hold(lock.tryLock(), me) : Hold.NONE;
  }

  private void watch() {
    watched = true;
    watch.add(this);
  }

  /// Gives the lock up if the thread that holds it has ended.
  ///
  /// @return whether it had
  synchronized boolean giveUpForEndedThread() {
    Thread thread = holder;
    // What a thread did before its end is seen after that: so it still is the holder.
    if (thread == null || thread.getState() != Thread.State.TERMINATED || holder != thread) {
      return false;
    }
    holder = null;
    lock.giveUpForEndedThread();
    return true;
  }

  /// Whether somebody of this process holds it.
  boolean isHeldHere() {
    return holder != null;
  }

  /// Gives it up however often this thread holds it, see [#restore].
  ///
  /// @return how often that was
  public int unlockAll() {
    requireHeld("await");
    int held = holds;
    holds = 1;
    unlock();
    return held;
  }

  /// Says that this thread, which has just locked it again, holds it as often as before.
  public void restore(int held) {
    holds = held;
  }

  /// As [WordLock#setConsistent].
  public void setConsistent() {
    requireHeld("repair");
    lock.setConsistent();
  }

  /// As [WordLock#abandon].
  public void abandon() {
    requireHeld("abandon");
    holds = 0;
    holder = null;
    lock.abandon();
  }

  /// @param attempt what the caller wants to do, for the message
  public void requireHeld(String attempt) {
    if (holder != Thread.currentThread()) {
      throw new IllegalMonitorStateException(
          "Cannot %s: this thread does not hold the lock, %s does. "
                  .formatted(attempt, holderText() == null ? "nobody" : holderText())
              + "Call lock() before, in the same thread.");
    }
  }

  /// How often this thread holds it.
  public int holds() {
    return holder == Thread.currentThread() ? holds : 0;
  }

  /// Whether anybody holds it, of any process.
  public boolean isHeld() {
    return owner() != Peers.NOBODY;
  }

  /// Who holds it, for people; null if nobody does.
  public @Nullable String holderText() {
    int owner = owner();
    return owner == Peers.NOBODY
        ? null
        : "thread %d of %s"
            .formatted(words.getLong(offset + LockLayout.THREAD_AT), peers.describe(owner));
  }

  private int owner() {
    // acquire: pairs with WordLock.unlock
    return words.getIntAcquire(offset + LockLayout.WORD_AT) & Peers.OWNER_MASK;
  }

  /// Who died holding it last, for people.
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
    requireHeld("tell the token");
    return words.getLong(offset + LockLayout.TOKEN_AT);
  }
}
