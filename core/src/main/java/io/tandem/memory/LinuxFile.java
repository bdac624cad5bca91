package io.tandem.memory;

import io.tandem.linux.Libc;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file descriptor of our own, with locks of the open file description (`F_OFD_SETLK`): no other
/// open of the same file, in this process or another, can drop them.
final class LinuxFile extends OpenFile {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private final int fd;
  private final Libc.LockCall lockCall = new Libc.LockCall();

  LinuxFile(Path file, FileChannel channel) throws IOException {
    super(channel);
    fd = Libc.open(file);
    if (fd == -Libc.ENOENT) {
      throw new NoSuchFileException(file.toString());
    }
    if (fd < 0) {
      throw new IOException(
          "Cannot open %s: error %d. errno(3) says what it means.".formatted(file, -fd));
    }
  }

  /// Opens a file again that this process has open, by whatever name or by none.
  ///
  /// @param identity which file, see [SharedFile#identity]
  static LinuxFile reopen(String identity, FileChannel channel) throws IOException {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path descriptor : descriptors) {
        if (isOf(identity, descriptor)) {
          var opened = new LinuxFile(descriptor, channel);
          if (isOf(identity, DESCRIPTORS.resolve(Integer.toString(opened.fd)))) {
            return opened;
          }
          opened.close();
        }
      }
    }
    throw new IOException("No file descriptor in /proc/self/fd is open to file " + identity);
  }

  private static boolean isOf(String identity, Path descriptor) {
    try {
      return SharedFile.inode(descriptor).equals(identity);
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  @Override
  void lock(int which) {
    requireSuccess(lockCall.lock(fd, lockByte(which)));
  }

  @Override
  boolean tryLock(int which) {
    int error = lockCall.tryLock(fd, lockByte(which));
    if (error == Libc.EAGAIN || error == Libc.EACCES) {
      return false;
    }
    requireSuccess(error);
    return true;
  }

  @Override
  void unlock(int which) {
    requireSuccess(lockCall.unlock(fd, lockByte(which)));
  }

  @Override
  boolean isLocked(int which) {
    int result = lockCall.isLocked(fd, lockByte(which));
    requireSuccess(Math.max(0, -result));
    return result == 1;
  }

  @Override
  boolean tryReserve(Path file, long offset, long bytes) throws IOException {
    int error = Libc.reserve(fd, offset, bytes);
    if (error == Libc.EOPNOTSUPP) {
      return writeZeros(file, offset, bytes);
    }
    if (error == Libc.EFBIG) {
      throw tooLong(
          "Cannot reserve %d bytes of shared memory in %s"
              .formatted(bytes, file.toAbsolutePath().getParent()));
    }
    if (error != 0 && error != Libc.ENOSPC) {
      throw new IOException(
          "Cannot reserve %d bytes of %s: error %d. errno(3) says what it means."
              .formatted(bytes, file, error));
    }
    return error == 0;
  }

  @Override
  public void close() {
    Libc.close(fd);
  }

  private static void requireSuccess(int error) {
    if (error != 0) {
      throw new IllegalStateException(
          "Cannot lock a shared file: error %d. errno(3) says what it means.".formatted(error));
    }
  }
}
