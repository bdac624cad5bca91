package io.tandem.memory;

import io.tandem.lock.Waits;
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
import org.jspecify.annotations.Nullable;

/// A scope as this process maps it: once, however many [SharedScope]s refer to it, until the last
/// of them is closed or unreachable.
final class ScopeMapping {
  // Guarded by the class.
  private static final Map<String, ScopeMapping> MAPPED = new HashMap<>();

  private final MappedFile file;
  private final ScopeHeader header;
  private final Registry registry;
  private final ScopeSegments segments;
  private final ScopeGuard guard;
  private final Companions companions = new Companions();
  private @Nullable AnonymousUse use;
  private int users;

  private ScopeMapping(MappedFile file) throws IOException {
    this.file = file;
    this.header = readHeader(file);
    this.registry = RegistryFile.of(file.file(), header.registry());
    this.segments = new ScopeSegments(file.file(), file, header.initialBytes());
    this.guard = new ScopeGuard(segments, registry, Parker.of(registry));
    this.use = header.kind() == ScopeLayout.ANONYMOUS ? beginUse() : null;
  }

  private static ScopeMapping of(MappedFile file) throws IOException {
    try {
      return new ScopeMapping(file);
    } catch (IOException | RuntimeException e) {
      file.unmapUnused();
      throw e;
    }
  }

  // ---- one mapping per file and process ----

  /// Makes a scope's file and names it.
  static void create(Path file, long bytes) throws IOException {
    long initialBytes = ScopeSegments.initialBytes(bytes);
    SharedFile.create(
        file, initialBytes, channel -> initialize(channel, ScopeLayout.NAMED, initialBytes));
  }

  /// Makes a scope that has no name; its file goes when it is released here.
  static synchronized ScopeMapping makeAnonymous(long bytes) throws IOException {
    long initialBytes = ScopeSegments.initialBytes(bytes);
    PrivateFile made = PrivateFile.make(initialBytes);
    try {
      Uninterrupted.call(
          () -> {
            initialize(made.channel(), ScopeLayout.ANONYMOUS, initialBytes);
            return made;
          });
      String identity = SharedFile.identity(made.file());
      var file = new MappedFile(made.file(), identity, made.channel(), made.opened());
      return retain(of(file));
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
      return retain(of(new MappedFile(file, found.identity(), found.channel(), null)));
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
      return Uninterrupted.call(() -> SharedFile.mapToRead(present.file.channel(), arena));
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
    MAPPED.put(mapping.file.identity(), mapping);
    return mapping;
  }

  /// Nobody can give up a lock that this process holds, once the scope is not mapped here.
  ///
  /// @throws IllegalStateException if this is its last use, and somebody holds one
  void refuseWhileHeld() {
    synchronized (ScopeMapping.class) {
      String held = users == 1 ? companions.held() : null;
      if (held != null) {
        throw new IllegalStateException(
            "Cannot close scope %s: %s. Unlock it before, or nobody could lock it again."
                .formatted(this, held));
      }
    }
  }

  /// Stays mapped while somebody holds a lock of it, whom no exception reaches here.
  ///
  /// Waits for whoever makes or frees an object here; before it waits for the class, as whoever is
  /// in an initializer may map another scope.
  void release() {
    guard.whileNobodyIsInside(this::releaseAlone);
  }

  private void releaseAlone() {
    synchronized (ScopeMapping.class) {
      if (--users == 0 && companions.held() == null) {
        MAPPED.remove(file.identity());
        unmap();
      }
    }
  }

  private AnonymousUse beginUse() throws IOException {
    AtExit.register();
    return AnonymousUse.begin(file.file(), file.identity(), file.channel());
  }

  /// Ends this process's use of anonymous scopes; their memory stays mapped for the threads that
  /// still run.
  private static synchronized void endUsesAtExit() {
    ExitStep.forEach(MAPPED.values(), ScopeMapping::endUse);
  }

  private void endUse() {
    if (use == null) {
      return;
    }
    try {
      file.closeLocks();
      use.end();
      use = null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void unmap() {
    try {
      endUse();
      file.close();
      Leftovers.forget(file.file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      file.unmap(Parker.of(registry));
    }
  }

  /// Removes the file, if it is still this scope's.
  boolean unlink() {
    Path path = file.file();
    try {
      if (!Files.exists(path) || !SharedFile.identity(path).equals(file.identity())) {
        return false;
      }
      boolean removed = Files.deleteIfExists(path);
      SharedDirectory.removeIfEmpty();
      return removed;
    } catch (MemoryException.Missing e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot unlink scope " + path, e);
    }
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
  private static ScopeHeader readHeader(MappedFile file) throws IOException {
    long fileBytes = file.size();
    ByteBuffer page = Uninterrupted.call(() -> readPage(file.channel()));
    if (page.hasRemaining()) {
      throw ScopeHeader.tooShort(file.file(), fileBytes);
    }
    var aligned = MemorySegment.ofArray(new long[(int) ScopeLayout.BYTES / Long.BYTES]);
    aligned.copyFrom(MemorySegment.ofArray(page.array()));
    return ScopeHeader.readFrom(new SegmentWords(aligned), file.file(), fileBytes);
  }

  private static ByteBuffer readPage(FileChannel channel) throws IOException {
    var page = ByteBuffer.wrap(new byte[(int) ScopeLayout.BYTES]);
    while (page.hasRemaining() && channel.read(page, page.position()) > 0) {}
    return page;
  }

  // ---- what is mapped ----

  /// Null if it is anonymous.
  @Nullable String name() {
    return header.kind() == ScopeLayout.NAMED ? file().getFileName().toString() : null;
  }

  /// For people.
  @Override
  public String toString() {
    String name = name();
    return name != null ? "'" + name + "'" : "anonymous " + header.id();
  }

  Path file() {
    return file.file();
  }

  ScopeHeader header() {
    return header;
  }

  /// The processes that share it.
  Registry registry() {
    return registry;
  }

  ScopeSegments segments() {
    return segments;
  }

  Companions companions() {
    return companions;
  }

  /// The table of threads that wait.
  Words waits() {
    return segments.words(ScopeLayout.WAITS_AT, Waits.BYTES);
  }

  ScopeGuard guard() {
    return guard;
  }

  /// A process that ends leaves its anonymous scopes.
  private static final class AtExit {
    static {
      ExitStep.REMOVE_FILES.add(ScopeMapping::endUsesAtExit);
    }

    static void register() {}
  }
}
