package io.tandem.lock;

import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A lock in shared memory that no death can keep: one word, which names the process that holds it.
///
/// **Acquire** is one CAS of the free word to this process. Whoever fails takes the gate, a lock of
/// this process, so that at most one thread of each process competes and sleeps for the word. It
/// tries again after a few short pauses, then sets [#WAITERS] and sleeps on the word and on the
/// holder's life word. Having slept it keeps the bit when it acquires, because others may still
/// sleep: a needless wake is cheaper than a lost one. **Release** is one CAS to free; if it fails,
/// somebody may sleep, and one is woken.
///
/// **Death.** A waiter that finds the holder dead waits for the proof that its threads have stopped
/// ([Peers#awaitStopped]), and then CASes itself into the word, with [#INCONSISTENT] set until it
/// says that it has repaired what the lock guards. A holder that dies with the bit set leaves it
/// set. A waiter that dies holds nothing; if it had just been woken, the wake is lost: the parker's
/// watcher wakes all others on any death, and no sleep is longer than a slice.
///
/// **Orders.** The CAS that acquires and the CAS that releases are full fences, each pairs with the
/// other; the takeover pairs with the death instead, after which nothing is written any more.
///
/// Not reentrant, and for one thread at a time of this process only by its own gate: a lock of one
/// place in memory must be one object in a process. `Source:` the kernel's robust futexes, and
/// Drepper's `mutex2` for keeping the bit.
public final class WordLock {
  /// The bytes it needs, on a cache line.
  public static final long BYTES = LockLayout.BYTES;

  /// Where among them 16 begin that what it guards may use.
  public static final long GUARDED_AT = LockLayout.GUARDED_AT;

  static final int WAITERS = 1 << 31;
  static final int INCONSISTENT = 1 << 30;
  static final int NOT_RECOVERABLE = 1 << 29;

  private static final long FOR_EVER = Long.MAX_VALUE;
  private static final long FIRST_SLICE = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LONGEST_SLICE = TimeUnit.SECONDS.toNanos(1);
  private static final int FIRST_PAUSE = 20; // spin-wait hints: on most machines some 10 ns each
  private static final int LAST_PAUSE = Runtime.getRuntime().availableProcessors() > 1 ? 80 : 0;

  private final Words words;
  private final long word;
  private final long token;
  private final Peers peers;
  private final Parker parker;
  private final Place place;
  private final Waits waits;
  private final ReentrantLock gate = new ReentrantLock();

  /// @param offset of its 64 bytes in the words
  public WordLock(Words words, long offset, Peers peers, Parker parker) {
    this(words, offset, peers, parker, Place.of(Waits.unseen(words, peers)));
  }

  /// @param place of the lock, for messages and tools
  WordLock(Words words, long offset, Peers peers, Parker parker, Place place) {
    this.words = words;
    this.word = offset + LockLayout.WORD_AT;
    this.token = offset + LockLayout.TOKEN_AT;
    this.peers = peers;
    this.parker = parker;
    this.place = place;
    this.waits = place.waits();
  }

  // ---- fast paths ----

  /// Waits until it is held, whatever interrupts come.
  public Hold lock() {
    int self = peers.self();
    if (words.compareAndSetInt(word, 0, self)) { // full fence: pairs with unlock
      return held(Hold.CONSISTENT);
    }
    return lockSlowly(self);
  }

  /// Takes it if nobody alive holds it.
  public Hold tryLock() {
    int self = peers.self();
    if (words.compareAndSetInt(word, 0, self)) { // full fence: pairs with unlock
      return held(Hold.CONSISTENT);
    }
    parker.requireCurrent();
    return held(attempt(self, 0));
  }

  /// Gives it up. Only by the thread that holds it.
  public void unlock() {
    int self = peers.self();
    if (!words.compareAndSetInt(word, self, 0)) { // full fence: pairs with lock
      unlockSlowly(self);
    }
  }

  private Hold held(Hold hold) {
    if (isAcquired(hold)) {
      words.setLong(token, words.getLong(token) + 1);
    }
    return hold;
  }

  private static boolean isAcquired(Hold hold) {
    return hold == Hold.CONSISTENT || hold == Hold.INCONSISTENT;
  }

  // ---- slow paths ----

