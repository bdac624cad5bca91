package io.tandem.sync;

import io.tandem.lock.Hold;
import io.tandem.lock.ThreadReadWriteLock;
import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedObject;
import io.tandem.memory.SharedScope;
import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.io.Serializable;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import org.jspecify.annotations.Nullable;

/// A lock between processes that many may hold for reading or one for writing, and that survives
/// the death of any of them, at any instruction.
///
/// **Shape.** Reentrant, for reading and for writing: a thread unlocks as often as it locks. Who
/// holds it for writing may lock it for reading, too, and goes on to read after the last
/// `writeLock().unlock()`. The other way round there is no way: to wait for writing while reading
/// is refused with `IllegalMonitorStateException`, where the JDK's lock would wait for itself.
///
/// **Fairness.** While a writer waits for readers to leave, nobody new may read, not even by
/// `tryLock()`. Readers that wait are let in before the second writer that comes. So neither side
/// starves. Among writers whoever comes at the right moment is next.
///
/// **Units.** Times of 0 and less do not wait.
///
/// **Sharing.** Any thread, virtual ones too, of any process. What one did before it unlocked for
/// writing, the next to lock sees.
///
/// **Lifetime.** The lock lives in its scope until [#free()]. Captured by a task or serialized
/// otherwise it travels as a handle, which holds nothing; so do both of its views.
///
/// **Errors.** A process that dies reading, or waiting, is passed over. When one dies writing, or a
/// thread ends writing, [OwnerDeath] says what the next one gets, to read or to write:
/// [OwnerDiedException] unless it was made otherwise. After [#abandon()], [LockAbandonedException].
/// A thread that ends reading keeps writers out as long as its process lives.
///
/// **Source.** `java.util.concurrent.locks.ReentrantReadWriteLock`. Python's `multiprocessing` has
/// none.
///
/// ```java
/// var lock = SharedReadWriteLock.create();
/// lock.readLock().lock();
/// try {
///   System.out.println(lock.getReadHoldCount());
/// } finally {
///   lock.readLock().unlock();
/// }
/// ```
public final class SharedReadWriteLock extends SharedObject implements ReadWriteLock {
  static final ObjectType TYPE = new ObjectType("rwlock", 1);

  private static final String KIND = "read-write lock";

  private static final long serialVersionUID = 1;

  private final transient ThreadReadWriteLock lock;
  private final transient Recovery recovery;

  private SharedReadWriteLock(SharedBlock block, OwnerDeath policy) {
    super(block);
    this.lock = companion(ThreadReadWriteLock.class, this::make);
    this.recovery = new Recovery(this, policy, "writing", lock.writing());
  }

  private ThreadReadWriteLock make(Words words, long at, Peers peers, Parker parker) {
    return new ThreadReadWriteLock(words, at, peers, parker, place(KIND));
  }

  // ---- making and finding locks ----

  /// Makes a lock in the scope of this process and all it starts.
  public static SharedReadWriteLock create() {
    return create(SharedScope.ofProcessTree(), OwnerDeath.FAIL);
  }

  /// Makes a lock without a name.
  public static SharedReadWriteLock create(SharedScope scope) {
    return create(scope, OwnerDeath.FAIL);
  }

  /// Makes a lock without a name.
  ///
  /// @param policy what happens when a writer dies
  public static SharedReadWriteLock create(SharedScope scope, OwnerDeath policy) {
    SharedBlock block = scope.allocate(TYPE, ThreadReadWriteLock.BYTES);
    policy.write(block.segment());
    return new SharedReadWriteLock(block, policy);
  }

  /// Finds a named lock or makes it.
  public static SharedReadWriteLock open(SharedScope scope, String name) {
    return open(scope, name, OwnerDeath.FAIL);
  }

  /// Finds a named lock or makes it.
  ///
  /// @param policy what happens when a writer dies: the same kind for all who open it
  /// @throws MemoryException.Incompatible if it is there with another policy
  public static SharedReadWriteLock open(SharedScope scope, String name, OwnerDeath policy) {
    SharedBlock block = scope.openBlock(name, TYPE, ThreadReadWriteLock.BYTES, policy::write);
    policy.requireSame(block, "read-write lock '%s' of scope %s".formatted(name, scope));
    return new SharedReadWriteLock(block, policy);
  }

  // ---- locking ----

  /// Held by any number of threads, of any processes. Has no conditions.
  @Override
  public Lock readLock() {
    return new View(this, Side.READ);
  }

  /// Held by one thread of one process. Has no conditions: use a [SharedLock] where one must wait
  /// for something that the lock guards.
  @Override
  public Lock writeLock() {
    return new View(this, Side.WRITE);
  }

