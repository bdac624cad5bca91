package io.tandem.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What Java offers everywhere: locks that belong to the process, and zeros written to the end.
///
/// Closing any channel of a file drops this process's locks on it, so a JVM opens each shared file
/// once. The locks are taken through an asynchronous channel, which no interrupt closes.
final class PortableFile extends OpenFile {
  private static final long RETRY_NANOS = 100_000;

  private final AsynchronousFileChannel locks;
  private final Map<Integer, FileLock> held = new HashMap<>();

  PortableFile(Path file, FileChannel channel) throws IOException {
    super(channel);
    locks =
        AsynchronousFileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  @Override
  void lock(int which) {
    while (!tryLock(which)) {
      LockSupport.parkNanos(RETRY_NANOS);
    }
  }

  @Override
  boolean tryLock(int which) {
    FileLock lock = tryChannelLock(lockByte(which));
    if (lock != null) {
      held.put(which, lock);
    }
    return lock != null;
  }

  private @Nullable FileLock tryChannelLock(long position) {
    try {
      return locks.tryLock(position, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  void unlock(int which) {
    try {
      FileLock lock = held.remove(which);
      if (lock != null) {
        lock.release();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Asks for a shared lock, so that two that ask at once do not see each other.
  @Override
  boolean isLocked(int which) {
    try (FileLock lock = locks.tryLock(lockByte(which), 1, true)) {
      return lock == null;
    } catch (OverlappingFileLockException ours) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  boolean tryReserve(Path file, long offset, long bytes) throws IOException {
    return writeZeros(file, offset, bytes);
  }

  @Override
  public void close() {
    try {
      locks.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
