package io.tandem.memory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// The life of a shared file: made under a private name, filled, and only then given its own name,
/// so that nobody ever finds half of one.
final class SharedFile {
  private static final Set<OpenOption> EXISTING =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final int FILE_TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int OPEN_TO_OTHERS = 0077;
  private static final int LINK_CHECKS = 100;
  private static final long LINK_CHECK_NANOS = 1_000_000;

  private SharedFile() {}

  /// Writes the content of a new file.
  interface Filler {
    void fill(FileChannel channel) throws IOException;
  }

  /// Makes the file and gives it its name.
  ///
  /// @throws MemoryException.Exists if the name is taken
  /// @throws MemoryException.NoSpace if there is no room; nothing is left behind
  static void create(Path file, long bytes, Filler filler) throws IOException {
    try (PrivateFile unfinished = PrivateFile.make(bytes)) {
      filler.fill(unfinished.channel());
      Files.createLink(file, unfinished.file());
    } catch (FileAlreadyExistsException e) {
      throw new MemoryException.Exists(
          "Cannot create shared memory '%s': %s is already there. "
                  .formatted(file.getFileName(), file)
              + "Attach to it, or unlink it first.");
    }
  }

  /// Opens without a look at who made it.
  static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, EXISTING);
  }

  /// Opens a file that may be trusted: regular, of this user, closed to others, with one name.
  ///
  /// @throws MemoryException.Missing if there is none
  /// @throws MemoryException.Refused if it may not be trusted
  static FileChannel attach(Path file) throws IOException {
    String identity = identity(file);
    FileChannel channel = openToAttach(file);
    try {
      if (!identity.equals(identity(file))) {
        throw refused(file, "it was replaced while being opened");
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel openToAttach(Path file) throws IOException {
    try {
      return open(file);
    } catch (NoSuchFileException e) {
      throw missing(file);
    }
  }

  /// Checks that a file may be trusted.
  ///
  /// @return which file it is, whatever its name: equal for two names of one file
  /// @throws MemoryException.Missing if there is none
  /// @throws MemoryException.Refused if it may not be trusted
  static String identity(Path file) throws IOException {
    try {
      return verify(file);
    } catch (NoSuchFileException e) {
      throw missing(file);
    }
  }

  private static String verify(Path file) throws IOException {
    if (!Platform.HAS_UNIX_FILES) {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.readAttributes(file, "size", LinkOption.NOFOLLOW_LINKS);
        throw refused(file, "it is not a regular file");
      }
      return file.toRealPath().toString();
    }
    Map<String, Object> found = attributes(file);
    int mode = (int) found.get("mode");
    if ((mode & FILE_TYPE) != REGULAR) {
      throw refused(file, "it is not a regular file");
    }
    if ((int) found.get("uid") != SharedDirectory.User.ID) {
      throw refused(
          file,
          "user %s owns it, not user %d".formatted(found.get("uid"), SharedDirectory.User.ID));
    }
    if ((mode & OPEN_TO_OTHERS) != 0) {
      throw refused(file, "its permissions are %o, not 600".formatted(mode & ~FILE_TYPE));
    }
    if (!awaitOneName(file)) {
      throw refused(file, "it has more than one name (a hard link)");
    }
    return found.get("dev") + ":" + found.get("ino");
  }

  /// A file that is just being published has two names for a moment.
  private static boolean awaitOneName(Path file) throws IOException {
    for (int check = 0; check < LINK_CHECKS; check++) {
      if ((int) attributes(file).get("nlink") == 1) {
        return true;
      }
      Leftovers.sweep();
      LockSupport.parkNanos(LINK_CHECK_NANOS);
    }
    return false;
  }

  private static Map<String, Object> attributes(Path file) throws IOException {
    return Files.readAttributes(file, "unix:mode,uid,nlink,dev,ino", LinkOption.NOFOLLOW_LINKS);
  }

  private static MemoryException.Missing missing(Path file) {
    SharedDirectory.removeIfEmpty();
    return new MemoryException.Missing(
        "Cannot attach to shared memory '%s': there is no %s. ".formatted(file.getFileName(), file)
            + "Create it first, or check the name.");
  }

  private static MemoryException.Refused refused(Path file, String found) {
    return new MemoryException.Refused(
        "Refused to attach to shared memory %s: %s. ".formatted(file, found)
            + "Only a file that this user made may be shared; remove it if it is yours.");
  }
}
