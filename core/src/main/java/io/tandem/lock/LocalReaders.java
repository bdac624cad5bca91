package io.tandem.lock;

import static io.tandem.lock.ReadWriteLayout.WAITS;

import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.word.Words;

/// The threads of this process that read, or wait until they may: for all of them there is one
/// entry in the table of the lock, which this process alone makes.
///
/// **Entering** is the half of a Dekker protocol: the entry is written, then the writers' word is
/// read, both volatile; a writer takes its word, then reads the entries. One of the two sees the
/// other. The reader is the one that goes back, and waits.
///
/// **Fairness.** While a writer has its word nobody enters, not even beside another reader of the
/// same process: so those who read come to an end. A writer that comes while an entry waits grants
/// it first, and then waits for it: so whoever waits is let in before the second writer. All
/// threads of a process that wait are let in together.
///
/// No thread waits inside the monitor.
final class LocalReaders {
  private final Words words;
  private final long offset;
  private final Peers peers;
  private final Parker parker;
  private final long writer;

  // Guarded by this.
  private int reading; // threads
  private int waiting; // threads
  private int turn; // grows when those that wait are let in
  private boolean counted; // among the slots

  LocalReaders(Words words, long offset, Peers peers, Parker parker) {
    this.words = words;
    this.offset = offset;
    this.peers = peers;
    this.parker = parker;
    writer = offset + ReadWriteLayout.WRITER_AT + LockLayout.WORD_AT;
  }

  /// Lets this thread in if no writer has the lock or waits for it.
  synchronized boolean tryEnter() {
    if (!mayEnter()) {
      return false;
    }
    letIn();
    reading++;
    return true;
  }

  /// Lets in the thread that holds the lock for writing, and still does so.
  synchronized void enterBesideOwnWrite() {
    countSlot();
    words.setIntVolatile(entry(), peers.self()); // pairs with ReaderTable.awaitNone
    reading++;
  }

  /// The last one to leave lets writers in.
  synchronized void leave() {
    if (--reading == 0) {
      rest();
    }
  }

  /// How many threads read.
  synchronized int reading() {
    return reading;
  }

  // ---- waiting ----

  /// Begins to wait.
  ///
  /// @return the turn to wait for
  synchronized int queue() {
    if (waiting++ == 0 && reading == 0) {
      countSlot();
      words.setIntVolatile(entry(), resting()); // pairs with ReaderTable.grant
    }
    return turn;
  }

  /// Whether this thread is in; lets all in that wait if they may.
  ///
  /// @param mine what [#queue] returned
  synchronized boolean tryEnter(int mine) {
    if (turn != mine) {
      return true;
    }
    if (!mayEnter()) {
      return false;
    }
    letIn();
    return true;
  }

  /// Those that wait.
  private void letIn() {
    if (waiting > 0) {
      reading += waiting;
      waiting = 0;
      turn++;
    }
  }

  /// Ends to wait.
  ///
  /// @return whether this thread was let in
  synchronized boolean leaveQueue(int mine) {
    if (turn != mine) {
      return true;
    }
    if (--waiting == 0 && reading == 0) {
      rest();
    }
    return false;
  }

  // ---- the entry ----

  private boolean mayEnter() {
    if (reading > 0) {
      return isOpen();
    }
    return waiting > 0 && isGranted() || isOpen() && tryMakeEntry();
  }

  private boolean isOpen() {
    return (words.getIntVolatile(writer) & ~WordLock.WAITERS) == 0; // pairs with a writer's CAS
  }

  private boolean isGranted() {
    return words.getIntVolatile(entry()) == peers.self(); // pairs with ReaderTable.grant
  }

  private boolean tryMakeEntry() {
    countSlot();
    if (waiting == 0) {
      words.setIntVolatile(entry(), peers.self()); // pairs with ReaderTable.awaitNone
    } else if (!words.compareAndSetInt(entry(), resting(), peers.self())) {
      return true; // granted
    }
    if (isOpen()) {
      return true;
    }
    rest();
    return false;
  }

  /// The entry while no thread reads.
  private int resting() {
    return waiting == 0 ? Peers.NOBODY : peers.self() | WAITS;
  }

  /// Makes it something that writers need not wait for.
  private void rest() {
    words.setIntVolatile(entry(), resting()); // pairs with ReaderTable.awaitNone
    if ((words.getIntVolatile(writer) & Peers.OWNER_MASK) != Peers.NOBODY) {
      parker.wakeAll(words, entry());
    }
  }

  private long entry() {
    return offset + ReadWriteLayout.readerAt(ReadWriteLayout.slot(peers.self()));
  }

  /// Makes writers look at the entry.
  private void countSlot() {
    int slot = ReadWriteLayout.slot(peers.self());
    while (!counted) {
      int seen = words.getIntVolatile(offset + ReadWriteLayout.SLOTS_AT);
      counted =
          seen >= slot || words.compareAndSetInt(offset + ReadWriteLayout.SLOTS_AT, seen, slot);
    }
  }
}
