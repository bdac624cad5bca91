package io.tandem.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Removes what killed processes left: files whose names begin with a dot and whose maker and
/// users, which would hold locks on them, are gone.
///
/// Swept whenever this user makes shared memory. A file that was made but not yet locked may be
/// taken too; its maker notices that it is gone and makes another.
final class Leftovers {
  // Opening and closing a file that we use could drop our locks on it, see PortableFile.
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private Leftovers() {}

  static void keep(Path file) {
    OURS.add(file);
  }

  static void forget(Path file) {
    OURS.remove(file);
  }

  static void sweep() {
    forEach(
        file -> {
          if (!OURS.contains(file) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            removeIfAbandoned(file);
          }
        });
  }

  /// Removes the private name of a file that has its own by now.
  ///
  /// @param identity which file, see [SharedFile#identity]
  static void remove(String identity) {
    forEach(
        file -> {
          if (SharedFile.inode(file, LinkOption.NOFOLLOW_LINKS).equals(identity)) {
            Files.deleteIfExists(file);
          }
        });
  }

  private interface Visitor {
    void visit(Path file) throws IOException;
  }

  private static void forEach(Visitor visitor) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(SharedDirectory.find(), ".*")) {
      for (Path file : files) {
        visitUnlessGone(visitor, file);
      }
    } catch (NoSuchFileException | DirectoryIteratorException e) {
      // There is no directory, so nothing is left; others may have removed it just now.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void visitUnlessGone(Visitor visitor, Path file) throws IOException {
    try {
      visitor.visit(file);
    } catch (FileSystemException e) {
      // Its maker was faster, or it is nothing that we made.
    }
  }

  private static void removeIfAbandoned(Path file) throws IOException {
    try (FileChannel channel = SharedFile.open(file);
        OpenFile opened = OpenFile.of(file, channel)) {
      if (opened.tryLock(OpenFile.MAKER) && opened.tryLock(OpenFile.USERS)) {
        Files.deleteIfExists(file);
      }
    }
  }
}
