package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedLock;
import java.lang.invoke.VarHandle;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// An `int` that several processes read and change.
///
/// **Shape.** 32 bits, as C's `int`: it wraps around, 2147483647 plus 1 is -2147483648. The same
/// bits without a sign are [#getUnsigned()].
///
/// **Sharing.** As every [SharedValue]: each method is one atomic step, and has the effects on
/// memory of the method of that name in [java.util.concurrent.atomic.AtomicInteger].
///
/// **Lifetime.** As every [SharedValue].
///
/// **Errors.** As every [SharedValue].
///
/// **Source.** Python's `Value('i')`, and `Value('I')` unsigned; differs in that `value += 1` is
/// two steps there, which lose updates, and [#getAndAdd] one.
///
/// ```java
/// try (var scope = SharedScope.open("orders")) {
///   var total = IntValue.open(scope, "total", 0);
///   total.getAndAdd(5);
///   int doubled = total.updateAndGet(n -> 2 * n);
/// }
/// ```
public final class IntValue extends SharedValue {
  private static final long serialVersionUID = 1;
  private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();

  IntValue(SharedBlock block, @Nullable SharedLock givenLock) {
    super(block, givenLock);
  }

  /// Makes a value in the scope of this process and all it starts.
  public static IntValue create(int initial) {
    return create(SharedScope.ofProcessTree(), initial);
  }

  /// Makes a value without a name.
  public static IntValue create(SharedScope scope, int initial) {
    return make(scope, initial, null);
  }

  /// Makes a value without a name that is guarded by a lock of your own, which may guard others.
  public static IntValue create(SharedScope scope, int initial, SharedLock lock) {
    return make(scope, initial, lock);
  }

  private static IntValue make(SharedScope scope, int initial, @Nullable SharedLock lock) {
    var made = new IntValue(allocate(scope, ElementType.INT), lock);
    made.setPlain(initial);
    return made;
  }

  /// Finds a named value or makes it.
  ///
  /// @param initial what it is if it is made now
  /// @throws MemoryException.Incompatible if there is something else of that name
  public static IntValue open(SharedScope scope, String name, int initial) {
    return new IntValue(
        open(scope, name, ElementType.INT, line -> INT.set(line, AT, initial)), null);
  }

  // ---- reading and writing ----

  /// The value, as a volatile variable is read.
  public int get() {
    return (int) INT.getVolatile(line, AT);
  }

  /// Sets the value, as a volatile variable is written.
  public void set(int value) {
    INT.setVolatile(line, AT, value);
  }

  /// The value, in no order with other accesses.
  public int getPlain() {
    return (int) INT.get(line, AT);
  }

  /// Sets the value, in no order with other accesses.
  public void setPlain(int value) {
    INT.set(line, AT, value);
  }

  /// The value; what came before the [#setRelease] that wrote it is seen after this.
  public int getAcquire() {
    return (int) INT.getAcquire(line, AT);
  }

  /// Sets the value; what came before this is seen after the [#getAcquire] that reads it.
  public void setRelease(int value) {
    INT.setRelease(line, AT, value);
  }

  /// The value without its sign.
  ///
  /// @return 0 to 2^32 - 1
  public long getUnsigned() {
    return Integer.toUnsignedLong(get());
  }

  // ---- reading and writing in one step ----

  /// Sets the value and returns the one before.
  public int getAndSet(int value) {
    return (int) INT.getAndSet(line, AT, value);
  }

  /// Sets the value if it is the expected one.
  ///
  /// @return whether it was
  public boolean compareAndSet(int expected, int value) {
    return INT.compareAndSet(line, AT, expected, value);
  }

  /// Adds, and returns the value before.
  public int getAndAdd(int delta) {
    return (int) INT.getAndAdd(line, AT, delta);
  }

  /// Adds, and returns the value after that.
  public int addAndGet(int delta) {
    return getAndAdd(delta) + delta;
  }

  /// Adds 1, and returns the value after that.
  public int incrementAndGet() {
    return addAndGet(1);
  }

  /// Subtracts 1, and returns the value after that.
  public int decrementAndGet() {
    return addAndGet(-1);
  }

  /// Replaces the value by what the function makes of it, and returns the one before.
  ///
  /// @param update without side effects: it runs again when another was faster
  public int getAndUpdate(IntUnaryOperator update) {
    while (true) {
      int seen = get();
      if (compareAndSet(seen, update.applyAsInt(seen))) {
        return seen;
      }
    }
  }

  /// Replaces the value by what the function makes of it, and returns that.
  ///
  /// @param update without side effects: it runs again when another was faster
  public int updateAndGet(IntUnaryOperator update) {
    while (true) {
      int seen = get();
      int next = update.applyAsInt(seen);
      if (compareAndSet(seen, next)) {
        return next;
      }
    }
  }

  /// Replaces the value by what the function makes of it and the operand, and returns that.
  ///
  /// @param function without side effects: it runs again when another was faster
  public int accumulateAndGet(int operand, IntBinaryOperator function) {
    while (true) {
      int seen = get();
      int next = function.applyAsInt(seen, operand);
      if (compareAndSet(seen, next)) {
        return next;
      }
    }
  }

  /// The value in decimal, without its sign.
  public String toUnsignedString() {
    return Integer.toUnsignedString(get());
  }

  /// The value in decimal.
  @Override
  public String toString() {
    return Integer.toString(get());
  }
}
