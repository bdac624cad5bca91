package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedLock;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A `boolean` that several processes read and change.
///
/// **Shape.** In memory an `int`, 1 for true and 0 for false.
///
/// **Sharing.** As every [SharedValue]: each method is one atomic step, and has the effects on
/// memory of the method of that name in [java.util.concurrent.atomic.AtomicBoolean]. To wait until
/// it changes, use a [io.tandem.sync.SharedEvent].
///
/// **Lifetime.** As every [SharedValue].
///
/// **Errors.** As every [SharedValue].
///
/// **Source.** Python's `Value('i')` used as a flag, or `Value(ctypes.c_bool)`.
///
/// ```java
/// var stop = BooleanValue.create(false);
/// if (stop.compareAndSet(false, true)) {
///   System.out.println("the first to stop it");
/// }
/// ```
public final class BooleanValue extends SharedValue {
  private static final long serialVersionUID = 1;
  private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();

  BooleanValue(SharedBlock block, @Nullable SharedLock givenLock) {
    super(block, givenLock);
  }

  /// Makes a value in the scope of this process and all it starts.
  public static BooleanValue create(boolean initial) {
    return create(SharedScope.ofProcessTree(), initial);
  }

  /// Makes a value without a name.
  public static BooleanValue create(SharedScope scope, boolean initial) {
    return make(scope, initial, null);
  }

  /// Makes a value without a name that is guarded by a lock of your own, which may guard others.
  public static BooleanValue create(SharedScope scope, boolean initial, SharedLock lock) {
    return make(scope, initial, lock);
  }

  private static BooleanValue make(SharedScope scope, boolean initial, @Nullable SharedLock lock) {
    var made = new BooleanValue(allocate(scope, ElementType.BOOLEAN), lock);
    made.setPlain(initial);
    return made;
  }

  /// Finds a named value or makes it.
  ///
  /// @param initial what it is if it is made now
  /// @throws MemoryException.Incompatible if there is something else of that name
  public static BooleanValue open(SharedScope scope, String name, boolean initial) {
    return new BooleanValue(
        open(scope, name, ElementType.BOOLEAN, line -> INT.set(line, AT, word(initial))), null);
  }

  private static int word(boolean value) {
    return value ? 1 : 0;
  }

  /// The value, as a volatile variable is read.
  public boolean get() {
    return (int) INT.getVolatile(line, AT) != 0;
  }

  /// Sets the value, as a volatile variable is written.
  public void set(boolean value) {
    INT.setVolatile(line, AT, word(value));
  }

  /// The value, in no order with other accesses.
  public boolean getPlain() {
    return (int) INT.get(line, AT) != 0;
  }

  /// Sets the value, in no order with other accesses.
  public void setPlain(boolean value) {
    INT.set(line, AT, word(value));
  }

  /// The value; what came before the [#setRelease] that wrote it is seen after this.
  public boolean getAcquire() {
    return (int) INT.getAcquire(line, AT) != 0;
  }

  /// Sets the value; what came before this is seen after the [#getAcquire] that reads it.
  public void setRelease(boolean value) {
    INT.setRelease(line, AT, word(value));
  }

  /// Sets the value and returns the one before.
  public boolean getAndSet(boolean value) {
    return (int) INT.getAndSet(line, AT, word(value)) != 0;
  }

  /// Sets the value if it is the expected one.
  ///
  /// @return whether it was
  public boolean compareAndSet(boolean expected, boolean value) {
    return INT.compareAndSet(line, AT, word(expected), word(value));
  }

  /// `true` or `false`.
  @Override
  public String toString() {
    return Boolean.toString(get());
  }
}