  /// Waits until it is held or the time is over.
  ///
  /// @param nanos to wait; none if 0 or less
  /// @throws InterruptedException if the thread is interrupted before or meanwhile; it does not
  ///   hold the lock then
  public Hold tryLock(long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before waiting for " + place);
    }
    int self = peers.self();
    if (words.compareAndSetInt(word, 0, self)) { // full fence: pairs with unlock
      return held(Hold.CONSISTENT);
    }
    parker.requireCurrent();
    try {
      return tryLockSlowly(self, Math.max(nanos, 0)); // the least long minus some time is much
    } catch (InterruptedException _) {
      throw new InterruptedException("Interrupted while waiting for " + place);
    }
  }

  private Hold tryLockSlowly(int self, long most) throws InterruptedException {
    LockWaitEvent event = recorded();
    Hold hold = Hold.NONE;
    try {
      hold = tryLockInTurn(self, most);
    } finally {
      if (event != null) {
        event.end(place, isAcquired(hold));
      }
    }
    return hold;
  }

  private Hold tryLockInTurn(int self, long most) throws InterruptedException {
    long start = System.nanoTime();
    if (!gate.tryLock() && !awaitGate(most)) {
      return Hold.NONE;
    }
    try {
      return held(new Competition(self, start, most).run());
    } finally {
      gate.unlock();
    }
  }

  private Hold lockSlowly(int self) {
    parker.requireCurrent();
    LockWaitEvent event = recorded();
    Hold hold = lockInTurn(self);
    if (event != null) {
      event.end(place, isAcquired(hold));
    }
    return hold;
  }

  private Hold lockInTurn(int self) {
    if (!gate.tryLock()) {
      awaitGate();
    }
    try {
      return held(new Competition(self, 0, FOR_EVER).runUninterruptibly());
    } finally {
      gate.unlock();
    }
  }

  /// The event of a wait that begins now, or null if nobody records.
  private @Nullable LockWaitEvent recorded() {
    return FlightRecording.isOn()
        ? LockWaitEvent.begin(peers, words.getIntAcquire(word)) // only looks at who holds it
        : null;
  }

  private void awaitGate() {
    int wait = waits.begin(false);
    try {
      gate.lock();
    } finally {
      waits.end(wait);
    }
  }

  private boolean awaitGate(long nanos) throws InterruptedException {
    int wait = waits.begin(nanos != FOR_EVER);
    try {
      return gate.tryLock(nanos, TimeUnit.NANOSECONDS);
    } finally {
      waits.end(wait);
    }
  }

  /// One attempt to acquire from whatever is there.
  ///
  /// @param keep bits to set with it
  private Hold attempt(int self, int keep) {
    while (true) {
      int seen = words.getIntAcquire(word); // acquire: pairs with unlock
      if ((seen & NOT_RECOVERABLE) != 0) {
        return Hold.NOT_RECOVERABLE;
      }
      int owner = seen & Peers.OWNER_MASK;
      int bits = seen & ~Peers.OWNER_MASK | keep;
      if (owner != Peers.NOBODY) {
        if (owner == self || !peers.isDead(owner)) {
          return Hold.NONE;
        }
        peers.awaitStopped(owner);
        bits |= INCONSISTENT;
      }
      if (words.compareAndSetInt(word, seen, self | bits)) { // full fence: pairs with unlock
        if (owner != Peers.NOBODY) {
          noteOwnerDeath(owner);
        }
        return (bits & INCONSISTENT) != 0 ? Hold.INCONSISTENT : Hold.CONSISTENT;
      }
    }
  }

  private void noteOwnerDeath(int owner) {
    long lock = word - LockLayout.WORD_AT;
    words.setInt(lock + LockLayout.DIED_AT, owner);
    words.setLong(
        lock + LockLayout.OWNER_DEATHS_AT, words.getLong(lock + LockLayout.OWNER_DEATHS_AT) + 1);
  }

  private void unlockSlowly(int self) {
    parker.requireCurrent();
    while (true) {
      int seen = words.getIntAcquire(word); // acquire: pairs with a waiter's CAS
      requireHeld(self, seen);
      int free = seen & (INCONSISTENT | NOT_RECOVERABLE);
      if (words.compareAndSetInt(word, seen, free)) { // full fence: pairs with lock
        if ((seen & WAITERS) != 0) {
          parker.wakeOne(words, word);
        }
        return;
      }
    }
  }

  /// Says that what the lock guards is whole again. Only by the thread that holds it.
  public void setConsistent() {
    change(INCONSISTENT, 0);
  }

  /// Says that it will never be whole again: all who wait, and all who come, are told so at once.
  /// Only by the thread that holds it, which still has to unlock it.
  public void abandon() {
    change(WAITERS, NOT_RECOVERABLE);
    parker.wakeAll(words, word);
  }

  /// Gives it up for a thread that holds it and has ended.
  void giveUpForEndedThread() {
    requireHeld(peers.self(), words.getIntAcquire(word)); // acquire: pairs with a waiter's CAS
    noteOwnerDeath(peers.self());
    change(Peers.OWNER_MASK | WAITERS, INCONSISTENT);
    parker.wakeAll(words, word);
  }

  private void change(int clear, int set) {
    int self = peers.self();
    while (true) {
      int seen = words.getIntAcquire(word); // acquire: pairs with a waiter's CAS
      requireHeld(self, seen);
      if (words.compareAndSetInt(word, seen, seen & ~clear | set)) { // full fence: pairs with lock
        return;
      }
    }
  }

  private void requireHeld(int self, int seen) {
    int owner = seen & Peers.OWNER_MASK;
    if (owner != self) {
      throw new IllegalMonitorStateException(
          "Cannot change or unlock %s: it is held by %s, not by this process. "
                  .formatted(place, owner == Peers.NOBODY ? "nobody" : peers.describe(owner))
              + "Call unlock() once for each successful lock().");
    }
  }

  /// One thread's wait for the word; it has the gate.
  private final class Competition {
    private final int self;
    private final long start;
    private final long nanos;
    private int keep;
    private int announced; // the word to sleep on, or 0 if it has just changed
    private long slice = FIRST_SLICE;
    private int wait = Waits.UNSEEN;

    Competition(int self, long start, long nanos) {
      this.self = self;
      this.start = start;
      this.nanos = nanos;
    }

    Hold runUninterruptibly() {
      Hold hold = spin();
      try {
        while (hold == Hold.NONE) {
          if (announced != 0) {
            sayThatItWaits();
            parker.parkUninterruptibly(words, word, announced, announced & Peers.OWNER_MASK, slice);
            slept();
          }
          hold = takeOrAnnounce();
        }
      } finally {
        waits.end(wait);
      }
      return hold;
    }

    Hold run() throws InterruptedException {
      Hold hold = Hold.NONE;
      try {
        hold = compete();
      } finally {
        waits.end(wait);
        if (hold == Hold.NONE && keep != 0) {
          parker.wakeOne(words, word); // it may have used up a wake, and others sleep on
        }
      }
      return hold;
    }

    private Hold compete() throws InterruptedException {
      Hold hold = spin();
      while (hold == Hold.NONE) {
        long left = nanos - (System.nanoTime() - start);
        if (left <= 0) {
          return Hold.NONE;
        }
        if (announced != 0) {
          int owner = announced & Peers.OWNER_MASK;
          sayThatItWaits();
          parker.park(words, word, announced, owner, Math.min(slice, left));
          slept();
        }
        hold = takeOrAnnounce();
      }
      return hold;
    }

    /// Tries again after each of some pauses, without a look meanwhile: looking takes the cache
    /// line from the holder, who needs it to unlock.
    private Hold spin() {
      for (int pause = FIRST_PAUSE; pause <= LAST_PAUSE; pause *= 2) {
        for (int i = 0; i < pause; i++) {
          Thread.onSpinWait();
        }
        if (words.compareAndSetInt(word, 0, self)) { // full fence: pairs with unlock
          return Hold.CONSISTENT;
        }
      }
      return takeOrAnnounce();
    }

    /// Takes the lock if nobody alive holds it, else makes the holder wake us. Begins with a CAS,
    /// which leaves the line here for what follows.
    private Hold takeOrAnnounce() {
      announced = 0;
      if (words.compareAndSetInt(word, 0, self | keep)) { // full fence: pairs with unlock
        return Hold.CONSISTENT;
      }
      int seen = words.getIntAcquire(word); // acquire: pairs with unlock
      int owner = seen & Peers.OWNER_MASK;
      if (owner == Peers.NOBODY || (seen & NOT_RECOVERABLE) != 0 || peers.isDead(owner)) {
        return attempt(self, keep);
      }
      if ((seen & WAITERS) != 0 || words.compareAndSetInt(word, seen, seen | WAITERS)) {
        announced = seen | WAITERS;
      }
      return Hold.NONE;
    }

    private void sayThatItWaits() {
      if (wait == Waits.UNSEEN) {
        wait = waits.begin(nanos != FOR_EVER);
      }
    }

    private void slept() {
      parker.requireCurrent();
      keep = WAITERS;
      slice = Math.min(2 * slice, LONGEST_SLICE);
      long _ = words.getAndAddLong(word - LockLayout.WORD_AT + LockLayout.SLEEPS_AT, 1);
    }
  }
}
