package io.tandem.sync;

import io.tandem.lock.Hold;
import io.tandem.lock.ThreadLock;
import io.tandem.lock.WordLock;
import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedObject;
import io.tandem.memory.SharedScope;
import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.io.Serializable;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// A lock between processes that survives the death of whoever holds it, at any instruction.
///
/// **Shape.** Reentrant: a thread may lock again what it holds, and unlocks as often. Not fair:
/// whoever comes at the right moment gets it.
///
/// **Units.** Times of 0 and less do not wait.
///
/// **Sharing.** Any thread, virtual ones too, of any process. What one did before [#unlock()], the
/// next sees after [#lock()].
///
/// **Lifetime.** The lock lives in its scope until [#free()]. Captured by a task or serialized
/// otherwise it travels as a handle, which holds nothing. While a thread of this process holds it,
/// the process cannot close its scope for good, see [SharedScope#close()].
///
/// **Errors.** When a process dies holding it, or a thread ends holding it, [OwnerDeath] says what
/// the next one gets: [OwnerDiedException] unless it was made otherwise. After [#abandon()],
/// [LockAbandonedException]. A stopped process holds it as long as it is stopped.
///
/// **Source.** `java.util.concurrent.locks.ReentrantLock`, and Python's `multiprocessing.RLock`,
/// which stays locked when its holder dies. Python's `Lock` may be released by anybody; this one
/// only by the thread that holds it.
///
/// ```java
/// var lock = SharedLock.create();
/// lock.lock();
/// try {
///   System.out.println("held by " + lock.owner().orElseThrow());
/// } finally {
///   lock.unlock();
/// }
/// ```
public final class SharedLock extends SharedObject implements Lock {
  /// The bytes of a lock.
  public static final long BYTES = WordLock.BYTES;

  /// Where among them 16 begin that are free for what the lock guards.
  public static final long GUARDED_AT = WordLock.GUARDED_AT;

  static final ObjectType TYPE = new ObjectType("lock", 1);

  private static final long serialVersionUID = 1;
  private static final String KIND = "lock";

  private final transient ThreadLock lock;
  private final transient Recovery recovery;

  private SharedLock(SharedBlock block, long offset, OwnerDeath policy) {
    super(block, offset, TYPE);
    this.lock = companion(ThreadLock.class, this::make);
    this.recovery = new Recovery(this, policy, "holding it", lock);
  }

  private ThreadLock make(Words words, long at, Peers peers, Parker parker) {
    return new ThreadLock(words, at, peers, parker, place(KIND));
  }

  // ---- making and finding locks ----

  /// Makes a lock in the scope of this process and all it starts.
  public static SharedLock create() {
    return create(SharedScope.ofProcessTree(), OwnerDeath.FAIL);
  }

  /// Makes a lock without a name.
  public static SharedLock create(SharedScope scope) {
    return create(scope, OwnerDeath.FAIL);
  }

  /// Makes a lock without a name.
  ///
  /// @param policy what happens when a holder dies
  public static SharedLock create(SharedScope scope, OwnerDeath policy) {
    SharedBlock block = scope.allocate(TYPE, BYTES);
    policy.write(block.segment());
    return new SharedLock(block, 0, policy);
  }

  /// Finds a named lock or makes it.
  public static SharedLock open(SharedScope scope, String name) {
    return open(scope, name, OwnerDeath.FAIL);
  }

  /// Finds a named lock or makes it.
  ///
  /// @param policy what happens when a holder dies: the same kind for all who open it
  /// @throws MemoryException.Incompatible if it is there with another policy
  public static SharedLock open(SharedScope scope, String name, OwnerDeath policy) {
    SharedBlock block = scope.openBlock(name, TYPE, BYTES, policy::write);
    policy.requireSame(block, "lock '%s' of scope %s".formatted(name, scope));
    return new SharedLock(block, 0, policy);
  }

  /// A lock within a structure of one's own. All zeros are a free lock.
  ///
  /// @param block that holds the structure
  /// @param offset of the [#BYTES] bytes of the lock in the block, a multiple of 64
  /// @param policy what happens when a holder dies: the same for all who use it
  public static SharedLock in(SharedBlock block, long offset, OwnerDeath policy) {
    requirePlace(KIND, block, offset, BYTES);
    return new SharedLock(block, offset, policy);
  }

  /// @param kind of what shall be there, for messages
  static void requirePlace(String kind, SharedBlock block, long offset, long bytes) {
    if (offset % BYTES != 0 || offset < 0 || offset > block.byteSize() - bytes) {
      throw new IllegalArgumentException(
          "Cannot use a %s at byte %d of %s: it must be a multiple of %d with %d bytes behind it. "
                  .formatted(kind, offset, block, BYTES, bytes)
              + "Allocate a larger block, or choose another offset.");
    }
  }

