package io.tandem.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/// An open shared file with what a channel lacks: locks that the kernel drops when their holder
/// dies, and space that is reserved before anybody maps it.
///
/// Not for use by two threads at once: the kernel sees one owner, the open file.
abstract sealed class OpenFile implements AutoCloseable permits LinuxFile, PortableFile {
  /// The lock that guards the allocator and the directory.
  static final int GUARD = 0;

  /// The lock that the maker of a private file holds while it lives.
  static final int MAKER = 1;

  // Far behind any content, because Windows refuses access to locked bytes.
  private static final long FIRST_LOCK_BYTE = 1L << 62;

  private static final int ZEROS_BYTES = 64 * 1024;

  /// @param file an existing file
  /// @param channel to the same file, open for reading and writing; the caller closes it, last
  static OpenFile of(Path file, FileChannel channel) throws IOException {
    return Platform.NATIVE_LINUX ? new LinuxFile(file, channel) : new PortableFile(channel);
  }

  static long lockByte(int which) {
    return FIRST_LOCK_BYTE + which;
  }

  abstract void lock(int which);

  abstract boolean tryLock(int which);

  abstract void unlock(int which);

  /// Makes the file at least `offset + bytes` long, with zeros behind its old end.
  ///
  /// A page that cannot be backed when it is first touched raises SIGBUS, which some instructions
  /// do not survive; a reservation that fails is an exception.
  ///
  /// @throws MemoryException.NoSpace if the file system or the container has no room
  final void reserve(Path file, long offset, long bytes) {
    Container.requireHeadroom(file, bytes);
    try {
      if (!tryReserve(offset, bytes)) {
        throw noSpace(file, bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @return whether there was room
  abstract boolean tryReserve(long offset, long bytes) throws IOException;

  /// Reserves the slow way, where the file system knows no other.
  static boolean writeZeros(FileChannel channel, long offset, long bytes) throws IOException {
    var zeros = ByteBuffer.allocateDirect(ZEROS_BYTES);
    long end = offset + bytes;
    try {
      for (long position = offset; position < end; ) {
        zeros.clear().limit((int) Math.min(ZEROS_BYTES, end - position));
        position += channel.write(zeros, position);
      }
      return true;
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("No space left")) {
        return false;
      }
      throw e;
    }
  }

  private static MemoryException.NoSpace noSpace(Path file, long bytes) {
    Path directory = file.toAbsolutePath().getParent();
    return new MemoryException.NoSpace(
        "Cannot reserve %d bytes of shared memory in %s: %d bytes are free there. "
                .formatted(bytes, directory, directory.toFile().getUsableSpace())
            + "Ask for less, free some, or enlarge the file system (docker run --shm-size=...).");
  }

  @Override
  public abstract void close();
}
