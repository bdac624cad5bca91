package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedLock;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// An array of `float` that several processes read and change.
///
/// **Shape.** As every [SharedArray]. An element has 32 bits, as C's `float`. Values are compared
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
/// **Source.** Python's `Array('f', ...)`.
///
/// ```java
/// var prices = FloatArray.of(101.25f, 99.5f);
/// prices.addAndGet(0, 0.25f);
/// System.out.println(prices);
/// ```
public final class FloatArray extends SharedArray {
  private static final long serialVersionUID = 1;
  private static final VarHandle FLOAT = JAVA_FLOAT.varHandle().withInvokeExactBehavior();

  FloatArray(ArrayPart part) {
    super(ElementType.FLOAT, part);
  }

  // ---- making and finding ----

  /// Makes an array in the scope of this process and all it starts.
  public static FloatArray create(long length) {
    return create(SharedScope.ofProcessTree(), length);
  }

  /// Makes an array without a name.
  ///
  /// @throws MemoryException.NoSpace if the scope cannot grow by as much
  public static FloatArray create(SharedScope scope, long length) {
    return make(scope, length, null);
  }

  /// Makes an array without a name that is guarded by a lock of your own, which may guard others.
  ///
  /// @throws MemoryException.NoSpace if the scope cannot grow by as much
  public static FloatArray create(SharedScope scope, long length, SharedLock lock) {
    return make(scope, length, lock);
  }

  private static FloatArray make(SharedScope scope, long length, @Nullable SharedLock lock) {
    return new FloatArray(allocate(scope, ElementType.FLOAT, length, lock));
  }

  /// Makes an array of these values in the scope of this process and all it starts.
  public static FloatArray of(float... values) {
    return of(SharedScope.ofProcessTree(), values);
  }

  /// Makes an array of these values without a name.
  ///
  /// @throws MemoryException.NoSpace if the scope cannot grow by as much
  public static FloatArray of(SharedScope scope, float... values) {
    FloatArray made = create(scope, values.length);
    made.copyFrom(values);
    return made;
  }

  /// Finds a named array or makes it.
  ///
  /// @throws MemoryException.Incompatible if there is something else of that name, or an array of
  ///   another length
  public static FloatArray open(SharedScope scope, String name, long length) {
    return new FloatArray(open(scope, name, ElementType.FLOAT, length));
  }

  // ---- one element ----

  private long at(long index) {
    return Objects.checkIndex(index, length) * Float.BYTES;
  }

  /// An element, as a volatile variable is read.
  public float get(long index) {
    return (float) FLOAT.getVolatile(elements, at(index));
  }

  /// Sets an element, as a volatile variable is written.
  public void set(long index, float value) {
    FLOAT.setVolatile(elements, at(index), value);
  }

  /// An element, in no order with other accesses.
  public float getPlain(long index) {
    return (float) FLOAT.get(elements, at(index));
  }

  /// Sets an element, in no order with other accesses.
  public void setPlain(long index, float value) {
    FLOAT.set(elements, at(index), value);
  }

  /// An element; what came before the [#setRelease] that wrote it is seen after this.
  public float getAcquire(long index) {
    return (float) FLOAT.getAcquire(elements, at(index));
  }

  /// Sets an element; what came before this is seen after the [#getAcquire] that reads it.
  public void setRelease(long index, float value) {
    FLOAT.setRelease(elements, at(index), value);
  }

  /// Sets an element and returns the value before.
  public float getAndSet(long index, float value) {
    return (float) FLOAT.getAndSet(elements, at(index), value);
  }

  /// Sets an element if it is the expected value, bit by bit.
  ///
  /// @return whether it was
  public boolean compareAndSet(long index, float expected, float value) {
    return FLOAT.compareAndSet(elements, at(index), expected, value);
  }

  /// Adds to an element, and returns the value before.
  public float getAndAdd(long index, float delta) {
    while (true) {
      float seen = get(index);
      if (compareAndSet(index, seen, seen + delta)) {
        return seen;
      }
    }
  }

  /// Adds to an element, and returns the value after that.
  public float addAndGet(long index, float delta) {
    return getAndAdd(index, delta) + delta;
  }

  /// Replaces an element by what the function makes of it, and returns that.
  ///
  /// @param update without side effects: it runs again when another was faster
  public float updateAndGet(long index, DoubleUnaryOperator update) {
    while (true) {
      float seen = get(index);
      float next = (float) update.applyAsDouble(seen);
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
  public FloatArray slice(long from, long to) {
    return new FloatArray(part(from, to));
  }

  /// Sets all elements to one value.
  public void fill(float value) {
    requireCurrent();
    for (long i = 0; i < length; i++) {
      setPlain(i, value);
    }
  }

  /// Sets the first elements.
  public void copyFrom(float... source) {
    copyFrom(0, source, 0, source.length);
  }

  /// Sets `count` elements, beginning with `index`, to those of a Java array from `start` on.
  public void copyFrom(long index, float[] source, int start, int count) {
    Objects.checkFromIndexSize(index, count, length);
    requireCurrent();
    MemorySegment.copy(source, start, elements, JAVA_FLOAT, index * Float.BYTES, count);
    keepMapped();
  }

  /// Copies `count` elements, beginning with `index`, to those of a Java array from `start` on.
  public void copyTo(long index, float[] target, int start, int count) {
    Objects.checkFromIndexSize(index, count, length);
    MemorySegment.copy(elements, JAVA_FLOAT, index * Float.BYTES, target, start, count);
    keepMapped();
  }

  /// A copy of all elements.
  ///
  /// @throws IllegalStateException if they are more than a Java array can hold
  public float[] toArray() {
    var copy = new float[javaLength()];
    copyTo(0, copy, 0, copy.length);
    return copy;
  }
}
