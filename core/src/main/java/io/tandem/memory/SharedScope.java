package io.tandem.memory;

import io.tandem.peer.Peers;
import io.tandem.peer.StaticInitializers;
import io.tandem.word.Words;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.nio.file.Files;
import java.nio.file.Path;
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
/// in it after it was unlinked.
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
  /// The size of a scope when none is given.
  public static final long DEFAULT_BYTES = 1024 * 1024 - ScopeLayout.BYTES;

  private static final long serialVersionUID = 1;
  private static final int OPEN_ATTEMPTS = 1000;
  private static final Cleaner CLEANER = Cleaner.create();

  private final transient ScopeMapping mapping;
  private final transient Allocator allocator;
  private final transient Cleaner.Cleanable use;
  private final transient AtomicBoolean closed = new AtomicBoolean();

  private SharedScope(ScopeMapping mapping) {
    this.mapping = mapping;
    this.allocator = new Allocator(mapping);
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
    try {
      return new SharedScope(ScopeMapping.makeAnonymous(checkBytes(bytes)));
    } catch (IOException e) {
      throw OpenFile.failed("Cannot make an anonymous scope", e);
    }
  }

  /// The anonymous scope of this process and all it starts, made when it is first asked for.
  public static SharedScope ofProcessTree() {
    return ProcessTree.open();
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
    try {
      ScopeMapping.create(fileOf(name), checkBytes(bytes));
      return attach(name);
    } catch (IOException e) {
      throw OpenFile.failed("Cannot create scope '%s'".formatted(name), e);
    }
  }

  /// Maps a named scope that is there.
  ///
  /// @throws MemoryException.Missing if there is none of that name
  /// @throws MemoryException.Incompatible if it is not a scope of this layout version, or damaged
  /// @throws MemoryException.Refused if it is not this user's alone
  public static SharedScope attach(String name) {
    return attach(fileOf(name));
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
    Path file = fileOf(name);
    checkBytes(bytes);
    Leftovers.sweep();
    for (int attempt = 0; attempt < OPEN_ATTEMPTS; attempt++) {
      try {
        return attach(file);
      } catch (MemoryException.Missing e) {
        createUnlessThere(file, bytes);
      }
    }
    throw new IllegalStateException(
        "Cannot open scope '%s': others remove it as fast as it is made.".formatted(name));
  }

  /// Maps the scope that a [#handle()] names.
  ///
  /// @throws MemoryException.Stale if another scope has taken its place
  /// @throws MemoryException.Missing if it is gone
  public static SharedScope ofHandle(String handle) {
    int separator = handle.indexOf(':');
    if (separator < 0) {
      throw new IllegalArgumentException(
          "'%s' is not the handle of a scope: pass on what handle() returned.".formatted(handle));
    }
    SharedScope scope = attach(Path.of(handle.substring(separator + 1)));
    String id = handle.substring(0, separator);
    if (!scope.id().toString().equals(id)) {
      Path file = scope.mapping.file();
      scope.close();
      throw new MemoryException.Stale(
          "The handle is of scope %s, but %s holds another one now. ".formatted(id, file)
              + "Get a new handle from its owner.");
    }
    return scope;
  }

  /// Removes a named scope. Processes that have it mapped keep it until they close it.
  ///
  /// @return whether there was one
  public static boolean unlink(String name) {
    try {
      boolean removed = Files.deleteIfExists(fileOf(name));
      SharedDirectory.removeIfEmpty();
      return removed;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unlink scope '%s'".formatted(name), e);
    }
  }

  private static SharedScope attach(Path file) {
    try {
      return new SharedScope(ScopeMapping.attach(file));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot attach to scope " + file, e);
    }
  }

  private static void createUnlessThere(Path file, long bytes) {
    try {
      ScopeMapping.create(file, bytes);
    } catch (MemoryException.Exists e) {
      // Another process was faster.
    } catch (IOException e) {
      throw OpenFile.failed("Cannot create scope " + file, e);
    }
  }

  private static Path fileOf(String name) {
    return SharedDirectory.find().resolve(ObjectName.check("scope", name));
  }

  private static long checkBytes(long bytes) {
    if (bytes < 1) {
      throw new IllegalArgumentException(
          "Cannot make a scope of %d bytes: use 1 or more.".formatted(bytes));
    }
    OpenFile.requirePossible(bytes);
    return bytes;
  }

  // ---- its objects ----

  /// Makes an object without a name, all zeros.
  ///
  /// @param bytes of the object: 0 or more
  /// @throws MemoryException.NoSpace if the scope cannot grow by as much
  /// @throws IllegalStateException in a static initialiser of a child process
  public SharedBlock allocate(ObjectType type, long bytes) {
    StaticInitializers.refuseInChild("an unnamed shared object");
    checkObjectBytes(bytes);
    requireOpen();
    return allocator.guarded(() -> make("", type, bytes, memory -> {}));
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
    ObjectName.check("shared object", name);
    checkObjectBytes(bytes);
    requireOpen();
    return allocator.guarded(
        () -> {
          if (allocator.directory().find(name) != null) {
            throw new MemoryException.Exists(
                "Cannot create object '%s' in scope %s: it is already there. ".formatted(name, this)
                    + "Attach to it, or free it first.");
          }
          return make(name, type, bytes, initializer);
        });
  }

  /// Finds a named object.
  ///
  /// @throws MemoryException.Missing if there is none of that name
  /// @throws MemoryException.Incompatible if it is of another type
  public SharedBlock attachBlock(String name, ObjectType type) {
    ObjectName.check("shared object", name);
    requireOpen();
    return allocator.guarded(
        () -> {
          Block block = allocator.directory().find(name);
          if (block == null) {
            throw new MemoryException.Missing(
                "Cannot attach to object '%s': it is not in scope %s. ".formatted(name, this)
                    + "Create it first, or check the name.");
          }
          return viewOf(block, type);
        });
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
    ObjectName.check("shared object", name);
    checkObjectBytes(bytes);
    requireOpen();
    return allocator.guarded(
        () -> {
          Block present = allocator.directory().find(name);
          return present == null
              ? make(name, type, bytes, initializer)
              : ofSize(viewOf(present, type), bytes);
        });
  }

  /// The object that a handle names, by its parts.
  ///
  /// @throws MemoryException.Stale if it was freed, or never was in this scope
  /// @throws MemoryException.Incompatible if it is of another type
  public SharedBlock block(long offset, int generation, ObjectType type) {
    requireOpen();
    Block block = Block.at(mapping, offset);
    requireCurrent(block, generation);
    try {
      return viewOf(block, generation, type);
    } finally {
      VarHandle.loadLoadFence(); // what was read belongs to that generation only if it still is
      requireCurrent(block, generation);
    }
  }

  private void requireCurrent(Block block, int generation) {
    if (!block.isUsed() || block.generation() != generation) {
      throw new MemoryException.Stale(
          "The object at offset %d of scope %s was freed. ".formatted(block.offset(), this)
              + "The handle is older than that: get a new one from its owner.");
    }
  }

  /// The named objects there are now, in no order.
  public List<Entry> directory() {
    requireOpen();
    return allocator.guarded(
        () ->
            allocator.directory().all().stream()
                .map(block -> new Entry(block.name(), block.typeText(), block.payloadBytes()))
                .toList());
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

  void free(SharedBlock object) {
    requireOpen();
    allocator.guarded(
        () -> {
          SharedBlock present = block(object.offset(), object.generation(), object.type());
          allocator.free(Block.at(mapping, present.offset()));
          return present;
        });
  }

  /// Only under the lock.
  private SharedBlock make(
      String name, ObjectType type, long bytes, Consumer<MemorySegment> initializer) {
    return viewOf(allocator.make(type, bytes, name, initializer), type);
  }

  private static void checkObjectBytes(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException(
          "Cannot make an object of %d bytes: use 0 or more.".formatted(bytes));
    }
    OpenFile.requirePossible(bytes);
  }

  /// Only under the lock.
  private SharedBlock viewOf(Block block, ObjectType type) {
    return viewOf(block, block.generation(), type);
  }

  private SharedBlock viewOf(Block block, int generation, ObjectType type) {
    if (!block.is(type)) {
      throw new MemoryException.Incompatible(
          "Cannot use the object '%s' of scope %s: it is of type %s, expected %s. "
                  .formatted(block.name(), this, block.typeText(), type)
              + "Open it as what it is, or use another name.");
    }
    return new SharedBlock(
        this, block.offset(), generation, type, block.position(), block.payload());
  }

  private SharedBlock ofSize(SharedBlock present, long bytes) {
    if (present.byteSize() != bytes) {
      throw new MemoryException.Incompatible(
          "Cannot open an object of scope %s with %d bytes: it is there with %d. "
                  .formatted(this, bytes, present.byteSize())
              + "Use the same size everywhere, or another name.");
    }
    return present;
  }

  // ---- the scope itself ----

  /// Its name, or null if it is anonymous.
  public @Nullable String name() {
    return mapping.header().kind() == ScopeLayout.NAMED
        ? mapping.file().getFileName().toString()
        : null;
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

  /// Where threads say which lock of this scope they wait for: for those who build locks.
  public Words waits() {
    requireOpen();
    return mapping.waits();
  }

  /// Text by which another process of this user can map this scope.
  public String handle() {
    requireOpen();
    return id() + ":" + mapping.file();
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
  @Override
  public void close() {
    mapping.refuseInsideGuarded("close");
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
    String name = name();
    return name != null ? "'" + name + "'" : "anonymous " + id();
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

  /// The scope that a child inherits from its parent.
  private static final class ProcessTree {
    private static @Nullable SharedScope scope;

    static synchronized SharedScope open() {
      if (scope == null) {
        String inherited = System.getProperty("tandem.scope");
        scope = inherited != null ? ofHandle(inherited) : anonymous(DEFAULT_BYTES);
      }
      return ofHandle(scope.handle());
    }
  }
}
