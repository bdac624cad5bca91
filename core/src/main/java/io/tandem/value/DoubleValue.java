package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedLock;
import java.lang.invoke.VarHandle;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// A `double` that several processes read and change.
///
/// **Shape.** 64 bits, as C's `double`. Values are compared by their bits: a NaN equals itself, and
/// 0.0 does not equal -0.0.
///
/// **Sharing.** As every [SharedValue]: each method is one atomic step, and has the effects on
/// memory of the method of that name in [java.util.concurrent.atomic.AtomicReference].
///
/// **Lifetime.** As every [SharedValue].
///
/// **Errors.** As every [SharedValue].
///
/// **Source.** Python's `Value('d')`; differs in that `value += 1` is two steps there, which lose
/// updates, and [#getAndAdd] one. A C `float` is a [FloatArray] of one element.
///
/// ```java
/// try (var scope = SharedScope.open("orders")) {
///   var total = DoubleValue.open(scope, "total", 0);
///   total.getAndAdd(0.5);
///   double doubled = total.updateAndGet(n -> 2 * n);
/// }
/// ```
public final class DoubleValue extends SharedValue {
  private static final long serialVersionUID = 1;
  private static final VarHandle DOUBLE = JAVA_DOUBLE.varHandle().withInvokeExactBehavior();

  DoubleValue(SharedBlock block, @Nullable SharedLock givenLock) {
    super(block, givenLock);
  }

  /// Makes a value in the scope of this process and all it starts.
  public static DoubleValue create(double initial) {
    return create(SharedScope.ofProcessTree(), initial);
  }

  /// Makes a value without a name.
  public static DoubleValue create(SharedScope scope, double initial) {
    return make(scope, initial, null);
  }

  /// Makes a value without a name that is guarded by a lock of your own, which may guard others.
  public static DoubleValue create(SharedScope scope, double initial, SharedLock lock) {
    return make(scope, initial, lock);
  }

  private static DoubleValue make(SharedScope scope, double initial, @Nullable SharedLock lock) {
    var made = new DoubleValue(allocate(scope, ElementType.DOUBLE), lock);
    made.setPlain(initial);
    return made;
  }

  /// Finds a named value or makes it.
  ///
  /// @param initial what it is if it is made now
  /// @throws MemoryException.Incompatible if there is something else of that name
  public static DoubleValue open(SharedScope scope, String name, double initial) {
    return new DoubleValue(
        open(scope, name, ElementType.DOUBLE, line -> DOUBLE.set(line, AT, initial)), null);
  }

  // ---- reading and writing ----

  /// The value, as a volatile variable is read.
  public double get() {
    return (double) DOUBLE.getVolatile(line, AT);
  }

  /// Sets the value, as a volatile variable is written.
  public void set(double value) {
    DOUBLE.setVolatile(line, AT, value);
  }

  /// The value, in no order with other accesses.
  public double getPlain() {
    return (double) DOUBLE.get(line, AT);
  }

  /// Sets the value, in no order with other accesses.
  public void setPlain(double value) {
    DOUBLE.set(line, AT, value);
  }

  /// The value; what came before the [#setRelease] that wrote it is seen after this.
  public double getAcquire() {
    return (double) DOUBLE.getAcquire(line, AT);
  }

  /// Sets the value; what came before this is seen after the [#getAcquire] that reads it.
  public void setRelease(double value) {
    DOUBLE.setRelease(line, AT, value);
  }

  // ---- reading and writing in one step ----

  /// Sets the value and returns the one before.
  public double getAndSet(double value) {
    return (double) DOUBLE.getAndSet(line, AT, value);
  }

  /// Sets the value if it is the expected one, bit by bit.
  ///
  /// @return whether it was
  public boolean compareAndSet(double expected, double value) {
    return DOUBLE.compareAndSet(line, AT, expected, value);
  }

  /// Adds, and returns the value before.
  public double getAndAdd(double delta) {
    while (true) {
      double seen = get();
      if (compareAndSet(seen, seen + delta)) {
        return seen;
      }
    }
  }

  /// Adds, and returns the value after that.
  public double addAndGet(double delta) {
    return getAndAdd(delta) + delta;
  }

  /// Replaces the value by what the function makes of it, and returns the one before.
  ///
  /// @param update without side effects: it runs again when another was faster
  public double getAndUpdate(DoubleUnaryOperator update) {
    while (true) {
      double seen = get();
      if (compareAndSet(seen, update.applyAsDouble(seen))) {
        return seen;
      }
    }
  }

  /// Replaces the value by what the function makes of it, and returns that.
  ///
  /// @param update without side effects: it runs again when another was faster
  public double updateAndGet(DoubleUnaryOperator update) {
    while (true) {
      double seen = get();
      double next = update.applyAsDouble(seen);
      if (compareAndSet(seen, next)) {
        return next;
      }
    }
  }

  /// Replaces the value by what the function makes of it and the operand, and returns that.
  ///
  /// @param function without side effects: it runs again when another was faster
  public double accumulateAndGet(double operand, DoubleBinaryOperator function) {
    while (true) {
      double seen = get();
      double next = function.applyAsDouble(seen, operand);
      if (compareAndSet(seen, next)) {
        return next;
      }
    }
  }

  /// The value as [Double#toString(double)] writes it.
  @Override
  public String toString() {
    return Double.toString(get());
  }
}
