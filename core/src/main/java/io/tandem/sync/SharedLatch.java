package io.tandem.sync;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedObject;
import io.tandem.memory.SharedScope;
import io.tandem.park.WaitPoint;
import io.tandem.park.Waitable;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.io.Serializable;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A count between processes that only goes down; one can wait until it is zero, for ever after.
///
/// **Shape.** The count is 0 to 2^31 - 1 at first. Counting down at zero does nothing.
///
/// **Units.** A timeout of zero or less does not wait.
///
/// **Sharing.** Any thread, virtual ones too, of any process. Counting down never waits for those
/// who wait. What all did before [#countDown()], they see after [#await()].
///
/// **Lifetime.** The latch lives in its scope until [#free()]. Captured by a task or serialized
/// otherwise it travels as a handle. One that dies before it counts down is missing for ever: wait
/// for a limited time, or with [Waitable#awaitAny] for its end as well.
///
/// **Errors.** [MemoryException] from making and opening.
///
/// **Source.** `java.util.concurrent.CountDownLatch`. Python has none.
///
/// ```java
/// var ready = SharedLatch.create(2);
/// ready.countDown();
/// System.out.println(ready.getCount()); // 1
/// ```
public final class SharedLatch extends SharedObject implements Waitable {
  static final ObjectType TYPE = new ObjectType("latch", 1);

  private static final long serialVersionUID = 1;

  private final transient LatchWord latch;

  private SharedLatch(SharedBlock block) {
    super(block);
    this.latch = companion(LatchWord.class, LatchWord::new);
  }

  /// Makes a latch in the scope of this process and all it starts.
  ///
  /// @param count 0 or more
  public static SharedLatch create(int count) {
    return create(SharedScope.ofProcessTree(), count);
  }

  /// Makes a latch without a name.
  ///
  /// @param count 0 or more
  public static SharedLatch create(SharedScope scope, int count) {
    requireNotNegative("make a latch of", count);
    SharedBlock block = scope.allocate(TYPE, LatchLayout.BYTES);
    initialize(new SegmentWords(block.segment()), count);
    return new SharedLatch(block);
  }

  /// Finds a named latch, whatever its count is now, or makes it.
  ///
  /// @param count at first, 0 or more: the same for all who open it
  /// @throws MemoryException.Incompatible if it was made with another count
  public static SharedLatch open(SharedScope scope, String name, int count) {
    requireNotNegative("make a latch of", count);
    SharedBlock block =
        scope.openBlock(
            name, TYPE, LatchLayout.BYTES, memory -> initialize(new SegmentWords(memory), count));
    int found = new SegmentWords(block.segment()).getInt(LatchLayout.INITIAL_AT);
    if (found != count) {
      throw new MemoryException.Incompatible(
          "Cannot open latch '%s' of scope %s with a count of %d: it was made with %d. "
                  .formatted(name, scope, count, found)
              + "Use the same count everywhere, or another name.");
    }
    return new SharedLatch(block);
  }

  static void initialize(Words words, int count) {
    words.setInt(LatchLayout.INITIAL_AT, count);
    words.setIntRelease(LatchLayout.WORD_AT, count); // release: pairs with the look at the count
  }

  private static void requireNotNegative(String what, int count) {
    if (count < 0) {
      throw new IllegalArgumentException("Cannot %s %d: use 0 or more.".formatted(what, count));
    }
  }

  /// How often it must still be counted down.
  public long getCount() {
    return latch.count();
  }

  /// Counts down by one; at zero it lets all go who wait.
  public void countDown() {
    latch.countDown(1);
  }

  /// Counts down by several at once, but not below zero.
  ///
  /// @param times 0 or more
  public void countDown(int times) {
    requireNotNegative("count down by", times);
    latch.countDown(times);
  }

  /// Waits until the count is zero.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  @Override
  public void await() throws InterruptedException {
    try {
      boolean _ = latch.await(Long.MAX_VALUE);
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  /// Waits until the count is zero or the time is over.
  ///
  /// @return whether the count is zero
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    try {
      return latch.await(TimeUnit.NANOSECONDS.convert(timeout));
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  /// Whether the count is zero.
  @Override
  public boolean isReady() {
    return latch.count() == 0;
  }

  @Override
  public WaitPoint waitPoint() {
    return latch.waitPoint();
  }

  @Override
  public String toString() {
    return describe("latch");
  }

  @Override
  protected Serializable handle() {
    return new Handle(block());
  }

  /// What travels instead of a latch.
  private record Handle(SharedBlock block) implements Serializable {
    private Object readResolve() {
      return new SharedLatch(block);
    }
  }
}
