package io.tandem.sync;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedObject;
import io.tandem.memory.SharedScope;
import io.tandem.park.WaitPoint;
import io.tandem.park.Waitable;
import java.io.Serializable;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// A flag between processes that one can wait for.
///
/// **Shape.** Not set at first. Setting it lets all go who wait, and all who come until it is
/// cleared. Setting it again, and clearing it again, does nothing.
///
/// **Units.** A timeout of zero or less does not wait.
///
/// **Sharing.** Any thread, virtual ones too, of any process. Setting never waits for those who
/// wait. What was done before [#set()], they see after [#await()].
///
/// **Lifetime.** The event lives in its scope until [#free()]. Captured by a task or serialized
/// otherwise it travels as a handle. Whoever dies leaves it as it is: nobody has it.
///
/// **Errors.** [MemoryException] from making and opening.
///
/// **Source.** Python's `multiprocessing.Event`. There, one who waits while the event is set and
/// cleared at once may be told that it was not set; here it is told that it was. There, one that is
/// killed while waiting makes `set()` hang.
///
/// ```java
/// var go = SharedEvent.create();
/// try (var runner = JvmProcess.start(() -> go.await())) {
///   go.set();
/// }
/// ```
public final class SharedEvent extends SharedObject implements Waitable {
  static final ObjectType TYPE = new ObjectType("event", 1);

  private static final long serialVersionUID = 1;

  private final transient EventWord event;

  private SharedEvent(SharedBlock block) {
    super(block);
    this.event = companion(EventWord.class, EventWord::new);
  }

  /// Makes an event in the scope of this process and all it starts.
  public static SharedEvent create() {
    return create(SharedScope.ofProcessTree());
  }

  /// Makes an event without a name.
  public static SharedEvent create(SharedScope scope) {
    return new SharedEvent(scope.allocate(TYPE, EventLayout.BYTES));
  }

  /// Finds a named event or makes it.
  ///
  /// @throws MemoryException.Incompatible if there is something else of that name
  public static SharedEvent open(SharedScope scope, String name) {
    return new SharedEvent(scope.openBlock(name, TYPE, EventLayout.BYTES));
  }

  /// Whether it is set.
  public boolean isSet() {
    return event.isSet();
  }

  /// Sets it, and wakes all who wait.
  public void set() {
    event.set();
  }

  /// Clears it: who comes from now on waits for the next [#set()].
  public void clear() {
    event.clear();
  }

  /// Waits until it is set, be it for a moment only.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  @Override
  public void await() throws InterruptedException {
    try {
      boolean _ = event.await(Long.MAX_VALUE);
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  /// Waits until it is set, be it for a moment only, or the time is over.
  ///
  /// @return whether it was set
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  @Override
  public boolean await(Duration timeout) throws InterruptedException {
    try {
      return event.await(TimeUnit.NANOSECONDS.convert(timeout));
    } finally {
      Reference.reachabilityFence(this); // its memory goes with it
    }
  }

  /// As [#isSet()]. Among several things that are waited for, an event that is cleared at once may
  /// be missed.
  @Override
  public boolean isReady() {
    return event.isSet();
  }

  @Override
  public WaitPoint waitPoint() {
    return event.waitPoint();
  }

  @Override
  public String toString() {
    return describe("event");
  }

  @Override
  protected Serializable handle() {
    return new Handle(block());
  }

  /// What travels instead of an event.
  private record Handle(SharedBlock block) implements Serializable {
    private Object readResolve() {
      return new SharedEvent(block);
    }
  }
}
