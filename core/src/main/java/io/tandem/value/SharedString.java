package io.tandem.value;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedObject;
import io.tandem.memory.SharedScope;
import io.tandem.sync.OwnerDeath;
import io.tandem.sync.SharedLock;
import io.tandem.word.SegmentWords;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A text that several processes share.
///
/// **Shape.** Up to [#capacity()] bytes of UTF-8, of which there are two copies in memory, so that
/// a reader never sees half of a text and waits for no lock; it reads again as long as others set
/// the text faster than it can read. Empty when made.
///
/// **Units.** The capacity is bytes: a character takes one to four.
///
/// **Sharing.** Any thread of any process. [#set] takes [#getLock()], [#get] does not: it returns
/// the text of some moment during the call, and what was done before setting that is seen. Hold the
/// lock to change a text depending on what it was.
///
/// **Lifetime.** The string lives in its scope until [#free()]. Captured by a task or serialized
/// otherwise it travels as a handle. Who dies in the middle of setting it has not set it, and does
/// not stop the others.
///
/// **Errors.** A text that is too long, or that has no UTF-8, is an `IllegalArgumentException`;
/// nothing has changed then. [MemoryException] from making, opening and reading a handle.
///
/// **Source.** Python's `multiprocessing.Array('c', n)`, whose `value` is [#get] and `raw` is
/// [#raw]. There a text ends before its first zero, here zeros may be in it; there what a shorter
/// text leaves of a longer one stays in `raw`, here it does not; there a reader may see half of two
/// texts unless it locks.
///
/// ```java
/// var status = SharedString.create(100);
/// status.set("ready");
/// System.out.println(status.get());
/// ```
public final class SharedString extends SharedObject {
  static final ObjectType TYPE = new ObjectType("string", 1);

  private static final long serialVersionUID = 1;

  private final transient StringCopies copies;
  private final transient SharedLock lock;

  private SharedString(SharedBlock block) {
    super(block);
    this.copies = copiesOf(block.segment(), block.toString());
    this.lock = SharedLock.in(block, SharedStringLayout.LOCK_AT, OwnerDeath.IGNORE);
  }

  /// @param name for messages
  static StringCopies copiesOf(MemorySegment segment, String name) {
    long bytes = segment.byteSize();
    long capacity =
        bytes < SharedStringLayout.BYTES
            ? 0
            : segment.get(JAVA_LONG, SharedStringLayout.CAPACITY_AT);
    if (!isAllowed(capacity) || SharedStringLayout.bytes((int) capacity) != bytes) {
      throw new MemoryException.Incompatible(
          "Cannot use %s as a string: it says its capacity is %d bytes. ".formatted(name, capacity)
              + "It is damaged: make it again.");
    }
    return new StringCopies(new SegmentWords(segment), (int) capacity);
  }

  // ---- making and finding strings ----

  /// Makes a string in the scope of this process and all it starts.
  ///
  /// @param capacity in bytes: 1 to 1073741816
  public static SharedString create(int capacity) {
    return create(SharedScope.ofProcessTree(), capacity);
  }

  /// Makes a string without a name.
  ///
  /// @param capacity in bytes: 1 to 1073741816
  public static SharedString create(SharedScope scope, int capacity) {
    SharedBlock block = scope.allocate(TYPE, SharedStringLayout.bytes(check(capacity)));
    block.segment().set(JAVA_LONG, SharedStringLayout.CAPACITY_AT, capacity);
    return new SharedString(block);
  }

  /// Finds a named string or makes it.
  ///
  /// @param capacity in bytes: 1 to 1073741816
  /// @throws MemoryException.Incompatible if it is there with another capacity
  public static SharedString open(SharedScope scope, String name, int capacity) {
    SharedBlock block =
        scope.openBlock(
            name,
            TYPE,
            SharedStringLayout.bytes(check(capacity)),
            memory -> memory.set(JAVA_LONG, SharedStringLayout.CAPACITY_AT, capacity));
    var string = new SharedString(block);
    if (string.capacity() != capacity) {
      throw new MemoryException.Incompatible(
          "Cannot open string '%s' of scope %s for %d bytes: it is there for %d. "
                  .formatted(name, scope, capacity, string.capacity())
              + "Use the same capacity everywhere, or another name.");
    }
    return string;
  }

  private static int check(int capacity) {
    if (!isAllowed(capacity)) {
      throw new IllegalArgumentException(
          "Cannot make a string of %d bytes: use 1 to %d."
              .formatted(capacity, SharedStringLayout.MOST_BYTES));
    }
    return capacity;
  }

  private static boolean isAllowed(long capacity) {
    return capacity >= 1 && capacity <= SharedStringLayout.MOST_BYTES;
  }

  // ---- its content ----

  /// The text: what was last set; after [#setRaw], what is before the first zero. Bytes that are
  /// not UTF-8 become `U+FFFD`.
  public String get() {
    StringCopies.Content content = copies.get();
    byte[] bytes = content.bytes();
    int length = content.raw() ? indexOfZero(bytes) : bytes.length;
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private static int indexOfZero(byte[] bytes) {
    int index = 0;
    while (index < bytes.length && bytes[index] != 0) {
      index++;
    }
    return index;
  }

  /// Replaces the text.
  ///
  /// @throws IllegalArgumentException if it takes more bytes than the capacity, or has no UTF-8
  public void set(String text) {
    store(Utf8.encode(text), false);
  }

  /// All bytes, as many as the capacity: those that were set, then zeros.
  public byte[] raw() {
    return Arrays.copyOf(copies.get().bytes(), capacity());
  }

  /// Replaces all bytes; behind those given come zeros.
  ///
  /// @throws IllegalArgumentException if there are more than the capacity
  public void setRaw(byte[] bytes) {
    store(bytes.clone(), true);
  }

  private void store(byte[] bytes, boolean raw) {
    if (bytes.length > capacity()) {
      throw new IllegalArgumentException(
          "Cannot store %d bytes in a shared string: it has room for %d. "
                  .formatted(bytes.length, capacity())
              + "Make it with a larger capacity.");
    }
    block().requireCurrent();
    lock.lock();
    try {
      copies.set(bytes, raw);
    } finally {
      lock.unlock();
    }
  }

  /// The most that fits.
  ///
  /// @return bytes
  public int capacity() {
    return copies.capacity();
  }

  /// The lock that [#set] takes: allocated with the string, the same for all processes,
  /// [OwnerDeath#IGNORE], because there is nothing to repair.
  public SharedLock getLock() {
    return lock;
  }

  // ---- the object ----

  @Override
  protected @Nullable String usedBy() {
    return SharedLock.usedBy(block(), SharedStringLayout.LOCK_AT);
  }

  /// The text.
  @Override
  public String toString() {
    return get();
  }

  @Override
  protected Serializable handle() {
    return new Handle(block());
  }

  /// What travels instead of a string.
  private record Handle(SharedBlock block) implements Serializable {
    private Object readResolve() {
      return new SharedString(block);
    }
  }
}
