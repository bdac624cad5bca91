package io.tandem.queue;

import io.tandem.lock.Bell;
import io.tandem.lock.Hold;
import io.tandem.lock.WordLock;
import io.tandem.park.Parker;
import io.tandem.park.Wait;
import io.tandem.park.WaitPoint;
import io.tandem.park.Waiting;
import io.tandem.queue.Removal.Outcome;
import io.tandem.word.Words;
import java.util.concurrent.TimeUnit;

/// The side of a queue where one process takes messages, as bytes.
///
/// Under the lock C, a message is copied out, and then the head moves behind it, with one store: it
/// is taken. Who dies before that store has taken nothing; who dies later loses what it took. So
/// the lock guards nothing that a death could leave half done but messages in blocks, see [Intent]
/// and [Holdings].
///
/// **Orders.** As those of [Inlet], with head and tail exchanged.
final class Outlet implements Wait {
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(10);

  /// With the lock, which is held for moments: who waits for nothing else would often miss it.
  private static final long LEAST_PATIENCE = TimeUnit.MILLISECONDS.toNanos(1);

  final QueueMemory memory;
  final Words words;
  final Holdings holdings;

  private final WordLock lock;
  private final Intent intent;
  private final Bell takersBell;
  private final Bell puttersBell;
  private final Bell joinersBell;
  private final Waiting joining;
  private final Wait allDone = new AllDone();
  private final Waiting waiting;
  private final Seats producers;
  private final Seats consumers;

  private long knownTail; // racy: each value it ever had was the tail's

  Outlet(QueueMemory memory) {
    this.memory = memory;
    this.words = memory.words;
    this.holdings = new Holdings(memory);
    this.lock = new WordLock(words, QueueLayout.TAKE_LOCK_AT, memory.peers, memory.parker);
    this.intent = new Intent(words, QueueLayout.TAKE_INTENT_AT);
    this.takersBell = new Bell(words, QueueLayout.TAKERS_BELL_AT, memory.parker);
    this.puttersBell = new Bell(words, QueueLayout.PUTTERS_BELL_AT, memory.parker);
    this.joinersBell = new Bell(words, QueueLayout.JOINERS_BELL_AT, memory.parker);
    this.joining = new Waiting(memory.parker, words, QueueLayout.JOINERS_BELL_AT, SPIN_NANOS);
    this.waiting = new Waiting(memory.parker, words, QueueLayout.TAKERS_BELL_AT, SPIN_NANOS);
    this.producers = new Seats(words, QueueLayout.PRODUCERS_AT, memory.peers);
    this.consumers = new Seats(words, QueueLayout.CONSUMERS_AT, memory.peers);
  }

  // ---- fast paths ----

  /// Runs a removal, if there is something for it.
  boolean tryRun(Removal removal, Blocks blocks) {
    blocks.requireQueue();
    consumers.come();
    return runNow(removal, blocks);
  }

  /// As [#tryRun], for one who takes nothing.
  boolean look(Look look, Blocks blocks) {
    blocks.requireQueue();
    return runNow(look, blocks);
  }

  private boolean runNow(Removal removal, Blocks blocks) {
    if (!isThereAny()) {
      return false;
    }
    try {
      while (true) {
        removal.prepare();
        enter(blocks);
        Outcome outcome = attemptAndLeave(removal);
        if (outcome != Outcome.UNPREPARED) {
          return outcome == Outcome.DONE;
        }
      }
    } finally {
      removal.finish();
    }
  }

