package io.tandem.memory;

import io.tandem.linux.Platform;
import io.tandem.lock.Waits;
import io.tandem.lock.WordLock;
import io.tandem.park.Parker;
import io.tandem.peer.ExitStep;
import io.tandem.peer.Registry;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
  private final ReentrantLock guard = new ReentrantLock();
  private final ScopeSegments segments;
  private final Registry registry;
  private final WordLock lock;
  private final Companions companions = new Companions();
  private @Nullable OpenFile opened;
  private @Nullable AnonymousUse use;
  private int users;

  private ScopeMapping(String identity, Path file, FileChannel channel, @Nullable OpenFile opened)
      throws IOException {
    this.identity = identity;
    this.file = file;
    this.channel = channel;
    this.header = readHeader(file, channel);
    this.segments = new ScopeSegments(file, channel, header.initialBytes());
    this.registry = RegistryFile.of(file, header.registry());
    this.lock =
        new WordLock(segments.control(), ScopeLayout.GUARD_AT, registry, Parker.of(registry));
    this.opened = opened != null || Platform.NATIVE_LINUX ? opened : openForLocks();
    this.use = header.kind() == ScopeLayout.ANONYMOUS ? beginUse() : null;
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
      Uninterrupted.call(
          () -> {
            initialize(made.channel(), ScopeLayout.ANONYMOUS, initialBytes);
            return made;
          });
      String identity = SharedFile.identity(made.file());
      return retain(new ScopeMapping(identity, made.file(), made.channel(), made.opened()));
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
    Leftovers.keep(file);
    try {
      return attachNew(file);
    } catch (IOException | RuntimeException e) {
      Leftovers.forget(file);
      throw e;
    }
  }

  private static ScopeMapping attachNew(Path file) throws IOException {
    SharedFile.Attached found = SharedFile.attach(file);
    ScopeMapping others = MAPPED.get(found.identity());
    if (others != null) { // it took the place of the other file just now
      found.channel().close();
      return retain(others);
    }
    try {
      return retain(new ScopeMapping(found.identity(), file, found.channel(), null));
    } catch (IOException | RuntimeException e) {
      found.channel().close();
      throw e;
    }
  }

  /// Maps a scope's file as a tool reads it, without its lock and without becoming a user of it.
  ///
  /// Closing a channel would drop the locks that this process has on the file, see [PortableFile]:
  /// so what it has mapped is read through its own.
  ///
  /// @throws MemoryException.Refused if it may not be trusted
  static synchronized MemorySegment mapToRead(Path file, Arena arena) throws IOException {
    ScopeMapping present = MAPPED.get(SharedFile.identityToRead(file));
    if (present != null) {
      return Uninterrupted.call(() -> SharedFile.mapToRead(present.channel, arena));
    }
    if (Leftovers.isOurs(file)) {
      throw new NoSuchFileException(file.toString()); // it is being made by this process
    }
    return Uninterrupted.call(
        () -> {
          try (FileChannel channel = SharedFile.openToRead(file)) {
            return SharedFile.mapToRead(channel, arena);
          }
        });
  }

  private static ScopeMapping retain(ScopeMapping mapping) {
    mapping.users++;
    MAPPED.put(mapping.identity, mapping);
    return mapping;
  }

  /// Waits for whoever makes or frees an object here.
  void release() {
    guard.lock(); // before the class, as whoever is in an initializer may map another scope
    try {
      synchronized (ScopeMapping.class) {
        if (--users == 0) {
          MAPPED.remove(identity);
          unmap();
        }
      }
    } finally {
      guard.unlock();
    }
  }

  private AnonymousUse beginUse() throws IOException {
    AtExit.register();
    return AnonymousUse.begin(file, identity, channel);
  }

  /// Ends this process's use of anonymous scopes; their memory stays mapped for the threads that
  /// still run.
  private static synchronized void endUsesAtExit() {
    MAPPED.values().forEach(ScopeMapping::endUse);
  }

  private void endUse() {
    if (use == null) {
      return;
    }
    try {
      closeLocks();
      use.end();
      use = null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void closeLocks() {
    if (opened != null) {
      opened.close();
      opened = null;
    }
  }

  private void unmap() {
    try {
      endUse();
      closeLocks();
      channel.close();
      Leftovers.forget(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      segments.close(Parker.of(registry));
    }
  }

  /// Removes the file, if it is still this scope's.
  boolean unlink() {
    try {
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

  private static long initialBytes(long bytes) {
    return roundUp(ScopeLayout.BYTES + bytes, GROWTH_UNIT);
  }

  private static void initialize(FileChannel channel, int kind, long initialBytes)
      throws IOException {
    UUID registry = RegistryFile.join().id();
    try (Arena arena = Arena.ofConfined()) {
      new ScopeHeader(UUID.randomUUID(), kind, registry, initialBytes)
          .writeTo(new SegmentWords(channel.map(MapMode.READ_WRITE, 0, ScopeLayout.BYTES, arena)));
    }
  }

  /// Read, not mapped: a file that is too short must be an exception, not a fault.
  private static ScopeHeader readHeader(Path file, FileChannel channel) throws IOException {
    long fileBytes = Uninterrupted.call(channel::size);
    ByteBuffer page = Uninterrupted.call(() -> readPage(channel));
    if (page.hasRemaining()) {
      throw ScopeHeader.tooShort(file, fileBytes);
    }
    var aligned = MemorySegment.ofArray(new long[(int) ScopeLayout.BYTES / Long.BYTES]);
    aligned.copyFrom(MemorySegment.ofArray(page.array()));
    return ScopeHeader.readFrom(new SegmentWords(aligned), file, fileBytes);
  }

  private static ByteBuffer readPage(FileChannel channel) throws IOException {
    var page = ByteBuffer.wrap(new byte[(int) ScopeLayout.BYTES]);
    while (page.hasRemaining() && channel.read(page, page.position()) > 0) {}
    return page;
  }

  // ---- what is mapped ----

  Path file() {
    return file;
  }

  /// The processes that share it.
  Registry registry() {
    return registry;
  }

  ScopeHeader header() {
    return header;
  }

  Companions companions() {
    return companions;
  }

  /// The table of threads that wait.
  Words waits() {
    return new SegmentWords(slice(ScopeLayout.WAITS_AT, Waits.BYTES));
  }

  Words control() {
    return segments.control();
  }

  /// The bytes at an offset of the file, which must lie in one segment.
  MemorySegment slice(long offset, long bytes) {
    return segments.slice(offset, bytes);
  }

  int segmentCount() {
    return segments.count();
  }

  long segmentStart(int k) {
    return segments.start(k);
  }

  long segmentEnd(int k) {
    return segments.end(k);
  }

  /// Where the last segment ends.
  long end() {
    return segments.end(segments.count() - 1);
  }

  MemoryException.Incompatible damaged(String found) {
    return segments.damaged(found);
  }

  // ---- one at a time: the allocator and the directory ----

  /// Runs with the scope's lock held, which others take over if this process dies.
  ///
  /// @throws IllegalStateException inside itself
  <T> T guarded(Supplier<T> work) {
    refuseInsideGuarded("make, find or free an object of");
    guard.lock();
    try {
      lockMemory();
      try {
        return work.get();
      } finally {
        unlockMemory();
      }
    } finally {
      guard.unlock();
    }
  }

  private void lockMemory() {
    segments.requireMapped();
    requireWhole();
    switch (lock.lock()) {
      case INCONSISTENT -> lock.setConsistent(); // the allocator always looks for what was left
      case NOT_RECOVERABLE, NONE -> throw damaged("its lock is given up");
      case CONSISTENT -> {}
    }
  }

  /// A plain read is an error where the file was cut off; the lock's CAS would end the JVM.
  private void requireWhole() {
    int state = control().getIntAcquire(ScopeLayout.STATE_AT); // acquire: pairs with ScopeHeader
    if (state != ScopeLayout.READY) {
      throw damaged("its state is %#x".formatted(state));
    }
  }

  private void unlockMemory() {
    try {
      lock.unlock();
    } catch (IllegalMonitorStateException e) {
      throw damaged("its lock was changed while it was held");
    }
  }

  void refuseInsideGuarded(String what) {
    if (guard.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "Cannot %s scope %s while an object is being made in it. ".formatted(what, file)
              + "Do it before or after, not in the initializer.");
    }
  }

  private OpenFile opened() {
    segments.requireMapped();
    try {
      if (opened == null) {
        opened = openForLocks();
      }
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot lock scope " + file, e);
    }
  }

  /// The file that is mapped, whether or not it still has its name.
  private OpenFile openForLocks() throws IOException {
    return Platform.NATIVE_LINUX ? LinuxFile.reopen(identity, channel) : openByName();
  }

  /// Elsewhere a file can only be opened by its name, so this is done while it surely has one.
  private OpenFile openByName() throws IOException {
    try {
      OpenFile found = OpenFile.of(file, channel);
      if (SharedFile.isStill(file, identity)) {
        return found;
      }
      found.close();
    } catch (NoSuchFileException e) {
      // Unlinked just now.
    }
    throw SharedFile.missing(file);
  }

  /// Adds a segment with room for a block, and for more if there is room for more. Only inside
  /// [#guarded].
  void grow(long blockBytes) {
    int count = segmentCount();
    if (count == ScopeLayout.MAX_SEGMENTS) {
      throw new MemoryException.NoSpace(
          "Cannot make %d bytes in scope %s: it has grown %d times, the most it can. "
                  .formatted(blockBytes, file, count)
              + "Create it with a larger size.");
    }
    long end = end();
    long enough = roundUp(blockBytes, GROWTH_UNIT);
    long bytes = roundUp(Math.max(enough, Math.max(LEAST_GROWTH, end / 4)), GROWTH_UNIT);
    try {
      opened().reserve(file, end, bytes);
    } catch (MemoryException.NoSpace e) {
      bytes = enough;
      opened().reserve(file, end, bytes);
    }
    segments.add(count, bytes);
  }

  static long roundUp(long value, long unit) {
    return Math.ceilDiv(value, unit) * unit;
  }

  /// A process that ends leaves its anonymous scopes.
  private static final class AtExit {
    static {
      ExitStep.REMOVE_FILES.add(ScopeMapping::endUsesAtExit);
    }

    static void register() {}
  }
}
