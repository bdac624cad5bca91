package io.tandem.memory;

import io.tandem.linux.Platform;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// A file without a name that anybody could ask for: locked while its maker lives, removed when it
/// is closed, and swept by others when its maker was killed.
///
/// @param file where it is; its name begins with a dot
/// @param channel the one channel to it in this JVM
/// @param opened the same file, with the maker's lock held
record PrivateFile(Path file, FileChannel channel, OpenFile opened) implements AutoCloseable {
  private static final Set<OpenOption> NEW =
      Set.of(
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);
  private static final int ATTEMPTS = 1000;

  /// @throws MemoryException.NoSpace if there is no room; nothing is left behind
  static PrivateFile make(long bytes) throws IOException {
    Leftovers.sweep();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Path file = SharedDirectory.ofUser().resolve(randomName());
      try {
        return reserve(lock(file), bytes);
      } catch (NoSuchFileException e) {
        // Others removed the directory while it was empty, or swept the file before it was locked.
      }
    }
    throw new IOException("Cannot keep a file in " + SharedDirectory.ofUser());
  }

  private static String randomName() {
    return "." + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }

  private static PrivateFile lock(Path file) throws IOException {
    Leftovers.keep(file);
    try {
      FileChannel channel = FileChannel.open(file, NEW, permissions());
      return lock(file, channel);
    } catch (IOException | RuntimeException e) {
      Leftovers.forget(file);
      throw e;
    }
  }

  private static PrivateFile lock(Path file, FileChannel channel) throws IOException {
    try {
      OpenFile opened = OpenFile.of(file, channel);
      if (opened.tryLock(OpenFile.MAKER) && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return new PrivateFile(file, channel, opened);
      }
      opened.close();
      throw new NoSuchFileException(file.toString());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static PrivateFile reserve(PrivateFile made, long bytes) throws IOException {
    try {
      made.opened.reserve(made.file, 0, bytes);
      return made;
    } catch (RuntimeException e) {
      made.close();
      throw e;
    }
  }

  private static FileAttribute<?>[] permissions() {
    return Platform.HAS_UNIX_FILES
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
    Leftovers.forget(file);
    opened.close();
    channel.close();
    SharedDirectory.removeIfEmpty();
  }
}
