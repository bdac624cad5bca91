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
import java.util.ArrayList;
import java.util.List;
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

  /// Waits for a sweep, which might otherwise close the file after it was locked.
  static synchronized void keep(Path file) {
    OURS.add(file);
  }

  static boolean isOurs(Path file) {
    return OURS.contains(file);
  }

  static void forget(Path file) {
    OURS.remove(file);
  }

  static void sweep() {
    List<Path> _ = sweep(true);
  }

  /// @param remove whether to remove what was found
  /// @return what was found
  static synchronized List<Path> sweep(boolean remove) {
    var found = new ArrayList<Path>();
    forEach(
        file -> {
          if (!isOurs(file)
              && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
              && isAbandoned(file, remove)) {
            found.add(file);
          }
        });
    return found;
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

  private static boolean isAbandoned(Path file, boolean remove) throws IOException {
    try (FileChannel channel = SharedFile.open(file);
        OpenFile opened = OpenFile.of(file, channel)) {
      boolean abandoned = opened.tryLock(OpenFile.MAKER) && opened.tryLock(OpenFile.USERS);
      if (abandoned && remove) {
        Files.deleteIfExists(file);
      }
      return abandoned;
    }
  }
}
