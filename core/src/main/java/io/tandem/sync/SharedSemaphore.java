package io.tandem.sync;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedObject;
import io.tandem.memory.SharedScope;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.io.Serializable;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Permits that processes take, wait for, and return.
///
/// **Shape.** From 0 to [#MOST_PERMITS], in one of three kinds, which differ in what [#release()]
/// may do and what a death does:
/// - *plain*: permits have no owner. Anybody may release, also more than there were at first.
///   Permits that a dead process had taken are gone.
/// - *bounded*: the same, but there are never more than at first.
/// - *owned*: permits belong to the process that took them; any of its threads may release them,
///   and when it dies they return by themselves. What owners have and what is free is always the
///   number at first.
///
/// Taking several takes all of them or none. Not fair: whoever comes at the right moment gets them.
/// The waiting threads of one process stand in line behind the first one, also if that needs more
/// permits than the next.
///
/// **Units.** Permits. A timeout of zero or less does not wait.
///
/// **Sharing.** Any thread, virtual ones too, of any process. What was done before a release, is
/// seen after the acquisition that gets the permit.
///
/// **Lifetime.** The semaphore lives in its scope until [#free()]. Captured by a task or serialized
/// otherwise it travels as a handle, which holds nothing. A permit of an owned one that a process
/// had, goes to others as soon as all threads of it have stopped, and not while it is only stopped.
/// What another living process has permits of, is not freed.
///
/// **Errors.** Releasing too many throws before anything has changed: `IllegalStateException` when
/// there would be more than there may be, `IllegalMonitorStateException` when this process does not
/// own them. A number below zero is an `IllegalArgumentException`, as is to acquire more than there
/// can ever be.
///
/// **Source.** `java.util.concurrent.Semaphore`, and Python's `multiprocessing.Semaphore` and
/// `BoundedSemaphore`, for which 2^31 - 1 is the most. Neither gives back what the dead had.
///
/// ```java
/// var places = SharedSemaphore.owned(2);
/// places.acquire();
/// try {
///   System.out.println(places.availablePermits()); // 1
/// } finally {
///   places.release();
/// }
/// ```
public final class SharedSemaphore extends SharedObject {
  /// The most permits there can be.
  public static final int MOST_PERMITS = Permits.MOST;

  private static final long serialVersionUID = 1;

  private final transient SemaphoreKind kind;
  private final transient int initial;
  private final transient Permits permits;

  private SharedSemaphore(SharedBlock block) {
    super(block);
    var words = new SegmentWords(block.segment());
    this.kind = SemaphoreKind.of(words.getInt(SemaphoreLayout.KIND_AT));
    this.initial = words.getInt(SemaphoreLayout.PERMITS_AT);
    this.permits = companion(Permits.class, Permits::of);
  }

  // ---- making and finding semaphores ----

  /// Makes a plain semaphore in the scope of this process and all it starts.
  ///
  /// @param permits 0 to [#MOST_PERMITS]
  public static SharedSemaphore create(int permits) {
    return create(SharedScope.ofProcessTree(), permits);
  }

  /// Makes a plain semaphore without a name.
  ///
  /// @param permits 0 to [#MOST_PERMITS]
  public static SharedSemaphore create(SharedScope scope, int permits) {
    return make(scope, SemaphoreKind.PLAIN, permits);
  }

  /// Makes a bounded semaphore in the scope of this process and all it starts.
  ///
  /// @param permits 0 to [#MOST_PERMITS]
  public static SharedSemaphore bounded(int permits) {
    return bounded(SharedScope.ofProcessTree(), permits);
  }

  /// Makes a bounded semaphore without a name.
  ///
  /// @param permits 0 to [#MOST_PERMITS]
  public static SharedSemaphore bounded(SharedScope scope, int permits) {
    return make(scope, SemaphoreKind.BOUNDED, permits);
  }

  /// Makes an owned semaphore in the scope of this process and all it starts.
  ///
  /// @param permits 0 to [#MOST_PERMITS]
  public static SharedSemaphore owned(int permits) {
    return owned(SharedScope.ofProcessTree(), permits);
  }

  /// Makes an owned semaphore without a name.
  ///
  /// @param permits 0 to [#MOST_PERMITS]
  public static SharedSemaphore owned(SharedScope scope, int permits) {
    return make(scope, SemaphoreKind.OWNED, permits);
  }

  /// Finds a named plain semaphore or makes it.
  ///
  /// @param permits at first, 0 to [#MOST_PERMITS]: the same for all who open it
  /// @throws MemoryException.Incompatible if it is of another kind, or was made with another number
  public static SharedSemaphore open(SharedScope scope, String name, int permits) {
    return open(scope, name, SemaphoreKind.PLAIN, permits);
  }

  /// Finds a named bounded semaphore or makes it.
  ///
  /// @param permits at first, 0 to [#MOST_PERMITS]: the same for all who open it
  /// @throws MemoryException.Incompatible if it is of another kind, or was made with another number
  public static SharedSemaphore openBounded(SharedScope scope, String name, int permits) {
    return open(scope, name, SemaphoreKind.BOUNDED, permits);
  }

