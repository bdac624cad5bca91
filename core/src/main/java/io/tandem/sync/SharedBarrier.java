package io.tandem.sync;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedObject;
import io.tandem.memory.SharedScope;
import io.tandem.word.SegmentWords;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A meeting point of several threads of any processes: each waits until all have arrived, and then
/// all go on, again and again. If one cannot, none waits in vain: the barrier breaks.
///
/// **Shape.** A fixed number of parties; which threads they are is free. An action, if there is
/// one, is run by the last to arrive, while the others wait. Arrivals are counted down: the first
/// gets `parties - 1`, the last 0, and no two of one meeting the same.
///
/// **Breaking.** The barrier breaks for all that wait when one of them dies with its process, is
/// interrupted, or waits longer than it wants to, when the action throws, and by [#abort()] and
/// [#reset()]. It stays broken until a reset; who waits at one meeting never hears of what breaks
/// another. One that died *before* it arrived is missing, but nobody can know that it was to come:
/// wait for a limited time, or with [io.tandem.park.Waitable#awaitAny] for its end as well.
///
/// **Units.** Times are [Duration]s; zero and negative ones do not wait.
///
/// **Sharing.** Any thread, virtual ones too, of any process. What each party did before it
/// arrived, and the action, all see after it. A process that is stopped keeps nobody's time from
/// running out.
///
/// **Lifetime.** The barrier lives in its scope until [#free()]. Captured by a task or serialized
/// otherwise it travels as a handle, with its action.
///
/// **Errors.** [BrokenBarrierException], which says who broke it; [TimeoutException].
///
/// **Source.** `java.util.concurrent.CyclicBarrier`, and Python's `multiprocessing.Barrier`, where
/// the death of a party that waits goes unnoticed.
///
/// ```java
/// var barrier = SharedBarrier.create(2);
/// Thread other = Thread.startVirtualThread(() -> {
///   try {
///     barrier.await();
///   } catch (InterruptedException | BrokenBarrierException e) {
///     System.err.println(e.getMessage());
///   }
/// });
/// System.out.println(barrier.await()); // 0 or 1
/// ```
public final class SharedBarrier extends SharedObject {
  /// The largest number of parties.
  public static final int MOST_PARTIES = 1 << 16;

  static final ObjectType TYPE = new ObjectType("barrier", 1);

  private static final long serialVersionUID = 1;

  private final transient @Nullable Action action;
  private final transient BarrierWord barrier;

  private SharedBarrier(SharedBlock block, @Nullable Action action) {
    super(block);
    requireWhole(block);
    this.action = action;
    this.barrier = companion(BarrierWord.class, BarrierWord::new);
  }

  private static void requireWhole(SharedBlock block) {
    int parties = new SegmentWords(block.segment()).getInt(BarrierLayout.PARTIES_AT);
    if (block.byteSize() != BarrierLayout.bytes(parties)) {
      throw new MemoryException.Incompatible(
          "Cannot use %s as a barrier: it says it has %d parties. It is damaged: make it again."
              .formatted(block, parties));
    }
  }

  /// What the last to arrive does for all.
  @FunctionalInterface
  public interface Action extends Serializable {
    /// Acts, while the others wait.
    void run();
  }

  // ---- making and finding barriers ----

  /// Makes a barrier in the scope of this process and all it starts.
  ///
  /// @param parties 1 to [#MOST_PARTIES]
  public static SharedBarrier create(int parties) {
    return make(SharedScope.ofProcessTree(), parties, null);
  }

  /// Makes a barrier without a name.
  ///
  /// @param parties 1 to [#MOST_PARTIES]
  public static SharedBarrier create(SharedScope scope, int parties) {
    return make(scope, parties, null);
  }

  /// Makes a barrier without a name.
  ///
  /// @param parties 1 to [#MOST_PARTIES]
  /// @param action for the last to arrive
  public static SharedBarrier create(SharedScope scope, int parties, Action action) {
    return make(scope, parties, action);
  }

  private static SharedBarrier make(SharedScope scope, int parties, @Nullable Action action) {
    check(parties);
    SharedBlock block = scope.allocate(TYPE, BarrierLayout.bytes(parties));
    initialize(block.segment(), parties);
    return new SharedBarrier(block, action);
  }

