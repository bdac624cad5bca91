package io.tandem.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A scope's file as this process maps it: once, however many [SharedScope]s refer to it, until the
/// last of them is closed or unreachable.
final class ScopeMapping {
  private static final long GROWTH_UNIT = 64 * 1024;
  private static final long LEAST_GROWTH = 1024 * 1024;

  // Guarded by the class.
  private static final Map<String, ScopeMapping> MAPPED = new HashMap<>();

  private final String identity;
  private final Path file;
  private final ScopeHeader header;
  private final FileChannel channel;
  private final Arena arena = Arena.ofShared();
  private final ReentrantLock guard = new ReentrantLock();
  private final MemorySegment control;
  private volatile MemorySegment[] segments;
  private @Nullable PrivateFile made;
  private @Nullable OpenFile opened;
  private int users;

  private ScopeMapping(String identity, Path file, FileChannel channel, @Nullable PrivateFile made)
      throws IOException {
    this.identity = identity;
    this.file = file;
    this.channel = channel;
    this.made = made;
    this.opened = made == null ? null : made.opened();
    try {
      header = readHeader(file, channel);
      MemorySegment first = channel.map(MapMode.READ_WRITE, 0, header.initialBytes(), arena);
      control = first.asSlice(0, ScopeLayout.BYTES);
      segments = new MemorySegment[] {first};
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  // ---- one mapping per file and process ----

  /// Makes a scope's file and names it.
  static void create(Path file, long bytes) throws IOException {
    long initialBytes = initialBytes(bytes);
    SharedFile.create(
        file, initialBytes, channel -> initialize(channel, ScopeLayout.NAMED, initialBytes));
  }

  /// Makes a scope that has no name; its file goes when it is released here.
  static synchronized ScopeMapping makeAnonymous(long bytes) throws IOException {
    long initialBytes = initialBytes(bytes);
    PrivateFile made = PrivateFile.make(initialBytes);
    try {
      initialize(made.channel(), ScopeLayout.ANONYMOUS, initialBytes);
      String identity = SharedFile.identity(made.file());
      return retain(new ScopeMapping(identity, made.file(), made.channel(), made));
    } catch (IOException | RuntimeException e) {
      made.close();
      throw e;
    }
  }

  static synchronized ScopeMapping attach(Path file) throws IOException {
    String identity = SharedFile.identity(file);
    ScopeMapping present = MAPPED.get(identity);
    if (present != null) {
      return retain(present);
    }
    FileChannel channel = SharedFile.attach(file);
    try {
      return retain(new ScopeMapping(identity, file, channel, null));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static ScopeMapping retain(ScopeMapping mapping) {
    mapping.users++;
    MAPPED.put(mapping.identity, mapping);
    return mapping;
  }

  void release() {
    synchronized (ScopeMapping.class) {
      if (--users == 0) {
        MAPPED.remove(identity);
        unmap();
      }
    }
  }

  /// Removes the files of the anonymous scopes that this process made; their memory stays mapped.
  static synchronized void removeFilesAtExit() {
    for (ScopeMapping mapping : MAPPED.values()) {
      mapping.removePrivateFile();
    }
  }

  private void unmap() {
    arena.close();
    if (made == null) {
      if (opened != null) {
        opened.close();
      }
      closeChannel();
    } else {
      removePrivateFile();
    }
  }

  private void removePrivateFile() {
    try {
      if (made != null) {
        made.close();
        made = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Removes the file, if it is still this scope's.
  boolean unlink() {
    try {
      opened(); // so that what is mapped here can go on making objects
      if (!Files.exists(file) || !SharedFile.identity(file).equals(identity)) {
        return false;
      }
      boolean removed = Files.deleteIfExists(file);
      SharedDirectory.removeIfEmpty();
      return removed;
    } catch (MemoryException.Missing e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unlink scope " + file, e);
    }
  }

  private void closeChannel() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long initialBytes(long bytes) {
    return roundUp(ScopeLayout.BYTES + bytes, GROWTH_UNIT);
  }

  private static void initialize(FileChannel channel, int kind, long initialBytes)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      new ScopeHeader(UUID.randomUUID(), kind, initialBytes)
          .writeTo(channel.map(MapMode.READ_WRITE, 0, ScopeLayout.BYTES, arena));
    }
  }

  /// Read, not mapped: a file that is too short must be an exception, not a fault.
  private static ScopeHeader readHeader(Path file, FileChannel channel) throws IOException {
    long fileBytes = channel.size();
    var page = ByteBuffer.wrap(new byte[(int) ScopeLayout.BYTES]);
    while (page.hasRemaining() && channel.read(page, page.position()) > 0) {}
    if (page.hasRemaining()) {
      throw MemoryException.Incompatible.of(
          file,
          "it has %d bytes".formatted(fileBytes),
          "a header of %d".formatted(ScopeLayout.BYTES));
    }
    var aligned = MemorySegment.ofArray(new long[(int) ScopeLayout.BYTES / Long.BYTES]);
    aligned.copyFrom(MemorySegment.ofArray(page.array()));
    return ScopeHeader.readFrom(aligned, file, fileBytes);
  }

  // ---- what is mapped ----

  Path file() {
    return file;
  }

  ScopeHeader header() {
    return header;
  }

  MemorySegment control() {
    return control;
  }

  /// The bytes at an offset of the file, which must lie in one segment.
  MemorySegment slice(long offset, long bytes) {
    MemorySegment found = sliceOf(segments, offset, bytes);
    if (found == null) {
      found = sliceOf(mapNewSegments(), offset, bytes);
    }
    if (found == null) {
      throw damaged("%d bytes at offset %d are outside it".formatted(bytes, offset));
    }
    return found;
  }

  private static @Nullable MemorySegment sliceOf(MemorySegment[] mapped, long offset, long bytes) {
    long start = 0;
    for (MemorySegment segment : mapped) {
      long within = offset - start;
      if (within >= 0 && bytes >= 0 && within <= segment.byteSize() - bytes) {
        return segment.asSlice(within, bytes);
      }
      start += segment.byteSize();
    }
    return null;
  }

  private synchronized MemorySegment[] mapNewSegments() {
    MemorySegment[] mapped = segments;
    int count = segmentCount(); // acquire: pairs with grow
    if (count == mapped.length) {
      return mapped;
    }
    var all = new MemorySegment[count];
    System.arraycopy(mapped, 0, all, 0, mapped.length);
    try {
      for (int k = mapped.length; k < count; k++) {
        all[k] = channel.map(MapMode.READ_WRITE, segmentStart(k), segmentBytes(k), arena);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    segments = all;
    return all;
  }

  int segmentCount() {
    int count = (int) ScopeLayout.SEGMENT_COUNT.getAcquire(control);
    if (count < 1 || count > ScopeLayout.MAX_SEGMENTS) {
      throw damaged("it says it has %d segments".formatted(count));
    }
    return count;
  }

  long segmentStart(int k) {
    return k == 0 ? 0 : segmentEnd(k - 1);
  }

  long segmentEnd(int k) {
    return (long) ScopeLayout.SEGMENT_END.getAcquire(control, (long) k);
  }

  private long segmentBytes(int k) throws IOException {
    long bytes = segmentEnd(k) - segmentStart(k);
    if (segmentStart(k) < ScopeLayout.BYTES || bytes <= 0 || segmentEnd(k) > channel.size()) {
      throw damaged("its segment %d ends at %d".formatted(k, segmentEnd(k)));
    }
    return bytes;
  }

  MemoryException.Incompatible damaged(String found) {
    return MemoryException.Incompatible.of(file, found, "a scope that is whole");
  }

  // ---- one at a time: the allocator and the directory ----

  /// Runs with the scope's file lock held, which the kernel drops if this process dies.
  ///
  /// @throws IllegalStateException inside itself
  <T> T guarded(Supplier<T> work) {
    if (guard.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "Cannot make, find or free an object of scope %s while one is being made in it. "
                  .formatted(file)
              + "Do it before or after, not in the initializer.");
    }
    guard.lock();
    try {
      OpenFile locks = opened();
      locks.lock(OpenFile.GUARD);
      try {
        return work.get();
      } finally {
        locks.unlock(OpenFile.GUARD);
      }
    } finally {
      guard.unlock();
    }
  }

  private OpenFile opened() {
    if (!arena.scope().isAlive()) {
      throw new IllegalStateException("Already closed");
    }
    OpenFile present = opened;
    if (present == null) {
      present = openForLocks();
      opened = present;
    }
    return present;
  }

  private OpenFile openForLocks() {
    try {
      if (Files.exists(file) && SharedFile.identity(file).equals(identity)) {
        return OpenFile.of(file, channel);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new MemoryException.Missing(
        "Cannot make or free anything in scope %s: it was unlinked. ".formatted(file)
            + "What is in it can be used until it is closed; create it again for more.");
  }

  /// Adds a segment with room for a block. Only inside [#guarded].
  void grow(long blockBytes) {
    int count = segmentCount();
    if (count == ScopeLayout.MAX_SEGMENTS) {
      throw new MemoryException.NoSpace(
          "Cannot make %d bytes in scope %s: it has grown %d times, the most it can. "
                  .formatted(blockBytes, file, count)
              + "Create it with a larger size.");
    }
    long end = segmentEnd(count - 1);
    long bytes = roundUp(Math.max(blockBytes, Math.max(LEAST_GROWTH, end / 4)), GROWTH_UNIT);
    opened().reserve(file, end, bytes);
    ScopeLayout.SEGMENT_TOP.setRelease(control, (long) count, end);
    ScopeLayout.SEGMENT_END.setRelease(control, (long) count, end + bytes);
    ScopeLayout.SEGMENT_COUNT.setRelease(control, count + 1); // release: pairs with segmentCount
  }

  static long roundUp(long value, long unit) {
    return Math.ceilDiv(value, unit) * unit;
  }
}
