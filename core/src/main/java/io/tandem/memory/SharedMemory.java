package io.tandem.memory;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A raw named block of shared memory, attachable by name from other JVMs, from Python and from C.
///
/// **Shape.** [#size()] bytes, all zeros when made, in the file `/dev/shm/NAME`. Nothing but the
/// content is in it: no header, no type.
///
/// **Units.** Bytes. Names are 1 to 128 of `A-Z a-z 0-9 . _ -`, beginning with a letter or a digit.
///
/// **Sharing.** Any thread of any process of the same user. Nothing is ordered here.
///
/// **Lifetime.** [#close()] unmaps this view; the block lives until [#unlink()], and its memory
/// until the last view of it is closed. The end of a process never unlinks.
///
/// **Errors.** [MemoryException] from making and attaching; `IllegalStateException` from any use of
/// the segment after `close()`.
///
/// **Source.** Python's `multiprocessing.shared_memory.SharedMemory`: the same names, files and
/// sizes. Differs in that the space is reserved when it is made, so that use can never fail; that a
/// second `unlink()` returns false; and that attaching never leads to unlinking. A Python before
/// 3.13, or without `track=False`, unlinks a block it only attached to when it ends: [#isLinked()]
/// tells, and docs/python.md says what to do there.
///
/// ```java
/// try (var image = SharedMemory.create("frame", 640 * 480)) {
///   image.segment().fill((byte) 255);
///   image.unlink();
/// }
/// ```
public final class SharedMemory implements AutoCloseable, Serializable {
  private static final long serialVersionUID = 1;
  private static final int NAME_ATTEMPTS = 100;

  private final transient String name;
  private final transient Arena arena = Arena.ofShared();
  private final transient MemorySegment segment;
  private final transient String identity;

  private SharedMemory(String name) {
    this.name = name;
    Path file = fileOf(name);
    SharedFile.Attached attached = attach(file);
    identity = attached.identity();
    try (FileChannel channel = attached.channel()) {
      long size = Uninterrupted.call(channel::size);
      if (size == 0) {
        throw MemoryException.Incompatible.of(file, "it is empty", "1 byte or more");
      }
      segment = Uninterrupted.call(() -> SharedFile.map(channel, 0, size, arena));
    } catch (IOException e) {
      throw failedToAttach(name, e);
    }
  }

  private static SharedFile.Attached attach(Path file) {
    try {
      return SharedFile.attach(file);
    } catch (IOException e) {
      throw failedToAttach(file.getFileName().toString(), e);
    }
  }

  private static UncheckedIOException failedToAttach(String name, IOException cause) {
    return new UncheckedIOException("Cannot attach to shared memory '%s'".formatted(name), cause);
  }

  /// Makes a block with a new name like Python's, `psm_` and 8 hexadecimal digits.
  ///
  /// @param size in bytes: 1 or more
  /// @throws MemoryException.NoSpace if there is no room; nothing is left behind
  public static SharedMemory create(long size) {
    return create(size, memory -> {});
  }

  /// Makes a block with a new name, as [#create(String, long, Consumer)] does.
  ///
  /// @param size in bytes: 1 or more
  /// @throws MemoryException.NoSpace if there is no room; nothing is left behind
  public static SharedMemory create(long size, Consumer<MemorySegment> initializer) {
    for (int attempt = 0; attempt < NAME_ATTEMPTS; attempt++) {
      try {
        int random = ThreadLocalRandom.current().nextInt();
        return create("psm_" + HexFormat.of().toHexDigits(random), size, initializer);
      } catch (MemoryException.Exists e) {
        // Another one has that name.
      }
    }
    throw new IllegalStateException("Cannot find a free name for shared memory: unlink some.");
  }

  /// Makes a block.
  ///
  /// @param size in bytes: 1 or more
  /// @throws MemoryException.Exists if there is one of that name
  /// @throws MemoryException.NoSpace if there is no room; nothing is left behind
  public static SharedMemory create(String name, long size) {
    return create(name, size, memory -> {});
  }

  /// Makes a block. Nobody finds it before the initializer has returned; if that throws, or the
  /// process dies in it, there is none.
  ///
  /// @param size in bytes: 1 or more
  /// @param initializer gets its memory, all zeros
  /// @throws MemoryException.Exists if there is one of that name
  /// @throws MemoryException.NoSpace if there is no room; nothing is left behind
  public static SharedMemory create(String name, long size, Consumer<MemorySegment> initializer) {
    if (size < 1) {
      throw new IllegalArgumentException(
          "Cannot create shared memory '%s' of %d bytes: use 1 or more.".formatted(name, size));
    }
    try {
      SharedFile.create(fileOf(name), size, channel -> initialize(channel, size, initializer));
      return attach(name);
    } catch (IOException e) {
      throw OpenFile.failed("Cannot create shared memory '%s'".formatted(name), e);
    }
  }

  private static void initialize(
      FileChannel channel, long size, Consumer<MemorySegment> initializer) throws IOException {
    try (Arena unnamed = Arena.ofConfined()) {
      initializer.accept(SharedFile.map(channel, 0, size, unnamed));
    }
  }

  /// Maps a block that is there, all of it.
  ///
  /// @throws MemoryException.Missing if there is none of that name
  /// @throws MemoryException.Refused if it is not this user's alone
  public static SharedMemory attach(String name) {
    return new SharedMemory(name);
  }

  /// Removes a block's name. Views of it stay valid.
  ///
  /// @return whether there was one
  public static boolean unlink(String name) {
    try {
      return Files.deleteIfExists(fileOf(name));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unlink shared memory '%s'".formatted(name), e);
    }
  }

  private static Path fileOf(String name) {
    return SharedDirectory.root().resolve(ObjectName.check("block of shared memory", name));
  }

  /// The name that other processes attach by.
  public String name() {
    return name;
  }

  /// Its size in bytes.
  public long size() {
    return segment.byteSize();
  }

  /// Its memory, shared by all processes.
  ///
  /// @throws IllegalStateException if this view of it is closed
  public MemorySegment segment() {
    if (!segment.scope().isAlive()) {
      throw new IllegalStateException(
          "Shared memory '%s' is closed here. Attach to it again.".formatted(name));
    }
    return segment;
  }

  /// Whether others can still attach to it by its name: false once anybody has unlinked it, such as
  /// a Python that attached to it and ended, see docs/python.md.
  public boolean isLinked() {
    try {
      return SharedFile.isStill(fileOf(name), identity);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look for shared memory '%s'".formatted(name), e);
    }
  }

  /// Removes its name. Views of it stay valid.
  ///
  /// @return whether it was still there
  public boolean unlink() {
    return unlink(name);
  }

  /// Unmaps this view. Again is harmless.
  ///
  /// @throws IllegalStateException if a native call uses the memory at this moment
  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }

  /// Equal if both are of the same name.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SharedMemory memory && name.equals(memory.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return "shared memory '%s' of %d bytes".formatted(name, size());
  }

  private Object writeReplace() {
    return new Handle(name);
  }

  private void readObject(ObjectInputStream stream) throws IOException {
    throw new InvalidObjectException("A SharedMemory travels as its name");
  }

  /// What travels instead of a block.
  private record Handle(String name) implements Serializable {
    private Object readResolve() {
      return attach(name);
    }
  }
}
