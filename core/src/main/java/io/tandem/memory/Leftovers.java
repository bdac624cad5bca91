package io.tandem.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Removes what killed processes left: files whose names begin with a dot and whose maker, which
/// would hold a lock on them, is gone.
///
/// Swept whenever this user makes shared memory. A file that was made but not yet locked may be
/// taken too; its maker notices that it is gone and makes another.
final class Leftovers {
  // Opening and closing a file of our own could drop our locks on it, see PortableFile.
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private Leftovers() {}

  static void keep(Path file) {
    OURS.add(file);
  }

  static void forget(Path file) {
    OURS.remove(file);
  }

  static void sweep() {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(SharedDirectory.ofUser(), ".*")) {
      for (Path file : files) {
        if (!OURS.contains(file)) {
          removeIfAbandoned(file);
        }
      }
    } catch (NoSuchFileException e) {
      // Nothing there, so nothing left.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void removeIfAbandoned(Path file) throws IOException {
    try (FileChannel channel = SharedFile.open(file);
        OpenFile opened = OpenFile.of(file, channel)) {
      if (opened.tryLock(OpenFile.MAKER)) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // Its maker was faster.
    }
  }
}
