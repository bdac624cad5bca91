package io.tandem.memory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;

/// This process's use of an anonymous scope's file, as others know of it: a shared lock, which the
/// kernel drops when the process dies. The last one to leave removes the file; if that one was
/// killed, whoever next sweeps does.
///
/// It is a lock of the process: this JVM opens the file once and closes it last, see
/// [ScopeMapping], and takes the lock without a native call.
final class AnonymousUse {
  private final Path file;
  private final FileChannel channel;
  private final FileLock lock;

  private AnonymousUse(Path file, FileChannel channel, FileLock lock) {
    this.file = file;
    this.channel = channel;
    this.lock = lock;
  }

  /// @param identity of the file that the channel is open to
  /// @throws MemoryException.Missing if the last user has removed it just now
  static AnonymousUse begin(Path file, String identity, FileChannel channel) throws IOException {
    FileLock lock =
        Uninterrupted.call(() -> channel.lock(OpenFile.lockByte(OpenFile.USERS), 1, true));
    if (!SharedFile.isStill(file, identity)) {
      throw SharedFile.missing(file);
    }
    return new AnonymousUse(file, channel, lock);
  }

  /// Removes the file if no other process uses it. Only after this process has dropped its other
  /// locks on the file.
  void end() throws IOException {
    lock.release();
    // The maker's lock and that of the users, side by side.
    try (FileLock alone = channel.tryLock(OpenFile.lockByte(OpenFile.MAKER), 2, false)) {
      if (alone != null) {
        Files.deleteIfExists(file);
        SharedDirectory.removeIfEmpty();
      }
    }
  }
}
