package io.tandem.memory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file descriptor of our own, with locks of the open file description (`F_OFD_SETLK`): no other
/// open of the same file, in this process or another, can drop them.
final class LinuxFile extends OpenFile {
  private final int fd;
  private final FileChannel channel;

  LinuxFile(Path file, FileChannel channel) throws IOException {
    this.channel = channel;
    fd = Libc.open(file);
    if (fd == -Libc.ENOENT) {
      throw new NoSuchFileException(file.toString());
    }
    if (fd < 0) {
      throw new IOException("open(%s) failed with error %d".formatted(file, -fd));
    }
  }

  @Override
  void lock(int which) {
    requireSuccess(Libc.lock(fd, lockByte(which)));
  }

  @Override
  boolean tryLock(int which) {
    int error = Libc.tryLock(fd, lockByte(which));
    if (error == Libc.EAGAIN) {
      return false;
    }
    requireSuccess(error);
    return true;
  }

  @Override
  void unlock(int which) {
    requireSuccess(Libc.unlock(fd, lockByte(which)));
  }

  @Override
  boolean tryReserve(long offset, long bytes) throws IOException {
    int error = Libc.reserve(fd, offset, bytes);
    if (error == Libc.EOPNOTSUPP) {
      return writeZeros(channel, offset, bytes);
    }
    if (error != 0 && error != Libc.ENOSPC) {
      throw new IOException(
          "posix_fallocate of %d bytes failed with error %d".formatted(bytes, error));
    }
    return error == 0;
  }

  @Override
  public void close() {
    Libc.close(fd);
  }

  private static void requireSuccess(int error) {
    if (error != 0) {
      throw new IllegalStateException("Locking a shared file failed with error " + error + ".");
    }
  }
}
