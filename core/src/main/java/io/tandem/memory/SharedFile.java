package io.tandem.memory;

import io.tandem.linux.Platform;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;

/// The life of a shared file: made under a private name, filled, and only then given its own name,
/// so that nobody ever finds half of one.
final class SharedFile {
  private static final Set<OpenOption> EXISTING =
      Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  private static final int FILE_TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int OPEN_TO_OTHERS = 0077;
  private static final int ATTEMPTS = 1000;

  private SharedFile() {}

  /// Writes the content of a new file.
  interface Filler {
    void fill(FileChannel channel) throws IOException;
  }

  /// A file that was found to be trusted, and which one it is.
  record Attached(FileChannel channel, String identity) {}

  /// Makes the file and gives it its name.
  ///
  /// @throws MemoryException.Exists if the name is taken
  /// @throws MemoryException.NoSpace if there is no room; nothing is left behind
  static void create(Path file, long bytes, Filler filler) throws IOException {
    try (PrivateFile unfinished = PrivateFile.make(bytes)) {
      Uninterrupted.call(
          () -> {
            filler.fill(unfinished.channel());
            return file;
          });
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

  static FileChannel openToRead(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  /// Opens a file that may be trusted: regular, of this user, closed to others, with one name.
  ///
  /// @throws MemoryException.Missing if there is none
  /// @throws MemoryException.Refused if it may not be trusted
  static Attached attach(Path file) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      String identity = identity(file);
      FileChannel channel = openToAttach(file);
      if (isStill(file, identity)) {
        return new Attached(channel, identity);
      }
      channel.close();
    }
    throw refused(file, "it is replaced as fast as it is opened");
  }

  /// Whether the file of that name is still the one that was looked at.
  static boolean isStill(Path file, String identity) throws IOException {
    try {
      return identity(file).equals(identity);
    } catch (MemoryException.Missing | MemoryException.Refused e) {
      return false;
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
    requireTrusted(file, found);
    String identity = inode(found);
    if ((int) found.get("nlink") != 1) {
      // It may have been published just now: its private name is not needed any more.
      Leftovers.remove(identity);
      if ((int) attributes(file).get("nlink") != 1) {
        throw refused(file, "it has more than one name (a hard link)");
      }
    }
    return identity;
  }

  private static void requireTrusted(Path file, Map<String, Object> found) {
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
  }

  /// The [#identity] of a file, found without changing anything, so that a second name is not seen.
  ///
  /// @throws MemoryException.Refused if it may not be trusted
  static String identityToRead(Path file) throws IOException {
    if (!Platform.HAS_UNIX_FILES) {
      return verify(file);
    }
    Map<String, Object> found = attributes(file);
    requireTrusted(file, found);
    return inode(found);
  }

  /// Which file has this name now, trusted or not.
  static String inode(Path file, LinkOption... options) throws IOException {
    return inode(Files.readAttributes(file, "unix:dev,ino", options));
  }

  private static String inode(Map<String, Object> attributes) {
    return attributes.get("dev") + ":" + attributes.get("ino");
  }

  private static Map<String, Object> attributes(Path file) throws IOException {
    return Files.readAttributes(file, "unix:mode,uid,nlink,dev,ino", LinkOption.NOFOLLOW_LINKS);
  }

  static MemoryException.Missing missing(Path file) {
    return new MemoryException.Missing(
        "Cannot attach to shared memory '%s': there is no %s. ".formatted(file.getFileName(), file)
            + "Create it first, or check the name.");
  }

  private static MemoryException.Refused refused(Path file, String found) {
    return new MemoryException.Refused(
        "Refused to attach to shared memory %s: %s. ".formatted(file, found)
            + "Only a file that this user made may be shared; remove it if it is yours.");
  }

  /// Maps a part of a shared file.
  ///
  /// On Linux as a segment of the same class as all other native memory: the JVM compiles code for
  /// the classes it meets, and with two of them in one place a ring runs at a third of its speed.
  static MemorySegment map(FileChannel channel, long offset, long bytes, Arena arena)
      throws IOException {
    return unified(channel.map(MapMode.READ_WRITE, offset, bytes, arena), arena);
  }

  /// Maps all of a shared file for reading only.
  static MemorySegment mapToRead(FileChannel channel, Arena arena) throws IOException {
    MemorySegment mapped = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
    return unified(mapped, arena).asReadOnly();
  }

  private static MemorySegment unified(MemorySegment mapped, Arena arena) {
    return Platform.NATIVE_LINUX
        ? MemorySegment.ofAddress(mapped.address()).reinterpret(mapped.byteSize(), arena, null)
        : mapped;
  }
}
