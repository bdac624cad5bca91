package io.tandem.lock;

import io.tandem.park.Parker;
import io.tandem.park.Wait;
import io.tandem.park.Waiting;
import io.tandem.peer.Peers;
import io.tandem.word.Words;
import org.jspecify.annotations.Nullable;

/// A lock that one thread of one process holds for writing, or any number of them for reading.
///
/// **Writers** are kept from each other by a [ThreadLock]. Who has that waits until the entry of
/// each process in the table of readers is empty ([ReaderTable]), its own included. **Readers**
/// make the entry of their process, and look whether a writer is there ([LocalReaders]). How often
/// a thread holds the lock for reading is known to the thread only; so is the entry's number of
/// threads to the process. There is one of these for each lock and process.
///
/// **Death.** A dead reader's entry is cleared by the next writer, once the dead has stopped. A
/// dead writer's lock is taken over by the next to come, a reader if need be. What it guards is
/// inconsistent only if the dead one did write: if it waited for readers, or had ended, nothing is
/// lost, and nobody is told.
///
/// Who is told gets [Hold#INCONSISTENT] and holds the lock for writing, even if it asked for
/// reading: until [#setConsistent()] and [#unlockWrite()], or [#unlockWrite()] alone.
///
/// `Source:` the readers' table of LMDB; phase-fair locks, Brandenburg and Anderson 2010.
public final class ThreadReadWriteLock implements Held {
  /// The bytes it needs, on a cache line.
  public static final long BYTES = ReadWriteLayout.BYTES;

  private static final long SPIN_NANOS = 5_000;
  private static final long NEVER = Long.MAX_VALUE;

  private final Words words;
  private final long offset;
  private final Peers peers;
  private final Parker parker;
  private final Place place;
  private final ThreadLock writer;
  private final LocalReaders readers;
  private final ReaderTable table;
  private final Bell bell;
  private final Waiting turns;
  private final ThreadLocal<Holds> holds = ThreadLocal.withInitial(Holds::new);
  private boolean damaged; // the writer's: it was told so, and has not repaired

  /// @param offset of its bytes in the words
  /// @param place of the lock, for messages and tools
  public ThreadReadWriteLock(Words words, long offset, Peers peers, Parker parker, Place place) {
    this(words, offset, peers, parker, place, HolderWatch.OF_PROCESS);
  }

  ThreadReadWriteLock(
      Words words, long offset, Peers peers, Parker parker, Place place, HolderWatch watch) {
    this.words = words;
    this.offset = offset;
    this.peers = peers;
    this.parker = parker;
    this.place = place;
    this.bell = new Bell(words, offset + ReadWriteLayout.BELL_AT, parker);
    this.writer =
        new ThreadLock(words, offset + ReadWriteLayout.WRITER_AT, peers, parker, place, watch);
    writer.addWaker(bell.at(), bell::ring); // for readers
    this.readers = new LocalReaders(words, offset, peers, parker);
    this.table = new ReaderTable(words, offset, peers, parker, place);
    this.turns = new Waiting(parker, words, bell.at(), SPIN_NANOS);
  }

  /// How often a thread holds the lock for reading.
  private static final class Holds {
    private int reads;
  }

  // ---- reading ----

