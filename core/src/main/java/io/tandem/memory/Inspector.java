package io.tandem.memory;

import io.tandem.inspect.AttachedView;
import io.tandem.inspect.Deadlock;
import io.tandem.inspect.Finding;
import io.tandem.inspect.Finding.Kind;
import io.tandem.inspect.Finding.Outcome;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.ScopeContents;
import io.tandem.inspect.ScopeView;
import io.tandem.inspect.UserView;
import io.tandem.linux.SharedMappings;
import io.tandem.peer.PeerViewer;
import io.tandem.peer.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Looks at all that this user shares, from outside.
///
/// **Sharing.** Any thread of any process of the user, at any time. It takes no lock that anybody
/// waits for, writes nothing, registers nothing and attaches to nothing, so those who are looked at
/// do not notice; what it sees of different places it sees at different moments.
///
/// **Errors.** Damaged or half-made files are part of what is seen, with what is wrong. Only a
/// directory that cannot be trusted or listed is an exception.
///
/// ```java
/// for (var scope : Inspector.inspect().scopes()) {
///   System.out.println(scope.file() + " " + scope.attached());
/// }
/// ```
public final class Inspector {
  private final Path directory;
  private final List<Finding> strange = new ArrayList<>();
  private final Optional<Registry> registry;
  private final List<PeerView> peers;
  private final Optional<SharedMappings> mappings;

  Inspector(Path directory) {
    this.directory = directory;
    this.registry = registry();
    this.peers = registry.map(found -> found.viewer().peers()).orElse(List.of());
    this.mappings = SharedMappings.of(SharedDirectory.User.ID);
  }

  /// What this user shares now.
  ///
  /// @throws MemoryException.Refused if the user's directory cannot be trusted
  public static UserView inspect() {
    return new Inspector(SharedDirectory.find()).view();
  }

  /// The threads that wait for each other and will never go on: those that did in two looks, one
  /// after the other.
  ///
  /// It sees who waits for a [io.tandem.sync.SharedLock], also of a value or an array: 64 threads
  /// at a time in each scope.
  ///
  /// @throws MemoryException.Refused if the user's directory cannot be trusted
  public static List<Deadlock> deadlocks() {
    return deadlocks(inspect());
  }

  /// As [#deadlocks()], but one look was taken before.
  ///
  /// @param first what [#inspect] returned
  public static List<Deadlock> deadlocks(UserView first) {
    List<Deadlock.Step> waits = first.waits();
    if (Deadlock.among(waits).isEmpty()) {
      return List.of();
    }
    Set<Deadlock.Step> still = new HashSet<>(inspect().waits());
    return Deadlock.among(waits.stream().filter(still::contains).toList());
  }

  private UserView view() {
    List<ScopeView> scopes = scopes();
    return new UserView(directory, peers, scopes, strange.stream().map(Finding::text).toList());
  }

  private Optional<Registry> registry() {
    Path file = directory.resolve(RegistryFile.NAME);
    try {
      return Optional.of(RegistryFile.attach(file).registry());
    } catch (MemoryException.Missing e) {
      return Optional.empty();
    } catch (MemoryException e) {
      note(Kind.BAD_REGISTRY, file, e.getMessage());
    } catch (IOException e) {
      note(Kind.BAD_REGISTRY, file, "%s cannot be read: %s.".formatted(file, e));
    }
    return Optional.empty();
  }

  /// Named ones first.
  List<ScopeView> scopes() {
    var named = new ArrayList<ScopeView>();
    var anonymous = new ArrayList<ScopeView>();
    for (Path file : files()) {
      String name = file.getFileName().toString();
      if (ObjectName.isAllowed(name)) {
        scope(file, name).ifPresent(named::add);
      } else if (name.startsWith(".")) {
        scope(file, null).ifPresent(anonymous::add);
      } else if (!name.equals(RegistryFile.NAME)) {
        noteStrange(file, name);
      }
    }
    named.addAll(anonymous);
    return named;
  }

