package io.tandem.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A user's directory of caches.
///
/// ```text
/// NICKNAME.seal       what a cache was made for, and which one it is
/// CONTENT.tandem.aot  a cache; CONTENT is a digest of all it was made from
/// CONTENT.stamp       the cache's own stamp, written last: without it, it is not complete
/// CONTENT.names       what is in its jars
/// lock                locked by whoever makes a cache
/// *.tmp               left over, if nobody holds the lock
/// ```
///
/// @param directory which nobody else may enter
record AotStore(Path directory) {
  /// A system property with another place for it.
  static final String PROPERTY = "tandem.aot.directory";

  /// How the names of caches end.
  static final String CACHE = ".tandem.aot";

  static final String STAMP = ".stamp";
  static final String NAMES = ".names";
  private static final String SEAL = ".seal";
  private static final String UNFINISHED = ".tmp";

  private static final int MOST_CACHES = 16;
  private static final Duration UNUSED = Duration.ofDays(30);
  private static final Duration TOUCHED = Duration.ofDays(1);
  private static final int OWNER_ONLY = 0700;
  private static final int PERMISSIONS = 0777;

  /// This user's, made if need be; or empty where there is none to be trusted.
  static Optional<AotStore> ofUser() throws IOException {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
      return Optional.empty();
    }
    Path directory = place();
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory.getParent());
      create(directory);
    }
    return isOwn(directory) ? Optional.of(new AotStore(directory)) : Optional.empty();
  }

  private static void create(Path directory) throws IOException {
    try {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      // By another process, just now.
    }
  }

  private static Path place() {
    String chosen = System.getProperty(PROPERTY);
    if (chosen != null) {
      return Path.of(chosen).toAbsolutePath();
    }
    String caches = System.getenv("XDG_CACHE_HOME");
    Path root =
        caches != null && caches.startsWith("/")
            ? Path.of(caches)
            : Path.of(System.getProperty("user.home"), ".cache");
    return root.resolve("tandem").resolve("aot");
  }

  /// A cache is code, so nobody else may have written it.
  private static boolean isOwn(Path directory) throws IOException {
    Map<String, Object> found =
        Files.readAttributes(directory, "unix:uid,mode,isDirectory", LinkOption.NOFOLLOW_LINKS);
    Path process = Path.of("/proc/self");
    Path own = Files.exists(process) ? process : Path.of(System.getProperty("user.home"));
    return (boolean) found.get("isDirectory")
        && ((int) found.get("mode") & PERMISSIONS) == OWNER_ONLY
        && found.get("uid").equals(Files.getAttribute(own, "unix:uid"));
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  // ---- seals ----

  Optional<AotSeal> seal(AotProgram program) throws IOException {
    Path file = file(program.nickname() + SEAL);
    try {
      return AotSeal.parse(Files.readString(file)).filter(_ -> markUsed(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static boolean markUsed(Path seal) {
    try {
      Instant now = Instant.now();
      if (Files.getLastModifiedTime(seal).toInstant().isBefore(now.minus(TOUCHED))) {
        Files.setLastModifiedTime(seal, FileTime.from(now));
      }
      return true;
    } catch (IOException e) {
      return false; // removed just now
    }
  }

  void write(AotProgram program, AotSeal seal) throws IOException {
    write(program.nickname() + SEAL, seal.text().getBytes());
  }

  /// Whole or not at all.
  void write(String name, byte[] content) throws IOException {
    Path unfinished = unfinished(name);
    Files.write(unfinished, content);
    Files.move(unfinished, file(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /// What is to be moved to the name when it is complete.
  Path unfinished(String name) {
    return file(name + UNFINISHED);
  }

  // ---- making ----

  /// The right to make a cache, which ends with the process at the latest; empty if another has it.
  /// For one thread of a process: to close the channel gives up what any other thread holds.
  Optional<FileChannel> tryLock() throws IOException {
    FileChannel channel =
        FileChannel.open(file("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() != null) {
      return Optional.of(channel);
    }
    channel.close();
    return Optional.empty();
  }

  /// Removes what nobody has used for long, or nobody can use. Under the lock.
  void tidy() throws IOException {
    Instant oldest = Instant.now().minus(UNUSED);
    List<Path> seals = filesEnding(SEAL);
    seals.sort(Comparator.comparing(AotStore::lastUse).reversed());
    Set<String> used = new HashSet<>();
    for (Path seal : seals) {
      Optional<AotSeal> read = AotSeal.parse(Files.readString(seal));
      if (used.size() < MOST_CACHES && lastUse(seal).isAfter(oldest) && read.isPresent()) {
        used.add(contentOf(read.get().files().getLast().path()));
      } else {
        Files.delete(seal);
      }
    }
    for (String kind : List.of(CACHE, STAMP, NAMES, UNFINISHED)) {
      for (Path file : filesEnding(kind)) {
        if (!used.contains(contentOf(file))) {
          Files.delete(file);
        }
      }
    }
  }

  private static Instant lastUse(Path seal) {
    try {
      return Files.getLastModifiedTime(seal).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }

  private static String contentOf(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(UNFINISHED) ? name : name.substring(0, name.indexOf('.'));
  }

  private List<Path> filesEnding(String kind) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return new ArrayList<>(files.filter(file -> file.toString().endsWith(kind)).toList());
    }
  }
}
