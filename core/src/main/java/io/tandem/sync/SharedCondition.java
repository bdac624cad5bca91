package io.tandem.sync;

import io.tandem.lock.Awakening;
import io.tandem.lock.Awakening.Cause;
import io.tandem.lock.ConditionBinding;
import io.tandem.lock.ThreadCondition;
import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedObject;
import io.tandem.memory.SharedScope;
import io.tandem.word.SegmentWords;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A condition of a [SharedLock]: threads of any process wait until another one signals that what
/// the lock guards has changed.
///
/// **Shape.** All methods but those that look are for the thread that holds the lock. Waiting gives
/// the lock up, however often it is held, and takes it again as often before it returns. A signal
/// goes to one that waits, never to one that comes later; without one it is lost. A wait may end
/// without a signal, which is rare: wait in a loop, or with a condition to wait until.
///
/// **Units.** Times of 0 and less do not wait, but give the lock to others for a moment.
///
/// **Sharing.** Any thread, virtual ones too, of any process. Who signals never waits for who
/// waits.
///
/// **Lifetime.** Until [#free()], or the end of the scope that it shares with its lock. It travels
/// as a handle, which brings the lock along.
///
/// **Errors.** A waiter that dies takes no signal from others: they wait no more, perhaps without a
/// reason. When a holder of the lock dies, every wait ends as [OwnerDeath] says, with
/// [OwnerDiedException] if it was made so. The lock is held then, as after every wait: repair what
/// it guards with [SharedLock#recover], or unlock it for the next one to be told. After
/// [SharedLock#abandon()] nobody holds it, and a wait ends with [LockAbandonedException]. Without
/// the lock, `IllegalMonitorStateException`.
///
/// **Source.** `java.util.concurrent.locks.Condition`, and Python's `multiprocessing.Condition`,
/// whose `notify` waits for ever for a waiter that was killed.
///
/// ```java
/// var lock = SharedLock.create();
/// var notEmpty = lock.newCondition();
/// var queue = new ArrayDeque<String>();
/// lock.lock();
/// try {
///   queue.add("work");
///   notEmpty.signal();
///   notEmpty.awaitUntil(() -> !queue.isEmpty());
/// } finally {
///   lock.unlock();
/// }
/// ```
public final class SharedCondition extends SharedObject implements Condition {
  /// The bytes of a condition.
  public static final long BYTES = ThreadCondition.BYTES;

  static final ObjectType TYPE = new ObjectType("cond", 1);

  private static final long serialVersionUID = 1;

  private final transient SharedLock lock;
  private final transient ThreadCondition condition;

  private SharedCondition(SharedBlock block, long offset, SharedLock lock) {
    super(block, offset, TYPE);
    this.lock = lock;
    this.condition =
        companion(
            ThreadCondition.class,
            (words, at, peers, parker) ->
                new ThreadCondition(words, at, peers, parker, lock.threadLock()));
  }

  // ---- making and finding conditions ----

  static SharedCondition create(SharedLock lock) {
    SharedBlock block = lock.block().scope().allocate(TYPE, BYTES);
    ConditionBinding.set(new SegmentWords(block.segment()), lock.offsetInScope());
    return new SharedCondition(block, 0, lock);
  }

  /// Finds a named condition in the scope of its lock, or makes it.
  ///
  /// @throws MemoryException.Incompatible if it is there and belongs to another lock
  public static SharedCondition open(SharedLock lock, String name) {
    SharedScope scope = lock.block().scope();
    long expected = lock.offsetInScope();
    SharedBlock block =
        scope.openBlock(
            name, TYPE, BYTES, memory -> ConditionBinding.set(new SegmentWords(memory), expected));
    long found = ConditionBinding.get(new SegmentWords(block.segment()));
    if (found != expected) {
      throw new MemoryException.Incompatible(
          "Cannot open condition '%s' of %s: it belongs to the lock at offset %d. "
                  .formatted(name, lock, found)
              + "Use that lock, or another name.");
    }
    return new SharedCondition(block, 0, lock);
  }

  /// A condition within a structure of one's own. All zeros are a condition that nobody waits for.
  ///
  /// @param block that holds the structure
  /// @param offset of the [#BYTES] bytes of the condition in the block, a multiple of 64
  /// @param lock of the condition: the same for all who use it
  public static SharedCondition in(SharedBlock block, long offset, SharedLock lock) {
    SharedLock.requirePlace("condition", block, offset, BYTES);
    return new SharedCondition(block, offset, lock);
  }

