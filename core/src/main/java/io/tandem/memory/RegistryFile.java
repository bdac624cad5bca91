package io.tandem.memory;

import io.tandem.peer.ExitStep;
import io.tandem.peer.Registry;
import io.tandem.peer.RegistryHeader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The file of a user's [Registry], beside this user's scopes: made when it is first needed, opened
/// once in a process, and mapped until that ends.
///
/// The last process that ends normally removes it, if no scope is there any more.
final class RegistryFile {
  /// No scope can have such a name.
  static final String ANY_VERSION = "@registry-";

  static final String NAME = ANY_VERSION + RegistryHeader.VERSION;

  private static final int ATTEMPTS = 1000;
  private static final int CLAIM_ATTEMPTS = 100;
  private static final long CLAIM_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  // Guarded by the class.
  private static final Map<String, RegistryFile> OPEN = new HashMap<>();

  private final Path file;
  private final String identity;
  private final RegistryLocks locks;
  private final Registry registry;

  private RegistryFile(Path file, String identity, FileChannel channel) throws IOException {
    this.file = file;
    this.identity = identity;
    this.locks = new RegistryLocks(file, identity, channel);
    MemorySegment memory = SharedFile.map(channel, 0, Registry.BYTES, Arena.global());
    this.registry = new Registry(memory, locks, file.toString());
  }

  // ---- one per file and process ----