  /// Finds a named barrier or makes it.
  ///
  /// @param parties 1 to [#MOST_PARTIES], the same for all who open it
  /// @throws MemoryException.Incompatible if it is there for another number
  public static SharedBarrier open(SharedScope scope, String name, int parties) {
    return find(scope, name, parties, null);
  }

  /// Finds a named barrier or makes it.
  ///
  /// @param parties 1 to [#MOST_PARTIES], the same for all who open it
  /// @param action that threads run which wait by way of this object and arrive last
  /// @throws MemoryException.Incompatible if it is there for another number
  public static SharedBarrier open(SharedScope scope, String name, int parties, Action action) {
    return find(scope, name, parties, action);
  }

  private static SharedBarrier find(
      SharedScope scope, String name, int parties, @Nullable Action action) {
    check(parties);
    SharedBlock block;
    try {
      block =
          scope.openBlock(
              name, TYPE, BarrierLayout.bytes(parties), memory -> initialize(memory, parties));
    } catch (MemoryException.Incompatible e) {
      requireParties(scope, name, parties);
      throw e;
    }
    return new SharedBarrier(block, action);
  }

  /// Says in a barrier's own terms that the one of that name has another size.
  private static void requireParties(SharedScope scope, String name, int parties) {
    int found = new SharedBarrier(scope.attachBlock(name, TYPE), null).getParties();
    if (found != parties) {
      throw new MemoryException.Incompatible(
          "Cannot open barrier '%s' of scope %s for %d parties: it is there for %d. "
                  .formatted(name, scope, parties, found)
              + "Use the same number everywhere, or another name.");
    }
  }

  static void initialize(MemorySegment memory, int parties) {
    new SegmentWords(memory).setInt(BarrierLayout.PARTIES_AT, parties);
  }

  private static void check(int parties) {
    if (parties < 1 || parties > MOST_PARTIES) {
      throw new IllegalArgumentException(
          "Cannot make a barrier for %d parties: use 1 to %d.".formatted(parties, MOST_PARTIES));
    }
  }

  // ---- meeting ----

  /// Arrives, and waits for all others.
  ///
  /// @return how many were still to come: `getParties() - 1` to 0
  /// @throws BrokenBarrierException if it is broken, or breaks meanwhile
  /// @throws InterruptedException if the thread is interrupted before or meanwhile: that breaks it
  public int await() throws InterruptedException, BrokenBarrierException {
    try {
      return barrier.await(runnable(), Long.MAX_VALUE);
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  /// Arrives, and waits for all others for a limited time.
  ///
  /// @param timeout not to wait if zero or negative
  /// @return how many were still to come: `getParties() - 1` to 0
  /// @throws BrokenBarrierException if it is broken, or breaks meanwhile
  /// @throws InterruptedException if the thread is interrupted before or meanwhile: that breaks it
  /// @throws TimeoutException if the time is over first: that breaks it, unless those that met
  ///   before this thread came are still busy with the action
  public int await(Duration timeout)
      throws InterruptedException, BrokenBarrierException, TimeoutException {
    try {
      return barrier.await(runnable(), TimeUnit.NANOSECONDS.convert(timeout));
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  private @Nullable Runnable runnable() {
    return action == null ? null : action::run;
  }

  /// Breaks it for those that wait, and makes it whole for those that come after.
  public void reset() {
    barrier.reset();
  }

  /// Breaks it, until a [#reset()]. Python's way to say that one party cannot come.
  public void abort() {
    barrier.abort();
  }

  // ---- looking ----

  /// Whether it is broken.
  public boolean isBroken() {
    return barrier.isBroken();
  }

  /// How many have to arrive.
  public int getParties() {
    return barrier.parties();
  }

  /// How many wait at this moment; none at a broken barrier.
  public int getNumberWaiting() {
    return barrier.waiting();
  }

  // ---- the object ----

  @Override
  protected @Nullable String usedBy() {
    return barrier.usedBy();
  }

  @Override
  public String toString() {
    return describe("barrier for %d".formatted(getParties()));
  }

  @Override
  protected Serializable handle() {
    return new Handle(block(), action);
  }

  /// What travels instead of a barrier.
  private record Handle(SharedBlock block, @Nullable Action action) implements Serializable {
    private Object readResolve() {
      return new SharedBarrier(block, action);
    }
  }
}
