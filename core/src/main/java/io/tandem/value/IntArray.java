package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedLock;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// An array of `int` that several processes read and change.
///
/// **Shape.** As every [SharedArray]. An element has 32 bits, as C's `int`, and wraps around; the
/// same bits without a sign are [#getUnsigned].
///
/// **Units.** As every [SharedArray].
///
/// **Sharing.** As every [SharedArray]: each method that names one index is one atomic step, and
/// has the effects on memory of the method of that name in
/// [java.util.concurrent.atomic.AtomicIntegerArray].
///
/// **Lifetime.** As every [SharedArray].
///
/// **Errors.** As every [SharedArray].
///
/// **Source.** Python's `Array('i', ...)`, and `Array('I', ...)` unsigned.
///
/// ```java
/// var squares = IntArray.create(4);
/// for (int i = 0; i < squares.length(); i++) {
///   squares.setPlain(i, i * i);
/// }
/// System.out.println(squares + ", sum " + squares.stream().sum());
/// ```
public final class IntArray extends SharedArray {
  private static final long serialVersionUID = 1;
  private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();

  IntArray(ArrayPart part) {
    super(ElementType.INT, part);
  }

  // ---- making and finding ----

  /// Makes an array in the scope of this process and all it starts.
  public static IntArray create(long length) {
    return create(SharedScope.ofProcessTree(), length);
  }

  /// Makes an array without a name.
  ///
  /// @throws MemoryException.NoSpace if the scope cannot grow by as much
  public static IntArray create(SharedScope scope, long length) {
    return make(scope, length, null);
  }

  /// Makes an array without a name that is guarded by a lock of your own, which may guard others.
  ///
  /// @throws MemoryException.NoSpace if the scope cannot grow by as much
  public static IntArray create(SharedScope scope, long length, SharedLock lock) {
    return make(scope, length, lock);
  }

  private static IntArray make(SharedScope scope, long length, @Nullable SharedLock lock) {
    return new IntArray(allocate(scope, ElementType.INT, length, lock));
  }

  /// Makes an array of these values in the scope of this process and all it starts.
  public static IntArray of(int... values) {
    return of(SharedScope.ofProcessTree(), values);
  }

  /// Makes an array of these values without a name.
  ///
  /// @throws MemoryException.NoSpace if the scope cannot grow by as much
  public static IntArray of(SharedScope scope, int... values) {
    IntArray made = create(scope, values.length);
    made.copyFrom(values);
    return made;
  }

  /// Finds a named array or makes it.
  ///
  /// @throws MemoryException.Incompatible if there is something else of that name, or an array of
  ///   another length
  public static IntArray open(SharedScope scope, String name, long length) {
    return new IntArray(open(scope, name, ElementType.INT, length));
  }

  // ---- one element ----

  private long at(long index) {
    return Objects.checkIndex(index, length) * Integer.BYTES;
  }

  /// An element, as a volatile variable is read.
  public int get(long index) {
    return (int) INT.getVolatile(elements, at(index));
  }

  /// Sets an element, as a volatile variable is written.
  public void set(long index, int value) {
    INT.setVolatile(elements, at(index), value);
  }

  /// An element, in no order with other accesses.
  public int getPlain(long index) {
    return (int) INT.get(elements, at(index));
  }

  /// Sets an element, in no order with other accesses.
  public void setPlain(long index, int value) {
    INT.set(elements, at(index), value);
  }

  /// An element; what came before the [#setRelease] that wrote it is seen after this.
  public int getAcquire(long index) {
    return (int) INT.getAcquire(elements, at(index));
  }

  /// Sets an element; what came before this is seen after the [#getAcquire] that reads it.
  public void setRelease(long index, int value) {
    INT.setRelease(elements, at(index), value);
  }

  /// An element without its sign.
  ///
  /// @return 0 to 2^32 - 1
  public long getUnsigned(long index) {
    return Integer.toUnsignedLong(get(index));
  }

  /// Sets an element and returns the value before.
  public int getAndSet(long index, int value) {
    return (int) INT.getAndSet(elements, at(index), value);
  }

  /// Sets an element if it is the expected value.
  ///
  /// @return whether it was
  public boolean compareAndSet(long index, int expected, int value) {
    return INT.compareAndSet(elements, at(index), expected, value);
  }

  /// Adds to an element, and returns the value before.
  public int getAndAdd(long index, int delta) {
    return (int) INT.getAndAdd(elements, at(index), delta);
  }

  /// Adds to an element, and returns the value after that.
  public int addAndGet(long index, int delta) {
    return getAndAdd(index, delta) + delta;
  }

  /// Replaces an element by what the function makes of it, and returns that.
  ///
  /// @param update without side effects: it runs again when another was faster
  public int updateAndGet(long index, IntUnaryOperator update) {
    while (true) {
      int seen = get(index);
      int next = update.applyAsInt(seen);
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
  public IntArray slice(long from, long to) {
    return new IntArray(part(from, to));
  }

  /// Sets all elements to one value.
  public void fill(int value) {
    requireCurrent();
    for (long i = 0; i < length; i++) {
      setPlain(i, value);
    }
  }

  /// Sets the first elements.
  public void copyFrom(int... source) {
    copyFrom(0, source, 0, source.length);
  }

  /// Sets `count` elements, beginning with `index`, to those of a Java array from `start` on.
  public void copyFrom(long index, int[] source, int start, int count) {
    Objects.checkFromIndexSize(index, count, length);
    requireCurrent();
    MemorySegment.copy(source, start, elements, JAVA_INT, index * Integer.BYTES, count);
    keepMapped();
  }

  /// Copies `count` elements, beginning with `index`, to those of a Java array from `start` on.
  public void copyTo(long index, int[] target, int start, int count) {
    Objects.checkFromIndexSize(index, count, length);
    MemorySegment.copy(elements, JAVA_INT, index * Integer.BYTES, target, start, count);
    keepMapped();
  }

  /// A copy of all elements.
  ///
  /// @throws IllegalStateException if they are more than a Java array can hold
  public int[] toArray() {
    var copy = new int[javaLength()];
    copyTo(0, copy, 0, copy.length);
    return copy;
  }

  /// The elements in their order, read while the stream runs.
  public IntStream stream() {
    return LongStream.range(0, length).mapToInt(this::getPlain);
  }
}
