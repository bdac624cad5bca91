package io.tandem.memory;

import io.tandem.peer.Peers;
import io.tandem.peer.StaticInitializers;
import java.io.IOException;
import java.io.Serializable;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Cleaner;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A region of memory that several processes map, with objects in it that they find by name or are
/// handed as handles.
///
/// **Shape.** One file: an allocator, a directory of named objects, and their blocks. It begins
/// with the size asked for (1 MiB unless said) and grows by whole segments as long as there is
/// room; an object lies in one segment. An object costs its size, 64 bytes more, and at most a
/// quarter for rounding; named ones 128 bytes more.
///
/// **Units.** Sizes and offsets are bytes. Names are 1 to 128 of `A-Z a-z 0-9 . _ -`, beginning
/// with a letter or a digit.
///
/// **Sharing.** Any thread of any process of the same user may use a scope. Making, finding and
/// freeing objects is done by one process at a time, under a lock that is taken over when its
/// holder dies; one that dies in the middle leaves nothing half made. The memory of an object is
/// its own: this class orders nothing there.
///
/// **Lifetime.** A named scope lives until [#unlink()]. An anonymous one lives as long as the
/// process that made it: its file goes when that process closes it or ends, or, if that was killed,
/// when this user next makes shared memory. Whoever has mapped a scope keeps its memory until the
/// last `SharedScope` of it in the process is closed or unreachable, and can go on making objects
/// in it after it was unlinked. While a thread holds a lock of it, the last one cannot be closed.
///
/// **Errors.** [MemoryException] says what is there instead. After `close()` every method, and
/// every access to its objects' memory once it is unmapped, throws `IllegalStateException`.
///
/// **Source.** Python's `multiprocessing.managers.SharedMemoryManager` and `multiprocessing.heap`;
/// differs in that no server process is needed and that objects have names and types.
///
/// ```java
/// try (var scope = SharedScope.open("orders")) {
///   var type = new ObjectType("prices", 1);
///   var prices = scope.openBlock("today", type, 1_000 * Double.BYTES);
///   prices.segment().setAtIndex(ValueLayout.JAVA_DOUBLE, 0, 101.25);
/// }
/// ```
public final class SharedScope implements AutoCloseable, Serializable {
  /// The system property by which a parent hands [#ofProcessTree()] on to a child: its handle.
  public static final String PROCESS_TREE = "tandem.scope";

  /// The size of a scope when none is given.
  public static final long DEFAULT_BYTES = 1024 * 1024 - ScopeLayout.BYTES;

  private static final long serialVersionUID = 1;
  private static final Cleaner CLEANER = Cleaner.create();

  private final transient ScopeMapping mapping;
  private final transient ScopeObjects objects;
  private final transient Cleaner.Cleanable use;
  private final transient AtomicBoolean closed = new AtomicBoolean();

  private SharedScope(ScopeMapping mapping) {
    this.mapping = mapping;
    this.objects = new ScopeObjects(this, mapping.segments(), mapping.guard());
    this.use = CLEANER.register(this, mapping::release);
  }

  // ---- making and finding scopes ----

  /// Makes a scope that has no name: it is reached through handles only.
  ///
  /// @param bytes for objects, at first: 1 or more
  /// @throws MemoryException.NoSpace if there is no room
  /// @throws IllegalStateException in a static initialiser of a child process
  public static SharedScope anonymous(long bytes) {
    StaticInitializers.refuseInChild("an anonymous SharedScope");
    return new SharedScope(Scopes.makeAnonymous(bytes));
  }

  /// The anonymous scope of this process and all it starts, made when it is first asked for.
  public static SharedScope ofProcessTree() {
    return ProcessTreeScope.open();
  }

  /// Makes a named scope of the default size.
  ///
  /// @throws MemoryException.Exists if there is one of that name
  public static SharedScope create(String name) {
    return create(name, DEFAULT_BYTES);
  }