  private List<Path> files() {
    var files = new ArrayList<Path>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
      found.forEach(files::add);
    } catch (NoSuchFileException | DirectoryIteratorException e) {
      // There is no directory; others may have removed it just now.
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list the directory " + directory, e);
    }
    files.sort(Comparator.naturalOrder());
    return files;
  }

  private void noteStrange(Path file, String name) {
    if (!name.startsWith(RegistryFile.ANY_VERSION)) {
      note(Kind.UNKNOWN_FILE, file, file + " is nothing that this library makes.");
      return;
    }
    List<Long> users = pidsOf(file).orElse(List.of());
    String advice =
        users.isEmpty()
            ? "If nothing of that version runs, remove it."
            : "Processes %s use it: they do not see those of this version.".formatted(users);
    note(
        Kind.BAD_REGISTRY,
        file,
        "%s is the registry of another layout version. %s".formatted(file, advice));
  }

  private void note(Kind kind, Path file, String text) {
    strange.add(new Finding(kind, file, text, Outcome.NEEDS_ATTENTION));
  }

  /// What is there beside scopes and the registry, or is no registry.
  List<Finding> strange() {
    return strange;
  }

  /// Living processes with scopes whose registry is not there any more, and which do not use the
  /// one that is. Who has only looked into a registry once does no harm.
  List<Long> usersOfDeletedRegistry() {
    Path file = directory.resolve(RegistryFile.NAME);
    List<Long> present = pidsOf(file).orElse(List.of());
    return mappings.map(found -> found.pidsOfDeleted(file)).orElse(List.of()).stream()
        .filter(pid -> !present.contains(pid))
        .toList();
  }

  // ---- one scope ----

  /// @param name null for a private file, which may be anything
  /// @return empty if it is not there any more, or no scope yet
  private Optional<ScopeView> scope(Path file, @Nullable String name) {
    var found = new ArrayList<String>();
    Optional<ScopeContents> contents = Optional.empty();
    try (Arena arena = Arena.ofShared()) {
      Optional<List<AttachedView>> attached = attached(file);
      try {
        MemorySegment memory = ScopeMapping.mapToRead(file, arena);
        if (name == null && !isAnonymousScope(memory)) {
          return Optional.empty();
        }
        contents = Optional.of(contents(file, memory, found));
      } catch (MemoryException e) {
        found.add(e.getMessage());
      } catch (InternalError e) {
        found.add("%s was cut off while it was read.".formatted(file));
      }
      return name == null && contents.isEmpty() && attached.orElse(List.of()).isEmpty()
          ? Optional.empty() // left by the dead, and damaged: whoever sweeps removes it
          : Optional.of(new ScopeView(Optional.ofNullable(name), file, contents, attached, found));
    } catch (IOException e) {
      return goneOrUnreadable(file, name, e);
    }
  }

  private static Optional<ScopeView> goneOrUnreadable(
      Path file, @Nullable String name, IOException e) {
    if (e instanceof NoSuchFileException || name == null) {
      return Optional.empty();
    }
    String problem = "%s cannot be read: %s.".formatted(file, e);
    return Optional.of(
        new ScopeView(
            Optional.of(name), file, Optional.empty(), Optional.empty(), List.of(problem)));
  }

  private ScopeContents contents(Path file, MemorySegment memory, List<String> found) {
    ScopeHeader header = ScopeReader.header(file, memory);
    Optional<Registry> own = registry.filter(known -> known.id().equals(header.registry()));
    if (own.isEmpty()) {
      found.add(orphaned(header.registry()));
    }
    IntFunction<PeerView> views =
        own.<IntFunction<PeerView>>map(known -> known.viewer()::view).orElse(PeerViewer::unknown);
    return new ScopeReader(memory, views, found).read(header);
  }

  private static String orphaned(UUID registry) {
    return "It was made under registry %s, which is gone: nobody can attach to it any more."
        .formatted(registry);
  }

  private static boolean isAnonymousScope(MemorySegment memory) {
    return memory.byteSize() >= ScopeLayout.BYTES && ScopeHeader.isAnonymous(memory);
  }

  private Optional<List<AttachedView>> attached(Path file) {
    return pidsOf(file)
        .map(pids -> pids.stream().map(pid -> new AttachedView(pid, peer(pid))).toList());
  }

  private Optional<List<Long>> pidsOf(Path file) {
    try {
      return mappings.isEmpty() ? Optional.empty() : Optional.of(mappings.get().pidsOf(file));
    } catch (IOException e) {
      return Optional.of(List.of()); // it is gone
    }
  }

  private Optional<PeerView> peer(long pid) {
    return peers.stream().filter(peer -> peer.alive() && peer.pid() == pid).findFirst();
  }
}