  /// Who alive holds a lock within a structure, for people: `thread 31 of process 'main' (pid 42)
  /// holds it`. For those who free the structure, which others may have without its lock.
  ///
  /// @param offset of the lock in the block
  /// @return null if nobody does
  public static @Nullable String usedBy(SharedBlock block, long offset) {
    return ThreadLock.usedBy(new SegmentWords(block.segment()), offset, block.scope().peers());
  }

  // ---- locking ----

  /// Waits until this thread holds it; an interrupt stays pending.
  ///
  /// @throws OwnerDiedException if the holder died, see [OwnerDeath]; it is not held then
  @Override
  public void lock() {
    Hold hold = lock.lock();
    if (hold != Hold.CONSISTENT) {
      recovery.settle(hold);
    }
  }

  /// Takes it if nobody alive holds it.
  ///
  /// @throws OwnerDiedException if the holder died, see [OwnerDeath]; it is not held then
  @Override
  public boolean tryLock() {
    Hold hold = lock.tryLock();
    return hold == Hold.CONSISTENT || recovery.settle(hold);
  }

  /// Gives it up, once. After [#abandon()] nothing happens where this thread does not hold it, so
  /// that a `finally` block does not hide [LockAbandonedException].
  ///
  /// @throws IllegalMonitorStateException if this thread does not hold it, otherwise
  @Override
  public void unlock() {
    lock.unlock();
  }

  /// Waits until this thread holds it.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  /// @throws OwnerDiedException if the holder died, see [OwnerDeath]; it is not held then
  @Override
  public void lockInterruptibly() throws InterruptedException {
    boolean _ = tryLock(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
  }

  /// Waits until this thread holds it or the time is over.
  ///
  /// @throws OwnerDiedException if the holder died, see [OwnerDeath]; it is not held then
  @Override
  public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
    Hold hold = lock.tryLock(unit.toNanos(time));
    return hold == Hold.CONSISTENT || recovery.settle(hold);
  }

  // ---- after a death ----

  /// Repairs what a dead holder may have left half written: takes the lock, runs the repair, and
  /// gives the lock up as whole. If the repair throws, or its process dies, it remains to be done.
  ///
  /// @param repair that bears being repeated
  /// @return false if there was nothing to repair: then it did not run
  /// @throws LockAbandonedException if the lock was given up
  public boolean recover(Runnable repair) {
    return recovery.recover(repair);
  }

  /// Gives it up for good: all who wait for it, or for a condition of it, and all who come get
  /// [LockAbandonedException]. Waits until nobody else holds it. A thread that holds it still
  /// unlocks it as often as it has locked it.
  public void abandon() {
    recovery.abandon();
  }

  /// How many have died holding it so far.
  public long ownerDeaths() {
    return lock.ownerDeaths();
  }

  // ---- looking ----

  /// Whether this thread holds it.
  public boolean isHeldByCurrentThread() {
    return lock.holds() > 0;
  }

  /// How often this thread holds it.
  public int getHoldCount() {
    return lock.holds();
  }

  /// Whether any thread of any process holds it. The dead do not; of a thread that has ended it is
  /// known within 100 ms.
  public boolean isLocked() {
    return lock.isHeld();
  }

  /// The thread and process that hold it, for people: `thread 31 of process 'worker-1' (pid 42)`.
  public Optional<String> owner() {
    return Optional.ofNullable(lock.holderText());
  }

  /// The fencing token: strictly greater than that of every earlier holder. Pass it to a store
  /// outside, which can then refuse what comes late.
  ///
  /// @throws IllegalMonitorStateException if this thread does not hold the lock
  public long token() {
    return lock.token();
  }

  /// Makes a condition of this lock, without a name, in the scope of the lock.
  @Override
  public SharedCondition newCondition() {
    return SharedCondition.create(this);
  }

  Recovery recovery() {
    return recovery;
  }

  ThreadLock threadLock() {
    return lock;
  }

  /// What a condition knows it by.
  long offsetInScope() {
    return block().offset() + offset();
  }

  // ---- the object ----

  @Override
  protected @Nullable String usedBy() {
    return lock.usedBy();
  }

  @Override
  public String toString() {
    return describe(KIND);
  }

  @Override
  protected Serializable handle() {
    return new Handle(
        block(), offset(), recovery.policy().kind().ordinal(), recovery.policy().givenRepair());
  }

  /// What travels instead of a lock.
  private record Handle(
      SharedBlock block, Long offset, Integer policy, OwnerDeath.@Nullable Repair repair)
      implements Serializable {
    private Object readResolve() {
      return new SharedLock(block, offset, OwnerDeath.of(policy, repair));
    }
  }
}