  // ---- waiting ----

  /// Waits for a signal.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile; it holds the
  ///   lock
  /// @throws OwnerDiedException if a holder died, see [OwnerDeath]; this thread holds the lock
  @Override
  public void await() throws InterruptedException {
    boolean _ = await(Long.MAX_VALUE);
  }

  /// Waits for a signal; an interrupt stays pending.
  ///
  /// @throws OwnerDiedException if a holder died, see [OwnerDeath]; this thread holds the lock
  @Override
  public void awaitUninterruptibly() {
    lock.recovery().settleAfterWait(condition.awaitUninterruptibly().hold());
  }

  /// Waits for a signal or until the time is over.
  ///
  /// @return about how many nanoseconds are left: 0 or less if the time is over
  /// @throws OwnerDiedException if a holder died, see [OwnerDeath]; this thread holds the lock
  @Override
  public long awaitNanos(long nanos) throws InterruptedException {
    long start = System.nanoTime();
    boolean _ = await(nanos);
    return Math.max(nanos, 0) - (System.nanoTime() - start);
  }

  /// Waits for a signal or until the time is over.
  ///
  /// @return whether a signal came in time
  /// @throws OwnerDiedException if a holder died, see [OwnerDeath]; this thread holds the lock
  @Override
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    return await(unit.toNanos(time));
  }

  /// Waits for a signal or until a moment of the wall clock, as it is set now: the wait does not
  /// follow it when it is set anew.
  ///
  /// @return whether a signal came in time
  /// @throws OwnerDiedException if a holder died, see [OwnerDeath]; this thread holds the lock
  @Override
  public boolean awaitUntil(Date deadline) throws InterruptedException {
    return await(
        TimeUnit.NANOSECONDS.convert(Duration.between(Instant.now(), deadline.toInstant())));
  }

  /// Waits until something is the case: looks now, and after each signal.
  ///
  /// @param fulfilled is asked by this thread, which holds the lock
  /// @throws OwnerDiedException if a holder died, see [OwnerDeath]; this thread holds the lock
  public void awaitUntil(BooleanSupplier fulfilled) throws InterruptedException {
    lock.threadLock().requireHeld("await a condition of");
    while (!fulfilled.getAsBoolean()) {
      await();
    }
  }

  /// Waits until something is the case or the time is over: looks now, after each signal, and at
  /// the end. Python's `wait_for`.
  ///
  /// @param fulfilled is asked by this thread, which holds the lock
  /// @return what the last look found
  /// @throws OwnerDiedException if a holder died, see [OwnerDeath]; this thread holds the lock
  public boolean awaitUntil(BooleanSupplier fulfilled, Duration timeout)
      throws InterruptedException {
    lock.threadLock().requireHeld("await a condition of");
    long left = TimeUnit.NANOSECONDS.convert(timeout);
    while (!fulfilled.getAsBoolean()) {
      if (left <= 0) {
        return false;
      }
      left = awaitNanos(left);
    }
    return true;
  }

  private boolean await(long nanos) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("Interrupted before waiting for " + this);
    }
    Awakening end = condition.await(nanos);
    lock.recovery().settleAfterWait(end.hold());
    if (end.cause() == Cause.INTERRUPT) {
      throw new InterruptedException("Interrupted while waiting for " + this);
    }
    return end.cause() == Cause.SIGNAL;
  }

  // ---- signalling ----

  /// Ends the wait of one that waits, if anybody does.
  ///
  /// @throws IllegalMonitorStateException if this thread does not hold the lock
  @Override
  public void signal() {
    condition.signal();
  }

  /// Ends the waits of all that wait.
  ///
  /// @throws IllegalMonitorStateException if this thread does not hold the lock
  @Override
  public void signalAll() {
    condition.signalAll();
  }

  // ---- the object ----

  @Override
  protected @Nullable String usedBy() {
    return condition.usedBy();
  }

  /// The lock it belongs to.
  public SharedLock lock() {
    return lock;
  }

  @Override
  public String toString() {
    return describe("condition");
  }

  @Override
  protected Serializable handle() {
    return new Handle(block(), offset(), lock);
  }

  /// What travels instead of a condition.
  private record Handle(SharedBlock block, Long offset, SharedLock lock) implements Serializable {
    private Object readResolve() {
      return new SharedCondition(block, offset, lock);
    }
  }
}