  /// Waits until this thread holds it for reading, whatever interrupts come.
  public Hold lockRead() {
    Holds mine = holds.get();
    if (tryRead(mine)) {
      return Hold.CONSISTENT;
    }
    try {
      return readInTurn(mine, NEVER, false);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Takes it for reading if no writer that lives has it or waits for it.
  public Hold tryLockRead() {
    Holds mine = holds.get();
    if (tryRead(mine)) {
      return Hold.CONSISTENT;
    }
    Hold hold = mend(words.getIntVolatile(writerWord()));
    return hold == Hold.NONE && tryRead(mine) ? Hold.CONSISTENT : hold;
  }

  private boolean tryRead(Holds mine) {
    boolean reads = readsAlready(mine) || readers.tryEnter();
    if (reads) {
      mine.reads++;
    }
    return reads;
  }

  /// Gives it up for reading, once.
  ///
  /// @throws IllegalMonitorStateException if this thread does not hold it for reading
  public void unlockRead() {
    Holds mine = holds.get();
    if (mine.reads == 0) {
      throw new IllegalMonitorStateException(
          "Cannot unlock %s: this thread does not hold it for reading. ".formatted(place)
              + "Call readLock().lock() before, in the same thread.");
    }
    if (--mine.reads == 0 && writer.holds() == 0) {
      readers.leave();
    }
  }

  /// Waits until this thread holds it for reading or the time is over.
  ///
  /// @param nanos to wait; none if 0 or less
  public Hold tryLockRead(long nanos) throws InterruptedException {
    requireNotInterrupted();
    Hold hold = tryLockRead();
    return hold == Hold.NONE && nanos > 0 ? readInTurn(holds.get(), nanos, true) : hold;
  }

  private boolean readsAlready(Holds mine) {
    if (mine.reads == Integer.MAX_VALUE) {
      throw new Error(
          "Cannot lock %s: this thread reads %d times already. Unlock as often as you lock."
              .formatted(place, mine.reads));
    }
    return mine.reads > 0 || writer.holds() > 0;
  }

  private Hold readInTurn(Holds mine, long nanos, boolean interruptibly)
      throws InterruptedException {
    long deadline = Waiting.deadlineAfter(nanos);
    parker.requireCurrent();
    var wait = new Turn(readers.queue());
    Waits waits = place.waits();
    int seat = waits.begin(nanos != NEVER);
    LockWaitEvent event = recorded();
    try {
      boolean _ =
          interruptibly ? turns.await(wait, deadline) : turns.awaitUninterruptibly(wait, deadline);
    } catch (InterruptedException _) {
      if (!readers.leaveQueue(wait.turn)) {
        throw new InterruptedException("Interrupted while waiting to read by " + place);
      }
      Thread.currentThread().interrupt(); // another thread had let this one in
    } finally {
      waits.end(seat);
    }
    boolean reads = readers.leaveQueue(wait.turn);
    if (event != null) {
      event.end(place, reads);
    }
    if (reads) {
      mine.reads++;
      return Hold.CONSISTENT;
    }
    return wait.hold;
  }

  /// The event of a reader's wait that begins now, or null if nobody records.
  private @Nullable LockWaitEvent recorded() {
    return FlightRecording.isOn()
        ? LockWaitEvent.begin(peers, words.getIntVolatile(writerWord()))
        : null;
  }

  /// One thread's wait until it may read.
  private final class Turn implements Wait {
    private final int turn;
    private Hold hold = Hold.NONE;
    private int inTheWay;

    Turn(int turn) {
      this.turn = turn;
    }

    @Override
    public boolean isOver() {
      if (readers.tryEnter(turn)) {
        return true;
      }
      int seen = words.getIntVolatile(writerWord());
      inTheWay = seen & Peers.OWNER_MASK;
      hold = mend(seen);
      return hold != Hold.NONE;
    }

    @Override
    public int announceSleep() {
      return bell.announce();
    }

    @Override
    public int owner() {
      return inTheWay;
    }
  }

  /// Does what a dead writer cannot do any more, and sees whether the lock was given up.
  ///
  /// @param seen the writers' word
  /// @return [Hold#NONE] if readers may enter now or a writer lives
  private Hold mend(int seen) {
    int owner = seen & Peers.OWNER_MASK;
    boolean lives = owner != Peers.NOBODY && owner != peers.self() && !peers.isDead(owner);
    boolean givenUp = (seen & WordLock.NOT_RECOVERABLE) != 0;
    if ((lives && !givenUp) || (seen & ~WordLock.WAITERS) == 0) {
      return Hold.NONE;
    }
    parker.requireCurrent();
    Hold hold = settle(writer.tryLock());
    if (hold != Hold.CONSISTENT) {
      return hold;
    }
    release();
    return Hold.NONE;
  }

  // ---- writing ----

  /// Waits until this thread holds it for writing, whatever interrupts come.
  ///
  /// @throws IllegalMonitorStateException if this thread holds it for reading only
  public Hold lockWrite() {
    if (writer.holds() > 0) {
      return writer.lock();
    }
    refuseUpgrade();
    try {
      return exclude(settle(writer.lock()), Waiting.deadlineAfter(NEVER), false);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Takes it for writing if nobody alive holds it.
  public Hold tryLockWrite() {
    if (writer.holds() > 0) {
      return writer.tryLock();
    }
    if (!table.isEmpty()) {
      return Hold.NONE; // before readers notice anything
    }
    try {
      return awaitReaders(settle(writer.tryLock()), Waiting.deadlineAfter(0), false);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Gives it up for writing, once. A thread that holds it for reading, too, goes on to read.
  ///
  /// @throws IllegalMonitorStateException if this thread does not hold it for writing
  public void unlockWrite() {
    if (writer.holds() == 1) {
      endWriting();
    } else {
      writer.unlock();
    }
  }

  /// Gives it up for writing, once, and goes on to read.
  public void writeToRead() {
    writer.requireHeld("read on in");
    holds.get().reads++;
    unlockWrite();
  }

  private void endWriting() {
    if (holds.get().reads > 0) {
      readers.enterBesideOwnWrite();
    }
    if (!damaged) {
      words.setIntRelease(writingAt(), Peers.NOBODY); // release: pairs with settle
    }
    release();
  }

  /// Waits until this thread holds it for writing or the time is over.
  ///
  /// @param nanos to wait; none if 0 or less
  /// @throws IllegalMonitorStateException if this thread holds it for reading only
  public Hold tryLockWrite(long nanos) throws InterruptedException {
    requireNotInterrupted();
    if (writer.holds() > 0 || nanos <= 0) {
      return tryLockWrite();
    }
    refuseUpgrade();
    long deadline = Waiting.deadlineAfter(nanos);
    return exclude(settle(writer.tryLock(nanos)), deadline, true);
  }

  /// What holding the writers' word means for what the lock guards.
  private Hold settle(Hold hold) {
    if (hold == Hold.CONSISTENT) {
      damaged = false;
    } else if (hold == Hold.INCONSISTENT) {
      damaged = words.getIntAcquire(writingAt()) != Peers.NOBODY; // acquire: pairs with endWriting
      if (!damaged) {
        writer.setConsistent();
        return Hold.CONSISTENT;
      }
    }
    return hold;
  }

  /// Lets those read that wait for it, and then waits for all that read.
  private Hold exclude(Hold hold, long deadline, boolean interruptibly)
      throws InterruptedException {
    if (hold == Hold.CONSISTENT && table.grant()) {
      bell.ring();
    }
    return awaitReaders(hold, deadline, interruptibly);
  }

  /// After a writer that died writing there are none.
  private Hold awaitReaders(Hold hold, long deadline, boolean interruptibly)
      throws InterruptedException {
    if (hold != Hold.CONSISTENT) {
      return hold;
    }
    boolean alone = false;
    try {
      alone = table.awaitNone(deadline, interruptibly);
      if (alone) {
        words.setIntVolatile(writingAt(), peers.self()); // before all that is written
      }
      return alone ? Hold.CONSISTENT : Hold.NONE;
    } finally {
      if (!alone) {
        release();
      }
    }
  }

  private void release() {
    writer.unlock();
    bell.ring();
  }

  private void refuseUpgrade() {
    if (holds.get().reads > 0) {
      throw new IllegalMonitorStateException(
          "Cannot lock %s for writing: this thread holds it for reading, and would wait for "
                  .formatted(place)
              + "itself. Call readLock().unlock() before.");
    }
  }

  private void requireNotInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before waiting for " + place);
    }
  }

  // ---- after a death; only by the thread that holds it for writing ----

  /// The lock as a writer holds it.
  public Recoverable writing() {
    return new Writing(this);
  }

  /// Whether what the lock guards has still to be repaired. Only by the thread that writes.
  boolean isInconsistent() {
    return damaged;
  }

  /// Says that what the lock guards is whole again.
  public void setConsistent() {
    writer.requireHeld("repair");
    words.setIntVolatile(writingAt(), peers.self()); // it is this one's now
    writer.setConsistent();
    damaged = false;
  }

  /// Says that it will never be whole again. All who wait are told at once.
  public void abandon() {
    writer.abandon();
    bell.ring();
  }

  // ---- looking ----

  @Override
  public @Nullable String heldHere() {
    int reading = place.isCurrent() ? readers.reading() : 0;
    return reading == 0
        ? writer.heldHere()
        : "%d of its threads here hold %s for reading".formatted(reading, place);
  }

  /// Who writes or reads and lives, of any process, for people; null if nobody does.
  public @Nullable String usedBy() {
    String writes = writer.usedBy();
    int reader = table.anyReader();
    return writes != null || reader == Peers.NOBODY
        ? writes
        : "%s holds it for reading".formatted(peers.describe(reader));
  }

  /// How often this thread holds it for reading.
  public int readHolds() {
    return holds.get().reads;
  }

  /// How often this thread holds it for writing.
  public int writeHolds() {
    return writer.holds();
  }

  /// Whether anybody writes, of any process.
  public boolean isWriteLocked() {
    return writer.isHeld() && words.getIntAcquire(writingAt()) != Peers.NOBODY;
  }

  /// How many processes read.
  public int readingProcesses() {
    return table.size();
  }

  /// Who writes or waits for readers to leave, for people; null if nobody does.
  public @Nullable String writerText() {
    return writer.holderText();
  }

  /// Who died writing, for people.
  public String diedText() {
    int died = words.getIntAcquire(writingAt());
    return peers.isDead(died) ? peers.describe(died) : "a thread of " + peers.describe(died);
  }

  /// How many have died writing, or about to.
  public long ownerDeaths() {
    return writer.ownerDeaths();
  }

  private long writerWord() {
    return offset + ReadWriteLayout.WRITER_AT + LockLayout.WORD_AT;
  }

  private long writingAt() {
    return offset + ReadWriteLayout.WRITING_AT;
  }
}
