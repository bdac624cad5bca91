package io.tandem.memory;

import io.tandem.linux.Platform;
import io.tandem.peer.SlotLocks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The locks of a registry's file: one for each slot, and one for whoever claims a slot or removes
/// the file.
final class RegistryLocks implements SlotLocks {
  private final Path file;
  private final String identity;
  private final FileChannel channel;

  // Guarded by this.
  private @Nullable OpenFile opened;
  private boolean claiming; // the kernel sees one owner, the open file

  /// @param identity which file it is, see [SharedFile#identity]
  /// @param channel to it, open as long as this process lives
  RegistryLocks(Path file, String identity, FileChannel channel) throws IOException {
    this.file = file;
    this.identity = identity;
    this.channel = channel;
    this.opened = Platform.NATIVE_LINUX ? null : OpenFile.of(file, channel);
  }

  @Override
  public synchronized void lockClaims() {
    opened().lock(OpenFile.CLAIMS);
    claiming = true;
  }

  /// As [#lockClaims], if nobody, this process included, has it.
  synchronized boolean tryLockClaims() {
    if (claiming || !opened().tryLock(OpenFile.CLAIMS)) {
      return false;
    }
    claiming = true;
    return true;
  }

  @Override
  public synchronized void unlockClaims() {
    claiming = false;
    opened().unlock(OpenFile.CLAIMS);
  }

  @Override
  public synchronized boolean tryLock(int slot) {
    return opened().tryLock(OpenFile.slot(slot));
  }

  @Override
  public synchronized boolean isLocked(int slot) {
    return opened().isLocked(OpenFile.slot(slot));
  }

  private OpenFile opened() {
    try {
      if (opened == null) {
        opened = LinuxFile.reopen(identity, channel);
      }
      return opened;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot lock " + file, e);
    }
  }
}
