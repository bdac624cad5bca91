package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedLock;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// An array of `double` that several processes read and change.
///
/// **Shape.** As every [SharedArray]. An element has 64 bits, as C's `double`. Values are compared
/// by their bits: a NaN equals itself, and 0.0 does not equal -0.0.
///
/// **Units.** As every [SharedArray].
///
/// **Sharing.** As every [SharedArray]: each method that names one index is one atomic step, and
/// has the effects on memory of the method of that name in
/// [java.util.concurrent.atomic.AtomicReferenceArray].
///
/// **Lifetime.** As every [SharedArray].
///
/// **Errors.** As every [SharedArray].
///
/// **Source.** Python's `Array('d', ...)`.
///
/// ```java
/// var prices = DoubleArray.of(101.25, 99.5);
/// prices.addAndGet(0, 0.25);
/// System.out.println(prices);
/// ```
public final class DoubleArray extends SharedArray {
  private static final long serialVersionUID = 1;
  private static final VarHandle DOUBLE = JAVA_DOUBLE.varHandle().withInvokeExactBehavior();

  DoubleArray(ArrayPart part) {
    super(ElementType.DOUBLE, part);
  }

  // ---- making and finding ----

  /// Makes an array in the scope of this process and all it starts.
  public static DoubleArray create(long length) {
    return create(SharedScope.ofProcessTree(), length);
  }

  /// Makes an array without a name.
  ///
  /// @throws MemoryException.NoSpace if the scope cannot grow by as much
  public static DoubleArray create(SharedScope scope, long length) {
    return make(scope, length, null);
  }

  /// Makes an array without a name that is guarded by a lock of your own, which may guard others.
  ///
  /// @throws MemoryException.NoSpace if the scope cannot grow by as much
  public static DoubleArray create(SharedScope scope, long length, SharedLock lock) {
    return make(scope, length, lock);
  }

  private static DoubleArray make(SharedScope scope, long length, @Nullable SharedLock lock) {
    return new DoubleArray(allocate(scope, ElementType.DOUBLE, length, lock));
  }

  /// Makes an array of these values in the scope of this process and all it starts.
  public static DoubleArray of(double... values) {
    return of(SharedScope.ofProcessTree(), values);
  }

  /// Makes an array of these values without a name.
  ///
  /// @throws MemoryException.NoSpace if the scope cannot grow by as much
  public static DoubleArray of(SharedScope scope, double... values) {
    DoubleArray made = create(scope, values.length);
    made.copyFrom(values);
    return made;
  }

  /// Finds a named array or makes it.
  ///
  /// @throws MemoryException.Incompatible if there is something else of that name, or an array of
  ///   another length
  public static DoubleArray open(SharedScope scope, String name, long length) {
    return new DoubleArray(open(scope, name, ElementType.DOUBLE, length));
  }

  // ---- one element ----

  private long at(long index) {
    return Objects.checkIndex(index, length) * Double.BYTES;
  }

  /// An element, as a volatile variable is read.
  public double get(long index) {
    return (double) DOUBLE.getVolatile(elements, at(index));
  }

  /// Sets an element, as a volatile variable is written.
  public void set(long index, double value) {
    DOUBLE.setVolatile(elements, at(index), value);
  }

  /// An element, in no order with other accesses.
  public double getPlain(long index) {
    return (double) DOUBLE.get(elements, at(index));
  }

  /// Sets an element, in no order with other accesses.
  public void setPlain(long index, double value) {
    DOUBLE.set(elements, at(index), value);
  }

  /// An element; what came before the [#setRelease] that wrote it is seen after this.
  public double getAcquire(long index) {
    return (double) DOUBLE.getAcquire(elements, at(index));
  }

  /// Sets an element; what came before this is seen after the [#getAcquire] that reads it.
  public void setRelease(long index, double value) {
    DOUBLE.setRelease(elements, at(index), value);
  }

  /// Sets an element and returns the value before.
  public double getAndSet(long index, double value) {
    return (double) DOUBLE.getAndSet(elements, at(index), value);
  }

  /// Sets an element if it is the expected value, bit by bit.
  ///
  /// @return whether it was
  public boolean compareAndSet(long index, double expected, double value) {
    return DOUBLE.compareAndSet(elements, at(index), expected, value);
  }

  /// Adds to an element, and returns the value before.
  public double getAndAdd(long index, double delta) {
    while (true) {
      double seen = get(index);
      if (compareAndSet(index, seen, seen + delta)) {
        return seen;
      }
    }
  }

  /// Adds to an element, and returns the value after that.
  public double addAndGet(long index, double delta) {
    return getAndAdd(index, delta) + delta;
  }

  /// Replaces an element by what the function makes of it, and returns that.
  ///
  /// @param update without side effects: it runs again when another was faster
  public double updateAndGet(long index, DoubleUnaryOperator update) {
    while (true) {
      double seen = get(index);
      double next = update.applyAsDouble(seen);
      if (compareAndSet(index, seen, next)) {
        return next;
      }
    }
  }

  // ---- many elements ----

  /// Some of its elements, shared with this array: no copy.
  ///
  /// @param from the first of them
  /// @param to the one behind the last
  public DoubleArray slice(long from, long to) {
    return new DoubleArray(part(from, to));
  }

  /// Sets all elements to one value.
  public void fill(double value) {
    requireCurrent();
    for (long i = 0; i < length; i++) {
      setPlain(i, value);
    }
  }

  /// Sets the first elements.
  public void copyFrom(double... source) {
    copyFrom(0, source, 0, source.length);
  }

  /// Sets `count` elements, beginning with `index`, to those of a Java array from `start` on.
  public void copyFrom(long index, double[] source, int start, int count) {
    Objects.checkFromIndexSize(index, count, length);
    requireCurrent();
    MemorySegment.copy(source, start, elements, JAVA_DOUBLE, index * Double.BYTES, count);
    keepMapped();
  }

  /// Copies `count` elements, beginning with `index`, to those of a Java array from `start` on.
  public void copyTo(long index, double[] target, int start, int count) {
    Objects.checkFromIndexSize(index, count, length);
    MemorySegment.copy(elements, JAVA_DOUBLE, index * Double.BYTES, target, start, count);
    keepMapped();
  }

  /// A copy of all elements.
  ///
  /// @throws IllegalStateException if they are more than a Java array can hold
  public double[] toArray() {
    var copy = new double[javaLength()];
    copyTo(0, copy, 0, copy.length);
    return copy;
  }

  /// The elements in their order, read while the stream runs.
  public DoubleStream stream() {
    return LongStream.range(0, length).mapToDouble(this::getPlain);
  }
}