  /// Finds a named owned semaphore or makes it.
  ///
  /// @param permits at first, 0 to [#MOST_PERMITS]: the same for all who open it
  /// @throws MemoryException.Incompatible if it is of another kind, or was made with another number
  public static SharedSemaphore openOwned(SharedScope scope, String name, int permits) {
    return open(scope, name, SemaphoreKind.OWNED, permits);
  }

  private static SharedSemaphore make(SharedScope scope, SemaphoreKind kind, int permits) {
    requirePossible(permits);
    SharedBlock block = scope.allocate(kind.type(), kind.bytes());
    initialize(new SegmentWords(block.segment()), kind, permits);
    return new SharedSemaphore(block);
  }

  private static SharedSemaphore open(
      SharedScope scope, String name, SemaphoreKind kind, int permits) {
    requirePossible(permits);
    SharedBlock block =
        scope.openBlock(
            name,
            kind.type(),
            kind.bytes(),
            memory -> initialize(new SegmentWords(memory), kind, permits));
    var found = new SharedSemaphore(block);
    if (found.kind != kind || found.initial != permits) {
      throw new MemoryException.Incompatible(
          "Cannot open semaphore '%s' of scope %s as %s with %d permits: it is %s with %d. "
                  .formatted(name, scope, kind, permits, found.kind, found.initial)
              + "Use the same everywhere, or another name.");
    }
    return found;
  }

  static void initialize(Words words, SemaphoreKind kind, int permits) {
    words.setInt(SemaphoreLayout.KIND_AT, kind.ordinal());
    words.setInt(SemaphoreLayout.PERMITS_AT, permits);
    words.setIntRelease(SemaphoreLayout.WORD_AT, permits); // release: pairs with the first look
  }

  private static void requirePossible(int permits) {
    if (permits < 0 || permits > MOST_PERMITS) {
      throw new IllegalArgumentException(
          "Cannot make a semaphore of %d permits: use 0 to %d.".formatted(permits, MOST_PERMITS));
    }
  }

  // ---- acquiring ----

  /// Waits for a permit and takes it.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  public void acquire() throws InterruptedException {
    boolean _ = take(1, Long.MAX_VALUE);
  }

  /// Waits for permits and takes them, all at once.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  public void acquire(int count) throws InterruptedException {
    boolean _ = take(checkWanted(count), Long.MAX_VALUE);
  }

  /// Waits for a permit and takes it; an interrupt stays pending.
  public void acquireUninterruptibly() {
    takeUninterruptibly(1);
  }

  /// Waits for permits and takes them, all at once; an interrupt stays pending.
  public void acquireUninterruptibly(int count) {
    takeUninterruptibly(checkWanted(count));
  }

  /// Takes a permit if there is one.
  public boolean tryAcquire() {
    return permits.tryTake(1);
  }

  /// Takes permits if there are as many.
  public boolean tryAcquire(int count) {
    return permits.tryTake(checkWanted(count));
  }

  /// Takes a permit, waiting for it no longer than a timeout.
  ///
  /// @return whether it was taken
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  public boolean tryAcquire(Duration timeout) throws InterruptedException {
    return take(1, TimeUnit.NANOSECONDS.convert(timeout));
  }

  /// Takes permits, all at once, waiting for them no longer than a timeout.
  ///
  /// @return whether they were taken
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  public boolean tryAcquire(int count, Duration timeout) throws InterruptedException {
    return take(checkWanted(count), TimeUnit.NANOSECONDS.convert(timeout));
  }

  /// Takes all permits that there are.
  ///
  /// @return how many
  public int drainPermits() {
    return permits.drain();
  }

  private boolean take(int count, long nanos) throws InterruptedException {
    try {
      return permits.take(count, nanos);
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  private void takeUninterruptibly(int count) {
    try {
      permits.takeUninterruptibly(count);
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  private int checkWanted(int count) {
    requireNotNegative("acquire", count);
    int most = kind == SemaphoreKind.PLAIN ? MOST_PERMITS : initial;
    if (count > most) {
      throw new IllegalArgumentException(
          "Cannot acquire %d permits of %s: there are never more than %d."
              .formatted(count, this, most));
    }
    return count;
  }

  // ---- releasing ----

  /// Returns a permit.
  ///
  /// @throws IllegalStateException if there would be too many
  /// @throws IllegalMonitorStateException if it is owned, and this process has none
  public void release() {
    permits.give(1);
  }

  /// Returns permits.
  ///
  /// @throws IllegalStateException if there would be too many
  /// @throws IllegalMonitorStateException if they are owned, and this process does not have as many
  public void release(int count) {
    requireNotNegative("release", count);
    if (count > 0) {
      permits.give(count);
    }
  }

  private static void requireNotNegative(String what, int count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "Cannot %s %d permits: use 0 or more.".formatted(what, count));
    }
  }

  // ---- looking ----

  /// How many could be acquired now.
  public int availablePermits() {
    return permits.available();
  }

  // ---- the object ----

  @Override
  protected @Nullable String usedBy() {
    return permits.usedBy();
  }

  @Override
  public String toString() {
    return describe("%s semaphore of %d permits".formatted(kind, initial));
  }

  @Override
  protected Serializable handle() {
    return new Handle(block());
  }

  /// What travels instead of a semaphore.
  private record Handle(SharedBlock block) implements Serializable {
    private Object readResolve() {
      return new SharedSemaphore(block);
    }
  }
}