  /// What to do with the word-level lock for each view.
  private enum Side {
    READ {
      @Override
      Hold lock(ThreadReadWriteLock lock) {
        return lock.lockRead();
      }

      @Override
      Hold tryLock(ThreadReadWriteLock lock) {
        return lock.tryLockRead();
      }

      @Override
      Hold tryLock(ThreadReadWriteLock lock, long nanos) throws InterruptedException {
        return lock.tryLockRead(nanos);
      }

      @Override
      void unlock(ThreadReadWriteLock lock) {
        lock.unlockRead();
      }
    },
    WRITE {
      @Override
      Hold lock(ThreadReadWriteLock lock) {
        return lock.lockWrite();
      }

      @Override
      Hold tryLock(ThreadReadWriteLock lock) {
        return lock.tryLockWrite();
      }

      @Override
      Hold tryLock(ThreadReadWriteLock lock, long nanos) throws InterruptedException {
        return lock.tryLockWrite(nanos);
      }

      @Override
      void unlock(ThreadReadWriteLock lock) {
        lock.unlockWrite();
      }
    };

    abstract Hold lock(ThreadReadWriteLock lock);

    abstract Hold tryLock(ThreadReadWriteLock lock);

    abstract Hold tryLock(ThreadReadWriteLock lock, long nanos) throws InterruptedException;

    abstract void unlock(ThreadReadWriteLock lock);
  }

  /// One of the two.
  private static final class View implements Lock, Serializable {
    private static final long serialVersionUID = 1;

    private final SharedReadWriteLock of;
    private final Side side;

    View(SharedReadWriteLock of, Side side) {
      this.of = of;
      this.side = side;
    }

    @Override
    public void lock() {
      Hold hold = side.lock(of.lock);
      if (hold != Hold.CONSISTENT) {
        settle(hold);
      }
    }

    @Override
    public boolean tryLock() {
      Hold hold = side.tryLock(of.lock);
      return hold == Hold.CONSISTENT || settle(hold);
    }

    @Override
    public void unlock() {
      side.unlock(of.lock);
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
      boolean _ = tryLock(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
      Hold hold = side.tryLock(of.lock, unit.toNanos(time));
      return hold == Hold.CONSISTENT || settle(hold);
    }

    /// Who is told of a death holds the lock for writing, and reads on if it came to read.
    private boolean settle(Hold hold) {
      boolean held = of.recovery.settle(hold);
      if (hold == Hold.INCONSISTENT && side == Side.READ) {
        of.lock.writeToRead();
      }
      return held;
    }

    @Override
    public Condition newCondition() {
      throw new UnsupportedOperationException(
          "A SharedReadWriteLock has no conditions. Use a SharedLock and its newCondition().");
    }

    /// Equal if both are the same view of the same lock.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof View that && side == that.side && of.equals(that.of);
    }

    @Override
    public int hashCode() {
      return of.hashCode() + side.ordinal();
    }

    @Override
    public String toString() {
      return "%s of %s".formatted(side == Side.READ ? "reading" : "writing", of);
    }
  }

  // ---- after a death ----

  /// Repairs what a dead writer may have left half written: locks for writing, runs the repair, and
  /// gives the lock up as whole. If the repair throws, or its process dies, it remains to be done.
  ///
  /// @param repair that bears being repeated
  /// @return false if there was nothing to repair: then it did not run
  /// @throws LockAbandonedException if the lock was given up
  /// @throws IllegalMonitorStateException if this thread reads
  public boolean recover(Runnable repair) {
    return recovery.recover(repair);
  }

  /// Gives it up for good: all who wait and all who come get [LockAbandonedException]. Waits until
  /// nobody else reads or writes. A thread that writes still unlocks it as often as it has locked
  /// it, and then those who wait are told.
  ///
  /// @throws IllegalMonitorStateException if this thread reads
  public void abandon() {
    recovery.abandon();
  }

  /// How many have died so far while they wrote, or waited for readers to leave.
  public long ownerDeaths() {
    return lock.ownerDeaths();
  }

  // ---- looking ----

  /// How often this thread holds it for reading.
  public int getReadHoldCount() {
    return lock.readHolds();
  }

  /// How often this thread holds it for writing.
  public int getWriteHoldCount() {
    return lock.writeHolds();
  }

  /// Whether this thread holds it for writing.
  public boolean isWriteLockedByCurrentThread() {
    return lock.writeHolds() > 0;
  }

  /// Whether any thread of any process holds it for writing.
  public boolean isWriteLocked() {
    return lock.isWriteLocked();
  }

  /// How many processes hold it for reading: the threads of another process nobody can count.
  public int readingProcesses() {
    return lock.readingProcesses();
  }

  /// The thread and process that write, or wait for readers to leave, for people.
  public Optional<String> writer() {
    return Optional.ofNullable(lock.writerText());
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
    return new Handle(block(), recovery.policy().kind().ordinal(), recovery.policy().givenRepair());
  }

  /// What travels instead of a lock.
  private record Handle(SharedBlock block, Integer policy, OwnerDeath.@Nullable Repair repair)
      implements Serializable {
    private Object readResolve() {
      return new SharedReadWriteLock(block, OwnerDeath.of(policy, repair));
    }
  }
}
