package io.tandem.memory;

import io.tandem.linux.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where shared files live: a root on memory, and in it one directory per user that nobody else may
/// enter.
final class SharedDirectory {
  /// Overrides the root, which otherwise is `/dev/shm` if there is one.
  static final String ROOT_PROPERTY = "tandem.shm";

  private static final int ATTEMPTS = 1000;
  private static final int OWNER_ONLY = 0700;
  private static final int PERMISSIONS = 0777;

  private SharedDirectory() {}

  /// The root, where Python's `SharedMemory` keeps its blocks too.
  static Path root() {
    String chosen = System.getProperty(ROOT_PROPERTY);
    return chosen != null ? Path.of(chosen).toAbsolutePath() : Default.ROOT;
  }

  /// Where this user's own directory is, or will be when something is made in it.
  ///
  /// @throws MemoryException.Refused if it belongs to somebody else or is open to others
  static Path find() {
    Path directory = directory();
    try {
      verify(directory);
    } catch (NoSuchFileException e) {
      // Nobody can have put anything there.
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at the directory " + directory, e);
    }
    return directory;
  }

  /// This user's own directory, made if it is not there.
  ///
  /// @throws MemoryException.Refused if it belongs to somebody else or is open to others
  static Path ofUser() {
    Path directory = directory();
    try {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (isThere(directory)) {
          return directory;
        }
      }
      throw new IOException("Others remove it as fast as it is made");
    } catch (IOException e) {
      throw OpenFile.failed("Cannot make the directory " + directory, e);
    }
  }

  private static boolean isThere(Path directory) throws IOException {
    create(directory);
    try {
      verify(directory);
      return true;
    } catch (NoSuchFileException e) {
      return false; // it was empty, and another process removed it
    }
  }

  /// Removes the user's directory if nothing is in it; whoever needs it next makes it again.
  static void removeIfEmpty() {
    try {
      Files.deleteIfExists(directory());
    } catch (IOException e) {
      // Something is in it.
    }
  }

  /// Where this user's own directory is, whatever that is.
  static Path directory() {
    return root().resolve("tandem-" + User.ID);
  }

  private static void create(Path directory) throws IOException {
    try {
      if (Platform.HAS_UNIX_FILES) {
        Files.createDirectory(
            directory,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectory(directory);
      }
    } catch (FileAlreadyExistsException e) {
      // Verified next, whoever made it.
    }
  }

  private static void verify(Path directory) throws IOException {
    BasicFileAttributes basic =
        Files.readAttributes(directory, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!basic.isDirectory()) {
      throw refused(directory, "it is not a directory");
    }
    if (!Platform.HAS_UNIX_FILES) {
      return;
    }
    Map<String, Object> attributes =
        Files.readAttributes(directory, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
    int owner = (int) attributes.get("uid");
    int permissions = (int) attributes.get("mode") & PERMISSIONS;
    if (owner != User.ID) {
      throw refused(directory, "user %d owns it, not user %d".formatted(owner, User.ID));
    }
    if (permissions != OWNER_ONLY) {
      throw refused(directory, "its permissions are %o, not %o".formatted(permissions, OWNER_ONLY));
    }
  }

  private static MemoryException.Refused refused(Path directory, String found) {
    return new MemoryException.Refused(
        "Refused to keep shared memory in %s: %s. ".formatted(directory, found)
            + "Remove it, or choose another root with -D%s=DIRECTORY.".formatted(ROOT_PROPERTY));
  }

  /// The root when none was chosen: looked for once.
  private static final class Default {
    static final Path ROOT = find();

    private static Path find() {
      Path memory = Path.of("/dev/shm");
      if (isUsable(memory)) {
        return memory;
      }
      String runtime = System.getenv("XDG_RUNTIME_DIR");
      Path fallback =
          runtime != null && isUsable(Path.of(runtime))
              ? Path.of(runtime)
              : Path.of(System.getProperty("java.io.tmpdir"));
      System.getLogger(SharedDirectory.class.getName())
          .log(
              Level.WARNING,
              "There is no usable /dev/shm: shared memory is kept in {0}, which may be on a disk.",
              fallback);
      return fallback.toAbsolutePath();
    }

    private static boolean isUsable(Path directory) {
      return Files.isDirectory(directory) && Files.isWritable(directory);
    }
  }

  /// The user that runs this JVM.
  static final class User {
    static final int ID = find();

    private User() {}

    private static int find() {
      Path own = Path.of("/proc/self");
      Path home = Path.of(System.getProperty("user.home"));
      Integer id = owner(Files.exists(own) ? own : home);
      return id != null ? id : System.getProperty("user.name").hashCode() & 0x7fffffff;
    }

    private static @Nullable Integer owner(Path file) {
      try {
        return Platform.HAS_UNIX_FILES ? (Integer) Files.getAttribute(file, "unix:uid") : null;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