  /// Makes a named scope.
  ///
  /// @param bytes for objects, at first: 1 or more
  /// @throws MemoryException.Exists if there is one of that name
  /// @throws MemoryException.NoSpace if there is no room; nothing is left behind
  public static SharedScope create(String name, long bytes) {
    return new SharedScope(Scopes.create(name, bytes));
  }

  /// Maps a named scope that is there.
  ///
  /// @throws MemoryException.Missing if there is none of that name
  /// @throws MemoryException.Incompatible if it is not a scope of this layout version, or damaged
  /// @throws MemoryException.Refused if it is not this user's alone
  public static SharedScope attach(String name) {
    return new SharedScope(Scopes.attach(name));
  }

  /// Maps a named scope, making it with the default size if it is not there.
  public static SharedScope open(String name) {
    return open(name, DEFAULT_BYTES);
  }

  /// Maps a named scope, making it if it is not there. All processes that race through this get the
  /// same one.
  ///
  /// @param bytes for objects, at first, if it is made: 1 or more
  /// @throws MemoryException.NoSpace if there is no room to make it
  public static SharedScope open(String name, long bytes) {
    return new SharedScope(Scopes.open(name, bytes));
  }

  /// Maps the scope that a [#handle()] names.
  ///
  /// @throws MemoryException.Stale if another scope has taken its place
  /// @throws MemoryException.Missing if it is gone
  public static SharedScope ofHandle(String handle) {
    return new SharedScope(Scopes.ofHandle(handle));
  }

  /// Removes a named scope. Processes that have it mapped keep it until they close it.
  ///
  /// @return whether there was one
  public static boolean unlink(String name) {
    return Scopes.unlink(name);
  }

  // ---- its objects ----

  /// Makes an object without a name, all zeros.
  ///
  /// @param bytes of the object: 0 or more
  /// @throws MemoryException.NoSpace if the scope cannot grow by as much
  /// @throws IllegalStateException in a static initialiser of a child process
  public SharedBlock allocate(ObjectType type, long bytes) {
    return allocate(type, bytes, (_, _) -> {});
  }

  /// Makes an object without a name, all zeros, and says where before it is there: whoever writes
  /// that down in shared memory leaves nothing that nobody can find, wherever its process dies.
  /// What has been written down may then be [MemoryException.Stale], but is never another object.
  ///
  /// @param bytes of the object: 0 or more
  /// @param place is told; other processes that make, find or free objects of this scope wait for
  ///   it
  /// @throws MemoryException.NoSpace if the scope cannot grow by as much
  /// @throws IllegalStateException in a static initialiser of a child process
  public SharedBlock allocate(ObjectType type, long bytes, Place place) {
    StaticInitializers.refuseInChild("an unnamed shared object");
    requireOpen();
    return objects.allocate(type, bytes, place);
  }

  /// Hears where an object will be.
  @FunctionalInterface
  public interface Place {
    /// Is told.
    ///
    /// @param offset as [SharedBlock#offset]
    /// @param generation as [SharedBlock#generation]
    void is(long offset, int generation);
  }

  /// Makes a named object, all zeros.
  ///
  /// @throws MemoryException.Exists if there is one of that name
  public SharedBlock createBlock(String name, ObjectType type, long bytes) {
    return createBlock(name, type, bytes, memory -> {});
  }

  /// Makes a named object. Nobody finds it before the initializer has returned; if that throws, or
  /// the process dies in it, there is no object.
  ///
  /// @param bytes of the object: 0 or more
  /// @param initializer gets its memory, all zeros; other processes that make, find or free objects
  ///   of this scope wait for it
  /// @throws MemoryException.Exists if there is one of that name
  /// @throws MemoryException.NoSpace if the scope cannot grow by as much
  public SharedBlock createBlock(
      String name, ObjectType type, long bytes, Consumer<MemorySegment> initializer) {
    requireOpen();
    return objects.create(name, type, bytes, initializer);
  }