  /// The registry of this user, made if there is none, with this process in it: it cannot be
  /// removed from now on.
  static Registry join() throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      RegistryFile found = open(SharedDirectory.ofUser().resolve(NAME));
      int _ = found.registry.self();
      if (found.isCurrent()) {
        return found.registry;
      }
    }
    throw new IOException("Others remove the registry as fast as it is made");
  }

  /// The registry that a scope was made under.
  ///
  /// @param scope its file
  /// @throws MemoryException.Incompatible if another registry is in its place
  static Registry of(Path scope, UUID id) throws IOException {
    Registry known = find(id);
    if (known != null) {
      return known;
    }
    Path file = scope.resolveSibling(NAME);
    Registry found = attachTo(file, scope, id);
    if (!found.id().equals(id)) {
      throw madeUnder(id, scope, "registry %s, which is %s now".formatted(found.id(), file));
    }
    return found;
  }

  private static Registry attachTo(Path file, Path scope, UUID id) throws IOException {
    try {
      return attach(file).registry;
    } catch (MemoryException.Missing e) {
      throw madeUnder(id, scope, "that one as " + file + ", which is gone: remove the scope");
    }
  }

  private static MemoryException.Incompatible madeUnder(UUID id, Path scope, String expected) {
    return MemoryException.Incompatible.of(
        scope, "it was made under registry %s".formatted(id), expected);
  }

  private static synchronized @Nullable Registry find(UUID id) {
    return OPEN.values().stream()
        .map(open -> open.registry)
        .filter(registry -> registry.id().equals(id))
        .findFirst()
        .orElse(null);
  }

  private static RegistryFile open(Path file) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return attach(file);
      } catch (MemoryException.Missing e) {
        createUnlessThere(file);
      }
    }
    throw new IOException("Others remove %s as fast as it is made".formatted(file));
  }

  /// The registry that is there, without this process in it.
  ///
  /// @throws MemoryException.Missing if there is none
  /// @throws MemoryException.Incompatible if it is none of this layout version
  static synchronized RegistryFile attach(Path file) throws IOException {
    RegistryFile present = OPEN.get(SharedFile.identity(file));
    if (present != null) {
      return present;
    }
    SharedFile.Attached found = SharedFile.attach(file);
    try {
      requireRegistry(file, found.channel());
      var opened = new RegistryFile(file, found.identity(), found.channel());
      OPEN.put(found.identity(), opened);
      AtExit.register();
      return opened;
    } catch (IOException | RuntimeException e) {
      found.channel().close();
      throw e;
    }
  }

  private static void requireRegistry(Path file, FileChannel channel) throws IOException {
    long bytes = Uninterrupted.call(channel::size);
    if (bytes != Registry.BYTES) {
      throw damaged(file, "it has %d bytes".formatted(bytes), "a registry of " + Registry.BYTES);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment header = channel.map(MapMode.READ_ONLY, 0, bytes, arena);
      RegistryHeader.damage(header)
          .ifPresent(
              found -> {
                throw damaged(
                    file, found, "a registry of layout version " + RegistryHeader.VERSION);
              });
    }
  }

  private static MemoryException.Incompatible damaged(Path file, String found, String expected) {
    return new MemoryException.Incompatible(
        "Cannot use the registry %s: %s, expected %s. ".formatted(file, found, expected)
            + "End the processes that share memory, which `tandem ls` lists with their scopes, and "
            + "remove it: rm '%s'".formatted(file));
  }

  private static void createUnlessThere(Path file) throws IOException {
    try {
      SharedFile.create(file, Registry.BYTES, RegistryFile::initialize);
    } catch (MemoryException.Exists e) {
      // Another process was faster.
    }
  }

  private static void initialize(FileChannel channel) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      RegistryHeader.initialize(
          channel.map(MapMode.READ_WRITE, 0, Registry.BYTES, arena),
          UUID.randomUUID(),
          Version.PACKED);
    }
  }

  // ---- its end ----

  /// Whether the file still has its name: no other registry has taken its place.
  private boolean isCurrent() throws IOException {
    return SharedFile.isStill(file, identity);
  }

  private static synchronized void removeUnused() {
    ExitStep.forEach(OPEN.values(), RegistryFile::removeWithLastProcess);
  }

  /// Whoever registers waits meanwhile, and then finds that it has to make another one. One that is
  /// stopped while it registers keeps nobody from ending: the next one to end looks again.
  private void removeWithLastProcess() {
    if (!registry.isRegistered() || !locksClaimsSoon()) {
      return;
    }
    try {
      if (isUnused(Set.of())) {
        remove();
      }
    } catch (IOException e) {
      // Whoever cleans up next will find it.
    } finally {
      locks.unlockClaims();
    }
  }

  private boolean locksClaimsSoon() {
    for (int attempt = 0; attempt < CLAIM_ATTEMPTS; attempt++) {
      if (locks.tryLockClaims()) {
        return true;
      }
      LockSupport.parkNanos(CLAIM_PAUSE_NANOS);
    }
    return false;
  }

  /// Looks whether nobody needs the registry, this process included. Waits for nobody: if a process
  /// is just registering, it is needed.
  ///
  /// @param going files that will be gone, though they may be here still
  /// @param remove whether to remove it if it is not needed
  boolean isNeededByNobody(Set<Path> going, boolean remove) throws IOException {
    if (registry.isRegistered() || !locks.tryLockClaims()) {
      return false;
    }
    try {
      boolean unused = isUnused(going);
      if (unused && remove) {
        remove();
      }
      return unused;
    } finally {
      locks.unlockClaims();
    }
  }

  /// Removes the registry that the last scope was made under, when that is gone and nobody needs
  /// either.
  ///
  /// @param directory of both
  static void removeBesideNothing(Path directory) throws IOException {
    Path file = directory.resolve(NAME);
    if (Files.exists(file) && isAlone(directory, Set.of())) {
      try {
        boolean _ = attach(file).isNeededByNobody(Set.of(), true);
      } catch (MemoryException e) {
        // Others removed it just now, or it is damaged: the doctor tells of that.
      }
    }
  }

  private boolean isUnused(Set<Path> going) throws IOException {
    return isCurrent() && registry.living().length == 0 && isAlone(file.getParent(), going);
  }

  private void remove() throws IOException {
    Files.deleteIfExists(file);
    SharedDirectory.removeIfEmpty();
  }

  Registry registry() {
    return registry;
  }

  /// Registries of other versions would otherwise keep each other.
  private static boolean isAlone(Path directory, Set<Path> going) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(other -> !going.contains(other))
          .allMatch(each -> each.getFileName().toString().startsWith(ANY_VERSION));
    }
  }

  private static final class AtExit {
    static {
      ExitStep.LEAVE_REGISTRY.add(RegistryFile::removeUnused);
    }

    static void register() {}
  }
}