  /// Runs a removal, waiting for something to be there.
  ///
  /// @param nanos to wait: 0 or less only looks
  /// @return false if the time is over
  /// @throws QueueClosedException if nothing is there and nothing will come
  boolean run(Removal removal, Blocks blocks, long nanos) throws InterruptedException {
    blocks.requireQueue();
    consumers.come();
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before waiting for a message");
    }
    return tryRunWithin(removal, blocks, nanos) || runSlowly(removal, blocks, nanos);
  }

  private boolean tryRunWithin(Removal removal, Blocks blocks, long nanos)
      throws InterruptedException {
    if (!isThereAny()) {
      return false;
    }
    try {
      while (true) {
        removal.prepare();
        if (!enter(blocks, nanos)) {
          return false;
        }
        Outcome outcome = attemptAndLeave(removal);
        if (outcome != Outcome.UNPREPARED) {
          return outcome == Outcome.DONE;
        }
      }
    } finally {
      removal.finish();
    }
  }

  private Outcome attemptAndLeave(Removal removal) {
    Outcome outcome;
    try {
      outcome = attempt(removal);
    } finally {
      lock.unlock(); // a full fence: pairs with Bell.announce
    }
    if (outcome == Outcome.DONE) {
      puttersBell.ring();
    }
    return outcome;
  }

  /// Only under the lock.
  private Outcome attempt(Removal removal) {
    int returned = holdings.findReturned();
    if (returned != Holdings.NONE) {
      return removal.takeReturned(returned);
    }
    long head = words.getLong(QueueLayout.HEAD_AT);
    return isThere(head) ? removal.takeHead(head) : Outcome.EMPTY;
  }

  /// Whether a message has been put.
  boolean isThere(long number) {
    return countFrom(number) > 0;
  }

  /// How many messages are known to be there from a number on; 0 if that one is not. Looks at the
  /// tail only when what is known of it does not do: each look takes its cache line from those who
  /// put.
  long countFrom(long number) {
    long known = knownTail;
    if (number >= known) {
      known = memory.tail();
      knownTail = known;
    }
    return Math.max(0, known - number);
  }

  /// Takes all messages in front of a number. Only under the lock.
  void moveHead(long head) {
    words.setLongRelease(QueueLayout.HEAD_AT, head); // release: pairs with QueueMemory.head
  }

  /// Takes the message at the head, which is in a block and has been copied. Only under the lock.
  void takeLinked(long head, Blocks blocks) {
    intent.begin(head, memory.block(head), memory.generation(head));
    moveHead(head + 1);
    intent.free(blocks);
  }

  /// Whether it seems worth the lock: nobody needs to hold it for this.
  private boolean isThereAny() {
    return isThere(memory.head()) || holdings.findReturned() != Holdings.NONE;
  }

  // ---- the lock ----

  private void enter(Blocks blocks) {
    entered(lock.lock(), blocks);
  }

  private boolean enter(Blocks blocks, long nanos) throws InterruptedException {
    return entered(lock.tryLock(Math.max(nanos, LEAST_PATIENCE)), blocks);
  }

  private boolean entered(Hold hold, Blocks blocks) {
    if (hold == Hold.INCONSISTENT) {
      try {
        repair(blocks);
        lock.setConsistent();
      } catch (RuntimeException | Error e) {
        lock.unlock();
        throw e;
      }
    }
    return hold != Hold.NONE;
  }

  /// Finishes what a dead holder has begun. A lease is begun with its holding, and then the head
  /// moves; a removal is not begun before the head moves.
  private void repair(Blocks blocks) {
    int acked = holdings.findAcked();
    if (acked != Holdings.NONE) {
      setDone(~holdings.number(acked));
      holdings.drop(acked, blocks);
    }
    long head = words.getLong(QueueLayout.HEAD_AT);
    intent.settle(intent.number() >= head, blocks);
    if (holdings.isLeased(head)) {
      moveHead(head + 1);
    }
  }

  /// Frees the memory of all that was taken or leased, when nobody uses the queue any more.
  void freeAll(Blocks blocks) {
    enter(blocks); // and finish what a dead one has begun: nobody else will
    try {
      holdings.freeAll(blocks);
    } finally {
      lock.unlock();
    }
  }

  // ---- tasks ----

  /// Counts tasks as done.
  ///
  /// @throws IllegalStateException if there are not as many
  void finishTasks(long count, Blocks blocks) {
    blocks.requireQueue();
    enter(blocks);
    try {
      requireUnfinished(count);
      setDone(words.getLong(QueueLayout.DONE_AT) + count);
    } finally {
      lock.unlock(); // a full fence: pairs with Bell.announce
    }
    ringJoiners();
  }

  private void requireUnfinished(long count) {
    long unfinished = unfinishedTasks();
    if (count > unfinished) {
      throw new IllegalStateException(
          "Cannot finish %d tasks: %d are unfinished. Call taskDone() once for each element."
              .formatted(count, unfinished));
    }
  }

  /// Counts the task of a leased message as done, and acknowledges that, or, if it dies, neither.
  ///
  /// @throws IllegalStateException if all tasks are done
  void finishTask(int holding, Blocks blocks) {
    blocks.requireQueue();
    enter(blocks);
    try {
      requireUnfinished(1);
      long done = words.getLong(QueueLayout.DONE_AT) + 1;
      holdings.setNumber(holding, ~done); // no message's: who dies here has still leased it
      holdings.setState(holding, Holdings.ACKED);
      setDone(done);
      holdings.setState(holding, Holdings.ROOM);
    } finally {
      lock.unlock(); // a full fence: pairs with Bell.announce
    }
    ringJoiners();
  }

  private void setDone(long done) {
    words.setLongRelease(QueueLayout.DONE_AT, done); // release: pairs with unfinishedTasks
  }

  /// How many messages that were put are not done.
  long unfinishedTasks() {
    long done = words.getLongAcquire(QueueLayout.DONE_AT); // first, as it never passes the tail
    return memory.tail() - done;
  }

  private void ringJoiners() {
    if (unfinishedTasks() == 0) {
      joinersBell.ring();
    }
  }

  /// Waits until all tasks are done.
  boolean join(long nanos, Blocks blocks) throws InterruptedException {
    blocks.requireQueue();
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before waiting for tasks");
    }
    long deadline = Waiting.deadlineAfter(nanos);
    while (joining.await(allDone, deadline)) {
      if (unfinishedTasks() == 0) {
        return true;
      }
      enter(blocks); // and finish what a dead one has begun: nobody else might
      lock.unlock();
    }
    return false;
  }

  /// All tasks are done, or would be if a dead one had not stopped in the middle of saying so.
  private final class AllDone implements Wait {
    @Override
    public boolean isOver() {
      boolean begun =
          holdings.findAcked() != Holdings.NONE; // first: then it is counted, or still so
      return begun || unfinishedTasks() == 0;
    }

    @Override
    public int announceSleep() {
      return joinersBell.announce();
    }

    /// Whoever was about to wake may have died.
    @Override
    public int owner() {
      return Parker.ANYBODY;
    }
  }

  // ---- waking ----

  /// Has those who wait to take look again, after a volatile write.
  void ringTakers() {
    takersBell.ring();
  }

  // ---- waiting for messages ----

  private boolean runSlowly(Removal removal, Blocks blocks, long nanos)
      throws InterruptedException {
    long deadline = Waiting.deadlineAfter(nanos);
    while (true) {
      boolean over = isOverForGood();
      boolean alone = isAlone();
      Pause.make();
      long left = deadline - System.nanoTime();
      if (tryRunWithin(removal, blocks, left)) {
        return true;
      }
      if (over) {
        throw QueueClosedException.forTake();
      }
      if (alone && !isThereAny()) {
        throw QueueAbandonedException.forTake();
      }
      if (left <= 0 || !waiting.await(this, deadline)) {
        return false;
      }
    }
  }

  private boolean isOverForGood() {
    return memory.isClosed() && isNothingLeft();
  }

  private boolean isAlone() {
    return memory.tellsAbandoned && producers.areGone() && isNothingLeft();
  }

  /// Whether nothing is there and nothing will come back: exact if nothing is put any more. The
  /// ring comes first, as a message is leased before it has left the ring.
  private boolean isNothingLeft() {
    return !isThere(memory.head()) && !holdings.mayAnyComeBack();
  }

  /// Whether a message is there, or will never come.
  @Override
  public boolean isOver() {
    return isThereAny() || isOverForGood() || isAlone();
  }

  @Override
  public int announceSleep() {
    return takersBell.announce();
  }

  /// A lease of anybody who dies comes back.
  @Override
  public int owner() {
    return Parker.ANYBODY;
  }

  WaitPoint waitPoint() {
    return new WaitPoint(memory.parker, words, QueueLayout.TAKERS_BELL_AT, this::announceSleep);
  }

  /// How many could be taken.
  long size() {
    return memory.count() + holdings.countReturned();
  }
}