  /// Finds a named object.
  ///
  /// @throws MemoryException.Missing if there is none of that name
  /// @throws MemoryException.Incompatible if it is of another type
  public SharedBlock attachBlock(String name, ObjectType type) {
    requireOpen();
    return objects.attach(name, type);
  }

  /// Finds a named object or makes it, all zeros.
  ///
  /// @throws MemoryException.Incompatible if it is there with another type or size
  public SharedBlock openBlock(String name, ObjectType type, long bytes) {
    return openBlock(name, type, bytes, memory -> {});
  }

  /// Finds a named object or makes it, as [#createBlock] does. All processes that race through this
  /// get the same one.
  ///
  /// @throws MemoryException.Incompatible if it is there with another type or size
  public SharedBlock openBlock(
      String name, ObjectType type, long bytes, Consumer<MemorySegment> initializer) {
    requireOpen();
    return objects.open(name, type, bytes, initializer);
  }

  /// The object that a handle names, by its parts.
  ///
  /// @throws MemoryException.Stale if it was freed, or never was in this scope
  /// @throws MemoryException.Incompatible if it is of another type
  public SharedBlock block(long offset, int generation, ObjectType type) {
    requireOpen();
    return objects.ofHandle(offset, generation, type);
  }

  /// The named objects there are now, in no order.
  public List<Entry> directory() {
    requireOpen();
    return objects.directory();
  }

  /// A named object.
  ///
  /// @param name in this scope
  /// @param type for reading
  /// @param bytes of its memory
  public record Entry(String name, String type, long bytes) {}

  <T> T companion(SharedBlock object, long offset, Class<T> type, Supplier<? extends T> maker) {
    return mapping.companions().of(object.offset() + offset, object.generation(), type, maker);
  }

  ScopeMapping mapping() {
    return mapping;
  }

  void free(SharedBlock object) {
    requireOpen();
    objects.free(object);
  }

  // ---- the scope itself ----

  /// Its name, or null if it is anonymous.
  public @Nullable String name() {
    return mapping.name();
  }

  /// Tells it apart from every other scope, also from a later one of the same name.
  public UUID id() {
    return mapping.header().id();
  }

  /// The processes of this user that share memory: who of them is alive.
  public Peers peers() {
    requireOpen();
    return mapping.registry();
  }

  /// Text by which another process of this user can map this scope: its id, `:`, and the path of
  /// its file.
  public String handle() {
    requireOpen();
    return Scopes.handle(mapping);
  }

  /// Removes the scope's name, or the file of an anonymous one. Processes that have it mapped keep
  /// it until they close it.
  ///
  /// @return whether it was still there
  public boolean unlink() {
    requireOpen();
    return mapping.unlink();
  }

  /// Gives up this reference; the last one in the process unmaps the scope, unless a native call
  /// uses its memory at that moment: then it stays mapped until the process ends. Again is
  /// harmless.
  ///
  /// @throws IllegalStateException if it is the last one and a thread of this process holds a lock
  ///   of the scope, which nobody could give up any more: then it stays open
  @Override
  public void close() {
    mapping.guard().refuseInside("close");
    if (!closed.get()) {
      mapping.refuseWhileHeld();
    }
    if (closed.compareAndSet(false, true)) {
      use.clean();
    }
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException(
          "Scope %s is closed here. Open or attach to it again.".formatted(this));
    }
  }

  /// Equal if both are of the same scope.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SharedScope scope && id().equals(scope.id());
  }

  @Override
  public int hashCode() {
    return id().hashCode();
  }

  @Override
  public String toString() {
    return mapping.toString();
  }

  private Object writeReplace() {
    return new Handle(handle());
  }

  private void readObject(java.io.ObjectInputStream stream) throws IOException {
    throw new java.io.InvalidObjectException("A SharedScope travels as its handle");
  }

  /// What travels instead of a scope. No record, as with [SharedBlock].
  private static final class Handle implements Serializable {
    private static final long serialVersionUID = 1;

    private final String text;

    Handle(String text) {
      this.text = text;
    }

    private Object readResolve() {
      return ofHandle(text);
    }
  }
}
