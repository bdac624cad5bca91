package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedLock;
import java.lang.invoke.VarHandle;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// A `long` that several processes read and change.
///
/// **Shape.** 64 bits, as C's `int64_t`: it wraps around, 2^63 - 1 plus 1 is -2^63. The same bits
/// without a sign are [#toUnsignedString()].
///
/// **Sharing.** As every [SharedValue]: each method is one atomic step, and has the effects on
/// memory of the method of that name in [java.util.concurrent.atomic.AtomicLong].
///
/// **Lifetime.** As every [SharedValue].
///
/// **Errors.** As every [SharedValue].
///
/// **Source.** Python's `Value('q')`, and `Value('Q')` unsigned; differs in that `value += 1` is
/// two steps there, which lose updates, and [#getAndAdd] one.
///
/// ```java
/// try (var scope = SharedScope.open("orders")) {
///   var total = LongValue.open(scope, "total", 0);
///   total.getAndAdd(5);
///   long doubled = total.updateAndGet(n -> 2 * n);
/// }
/// ```
public final class LongValue extends SharedValue {
  private static final long serialVersionUID = 1;
  private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();

  LongValue(SharedBlock block, @Nullable SharedLock givenLock) {
    super(block, givenLock);
  }

  /// Makes a value in the scope of this process and all it starts.
  public static LongValue create(long initial) {
    return create(SharedScope.ofProcessTree(), initial);
  }

  /// Makes a value without a name.
  public static LongValue create(SharedScope scope, long initial) {
    return make(scope, initial, null);
  }

  /// Makes a value without a name that is guarded by a lock of your own, which may guard others.
  public static LongValue create(SharedScope scope, long initial, SharedLock lock) {
    return make(scope, initial, lock);
  }

  private static LongValue make(SharedScope scope, long initial, @Nullable SharedLock lock) {
    var made = new LongValue(allocate(scope, ElementType.LONG), lock);
    made.setPlain(initial);
    return made;
  }

  /// Finds a named value or makes it.
  ///
  /// @param initial what it is if it is made now
  /// @throws MemoryException.Incompatible if there is something else of that name
  public static LongValue open(SharedScope scope, String name, long initial) {
    return new LongValue(
        open(scope, name, ElementType.LONG, line -> LONG.set(line, AT, initial)), null);
  }

  // ---- reading and writing ----

  /// The value, as a volatile variable is read.
  public long get() {
    return (long) LONG.getVolatile(line, AT);
  }

  /// Sets the value, as a volatile variable is written.
  public void set(long value) {
    LONG.setVolatile(line, AT, value);
  }

  /// The value, in no order with other accesses.
  public long getPlain() {
    return (long) LONG.get(line, AT);
  }

  /// Sets the value, in no order with other accesses.
  public void setPlain(long value) {
    LONG.set(line, AT, value);
  }

  /// The value; what came before the [#setRelease] that wrote it is seen after this.
  public long getAcquire() {
    return (long) LONG.getAcquire(line, AT);
  }

  /// Sets the value; what came before this is seen after the [#getAcquire] that reads it.
  public void setRelease(long value) {
    LONG.setRelease(line, AT, value);
  }

  // ---- reading and writing in one step ----

  /// Sets the value and returns the one before.
  public long getAndSet(long value) {
    return (long) LONG.getAndSet(line, AT, value);
  }

  /// Sets the value if it is the expected one.
  ///
  /// @return whether it was
  public boolean compareAndSet(long expected, long value) {
    return LONG.compareAndSet(line, AT, expected, value);
  }

  /// Adds, and returns the value before.
  public long getAndAdd(long delta) {
    return (long) LONG.getAndAdd(line, AT, delta);
  }

  /// Adds, and returns the value after that.
  public long addAndGet(long delta) {
    return getAndAdd(delta) + delta;
  }

  /// Adds 1, and returns the value after that.
  public long incrementAndGet() {
    return addAndGet(1);
  }

  /// Subtracts 1, and returns the value after that.
  public long decrementAndGet() {
    return addAndGet(-1);
  }

  /// Replaces the value by what the function makes of it, and returns the one before.
  ///
  /// @param update without side effects: it runs again when another was faster
  public long getAndUpdate(LongUnaryOperator update) {
    while (true) {
      long seen = get();
      if (compareAndSet(seen, update.applyAsLong(seen))) {
        return seen;
      }
    }
  }

  /// Replaces the value by what the function makes of it, and returns that.
  ///
  /// @param update without side effects: it runs again when another was faster
  public long updateAndGet(LongUnaryOperator update) {
    while (true) {
      long seen = get();
      long next = update.applyAsLong(seen);
      if (compareAndSet(seen, next)) {
        return next;
      }
    }
  }

  /// Replaces the value by what the function makes of it and the operand, and returns that.
  ///
  /// @param function without side effects: it runs again when another was faster
  public long accumulateAndGet(long operand, LongBinaryOperator function) {
    while (true) {
      long seen = get();
      long next = function.applyAsLong(seen, operand);
      if (compareAndSet(seen, next)) {
        return next;
      }
    }
  }

  /// The value in decimal, without its sign.
  public String toUnsignedString() {
    return Long.toUnsignedString(get());
  }

  /// The value in decimal.
  @Override
  public String toString() {
    return Long.toString(get());
  }
}
