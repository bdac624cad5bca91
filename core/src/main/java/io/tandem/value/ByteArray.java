package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedScope;
import io.tandem.sync.SharedLock;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// An array of `byte` that several processes read and change.
///
/// **Shape.** As every [SharedArray]. An element has 8 bits, as C's `int8_t`, and wraps around: 127
/// plus 1 is -128. The same bits without a sign are [#getUnsigned].
///
/// **Units.** As every [SharedArray].
///
/// **Sharing.** As every [SharedArray]: each method that names one index is one atomic step, and
/// has the effects on memory of the method of that name in
/// [java.util.concurrent.atomic.AtomicIntegerArray]. Those that change an element depending on it
/// exchange the aligned word of 4 bytes that it lies in, and so contend with its neighbours.
///
/// **Lifetime.** As every [SharedArray].
///
/// **Errors.** As every [SharedArray].
///
/// **Source.** Python's `Array('b', ...)`, and `Array('B', ...)` unsigned.
///
/// ```java
/// var flags = ByteArray.create(1_000_000);
/// flags.set(999_999, (byte) 200);
/// int seen = flags.getUnsigned(999_999);
/// ```
public final class ByteArray extends SharedArray {
  private static final long serialVersionUID = 1;
  private static final VarHandle BYTE = JAVA_BYTE.varHandle().withInvokeExactBehavior();

  private static final VarHandle INT = JAVA_INT.varHandle().withInvokeExactBehavior();
  private static final int HIGHEST_BYTE =
      ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? Integer.BYTES - 1 : 0;

  ByteArray(ArrayPart part) {
    super(ElementType.BYTE, part);
  }

  // ---- making and finding ----

  /// Makes an array in the scope of this process and all it starts.
  public static ByteArray create(long length) {
    return create(SharedScope.ofProcessTree(), length);
  }

  /// Makes an array without a name.
  ///
  /// @throws MemoryException.NoSpace if the scope cannot grow by as much
  public static ByteArray create(SharedScope scope, long length) {
    return make(scope, length, null);
  }

  /// Makes an array without a name that is guarded by a lock of your own, which may guard others.
  ///
  /// @throws MemoryException.NoSpace if the scope cannot grow by as much
  public static ByteArray create(SharedScope scope, long length, SharedLock lock) {
    return make(scope, length, lock);
  }

  private static ByteArray make(SharedScope scope, long length, @Nullable SharedLock lock) {
    return new ByteArray(allocate(scope, ElementType.BYTE, length, lock));
  }

  /// Makes an array of these values in the scope of this process and all it starts.
  public static ByteArray of(byte... values) {
    return of(SharedScope.ofProcessTree(), values);
  }

  /// Makes an array of these values without a name.
  ///
  /// @throws MemoryException.NoSpace if the scope cannot grow by as much
  public static ByteArray of(SharedScope scope, byte... values) {
    ByteArray made = create(scope, values.length);
    made.copyFrom(values);
    return made;
  }

  /// Finds a named array or makes it.
  ///
  /// @throws MemoryException.Incompatible if there is something else of that name, or an array of
  ///   another length
  public static ByteArray open(SharedScope scope, String name, long length) {
    return new ByteArray(open(scope, name, ElementType.BYTE, length));
  }

  // ---- one element ----

  private long at(long index) {
    return Objects.checkIndex(index, length);
  }

  /// An element, as a volatile variable is read.
  public byte get(long index) {
    return (byte) BYTE.getVolatile(elements, at(index));
  }

  /// Sets an element, as a volatile variable is written.
  public void set(long index, byte value) {
    BYTE.setVolatile(elements, at(index), value);
  }

  /// An element, in no order with other accesses.
  public byte getPlain(long index) {
    return (byte) BYTE.get(elements, at(index));
  }

  /// Sets an element, in no order with other accesses.
  public void setPlain(long index, byte value) {
    BYTE.set(elements, at(index), value);
  }

  /// An element; what came before the [#setRelease] that wrote it is seen after this.
  public byte getAcquire(long index) {
    return (byte) BYTE.getAcquire(elements, at(index));
  }

  /// Sets an element; what came before this is seen after the [#getAcquire] that reads it.
  public void setRelease(long index, byte value) {
    BYTE.setRelease(elements, at(index), value);
  }

  /// An element without its sign.
  ///
  /// @return 0 to 255
  public int getUnsigned(long index) {
    return Byte.toUnsignedInt(get(index));
  }

  /// Sets an element and returns the value before.
  public byte getAndSet(long index, byte value) {
    while (true) {
      byte seen = get(index);
      if (compareAndSet(index, seen, value)) {
        return seen;
      }
    }
  }

  /// Sets an element if it is the expected value.
  ///
  /// @return whether it was
  public boolean compareAndSet(long index, byte expected, byte value) {
    long at = offset() + at(index);
    long word = at & -Integer.BYTES;
    int shift = ((int) (at - word) ^ HIGHEST_BYTE) * Byte.SIZE;
    MemorySegment memory = block().segment();
    while (true) {
      int seen = (int) INT.getVolatile(memory, word);
      if ((byte) (seen >>> shift) != expected) {
        return false;
      }
      int next = seen & ~(0xff << shift) | (value & 0xff) << shift;
      if (INT.compareAndSet(memory, word, seen, next)) {
        return true;
      }
    }
  }

  /// Adds to an element, and returns the value before.
  public byte getAndAdd(long index, int delta) {
    while (true) {
      byte seen = get(index);
      if (compareAndSet(index, seen, (byte) (seen + delta))) {
        return seen;
      }
    }
  }

  /// Adds to an element, and returns the value after that.
  public byte addAndGet(long index, int delta) {
    return (byte) (getAndAdd(index, delta) + delta);
  }

  /// Replaces an element by what the function makes of it, and returns that.
  ///
  /// @param update without side effects: it runs again when another was faster; of its result the
  ///   lowest 8 bits count
  public byte updateAndGet(long index, IntUnaryOperator update) {
    while (true) {
      byte seen = get(index);
      byte next = (byte) update.applyAsInt(seen);
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
  public ByteArray slice(long from, long to) {
    return new ByteArray(part(from, to));
  }

  /// Sets all elements to one value.
  public void fill(byte value) {
    requireCurrent();
    elements.fill(value);
    keepMapped();
  }

  /// Sets the first elements.
  public void copyFrom(byte... source) {
    copyFrom(0, source, 0, source.length);
  }

  /// Sets `count` elements, beginning with `index`, to those of a Java array from `start` on.
  public void copyFrom(long index, byte[] source, int start, int count) {
    Objects.checkFromIndexSize(index, count, length);
    requireCurrent();
    MemorySegment.copy(source, start, elements, JAVA_BYTE, index, count);
    keepMapped();
  }

  /// Copies `count` elements, beginning with `index`, to those of a Java array from `start` on.
  public void copyTo(long index, byte[] target, int start, int count) {
    Objects.checkFromIndexSize(index, count, length);
    MemorySegment.copy(elements, JAVA_BYTE, index, target, start, count);
    keepMapped();
  }

  /// A copy of all elements.
  ///
  /// @throws IllegalStateException if they are more than a Java array can hold
  public byte[] toArray() {
    var copy = new byte[javaLength()];
    copyTo(0, copy, 0, copy.length);
    return copy;
  }
}
