package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedLock;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// An array of `long` that several processes read and change.
///
/// **Shape.** As every [SharedArray]. An element has 64 bits, as C's `int64_t`, and wraps around.
///
/// **Units.** As every [SharedArray].
///
/// **Sharing.** As every [SharedArray]: each method that names one index is one atomic step, and
/// has the effects on memory of the method of that name in
/// [java.util.concurrent.atomic.AtomicLongArray].
///
/// **Lifetime.** As every [SharedArray].
///
/// **Errors.** As every [SharedArray].
///
/// **Source.** Python's `Array('q', ...)`, and `Array('Q', ...)` unsigned: see
/// [Long#toUnsignedString(long)].
///
/// ```java
/// var squares = LongArray.create(4);
/// for (int i = 0; i < squares.length(); i++) {
///   squares.setPlain(i, i * i);
/// }
/// System.out.println(squares + ", sum " + squares.stream().sum());
/// ```
public final class LongArray extends SharedArray {
  private static final long serialVersionUID = 1;
  private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();

  LongArray(ArrayPart part) {
    super(ElementType.LONG, part);
  }

  // ---- making and finding ----

  /// Makes an array in the scope of this process and all it starts.
  public static LongArray create(long length) {
    return create(SharedScope.ofProcessTree(), length);
  }

  /// Makes an array without a name.
  ///
  /// @throws MemoryException.NoSpace if the scope cannot grow by as much
  public static LongArray create(SharedScope scope, long length) {
    return make(scope, length, null);
  }

  /// Makes an array without a name that is guarded by a lock of your own, which may guard others.
  ///
  /// @throws MemoryException.NoSpace if the scope cannot grow by as much
  public static LongArray create(SharedScope scope, long length, SharedLock lock) {
    return make(scope, length, lock);
  }

  private static LongArray make(SharedScope scope, long length, @Nullable SharedLock lock) {
    return new LongArray(allocate(scope, ElementType.LONG, length, lock));
  }

  /// Makes an array of these values in the scope of this process and all it starts.
  public static LongArray of(long... values) {
    return of(SharedScope.ofProcessTree(), values);
  }

  /// Makes an array of these values without a name.
  ///
  /// @throws MemoryException.NoSpace if the scope cannot grow by as much
  public static LongArray of(SharedScope scope, long... values) {
    LongArray made = create(scope, values.length);
    made.copyFrom(values);
    return made;
  }

  /// Finds a named array or makes it.
  ///
  /// @throws MemoryException.Incompatible if there is something else of that name, or an array of
  ///   another length
  public static LongArray open(SharedScope scope, String name, long length) {
    return new LongArray(open(scope, name, ElementType.LONG, length));
  }

  // ---- one element ----

  private long at(long index) {
    return Objects.checkIndex(index, length) * Long.BYTES;
  }

  /// An element, as a volatile variable is read.
  public long get(long index) {
    return (long) LONG.getVolatile(elements, at(index));
  }

  /// Sets an element, as a volatile variable is written.
  public void set(long index, long value) {
    LONG.setVolatile(elements, at(index), value);
  }

  /// An element, in no order with other accesses.
  public long getPlain(long index) {
    return (long) LONG.get(elements, at(index));
  }

  /// Sets an element, in no order with other accesses.
  public void setPlain(long index, long value) {
    LONG.set(elements, at(index), value);
  }

  /// An element; what came before the [#setRelease] that wrote it is seen after this.
  public long getAcquire(long index) {
    return (long) LONG.getAcquire(elements, at(index));
  }

  /// Sets an element; what came before this is seen after the [#getAcquire] that reads it.
  public void setRelease(long index, long value) {
    LONG.setRelease(elements, at(index), value);
  }

  /// Sets an element and returns the value before.
  public long getAndSet(long index, long value) {
    return (long) LONG.getAndSet(elements, at(index), value);
  }

  /// Sets an element if it is the expected value.
  ///
  /// @return whether it was
  public boolean compareAndSet(long index, long expected, long value) {
    return LONG.compareAndSet(elements, at(index), expected, value);
  }

  /// Adds to an element, and returns the value before.
  public long getAndAdd(long index, long delta) {
    return (long) LONG.getAndAdd(elements, at(index), delta);
  }

  /// Adds to an element, and returns the value after that.
  public long addAndGet(long index, long delta) {
    return getAndAdd(index, delta) + delta;
  }

  /// Replaces an element by what the function makes of it, and returns that.
  ///
  /// @param update without side effects: it runs again when another was faster
  public long updateAndGet(long index, LongUnaryOperator update) {
    while (true) {
      long seen = get(index);
      long next = update.applyAsLong(seen);
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
  public LongArray slice(long from, long to) {
    return new LongArray(part(from, to));
  }

  /// Sets all elements to one value.
  public void fill(long value) {
    requireCurrent();
    for (long i = 0; i < length; i++) {
      setPlain(i, value);
    }
  }

  /// Sets the first elements.
  public void copyFrom(long... source) {
    copyFrom(0, source, 0, source.length);
  }

  /// Sets `count` elements, beginning with `index`, to those of a Java array from `start` on.
  public void copyFrom(long index, long[] source, int start, int count) {
    Objects.checkFromIndexSize(index, count, length);
    requireCurrent();
    MemorySegment.copy(source, start, elements, JAVA_LONG, index * Long.BYTES, count);
    keepMapped();
  }

  /// Copies `count` elements, beginning with `index`, to those of a Java array from `start` on.
  public void copyTo(long index, long[] target, int start, int count) {
    Objects.checkFromIndexSize(index, count, length);
    MemorySegment.copy(elements, JAVA_LONG, index * Long.BYTES, target, start, count);
    keepMapped();
  }

  /// A copy of all elements.
  ///
  /// @throws IllegalStateException if they are more than a Java array can hold
  public long[] toArray() {
    var copy = new long[javaLength()];
    copyTo(0, copy, 0, copy.length);
    return copy;
  }

  /// The elements in their order, read while the stream runs.
  public LongStream stream() {
    return LongStream.range(0, length).map(this::getPlain);
  }
}
