package io.tandem.memory;

import io.tandem.linux.Platform;
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
  /// The lock that the maker of a private file holds while it lives.
  static final int MAKER = 1;

  /// The lock that the users of an anonymous scope share.
  static final int USERS = 2;

  /// The lock that a process holds while it takes a slot of the registry, or removes that.
  static final int CLAIMS = 3;

  private static final int FIRST_SLOT = 16;

  // Far behind any content, because Windows refuses access to locked bytes.
  private static final long FIRST_LOCK_BYTE = 1L << 62;

  private static final int ZEROS_BYTES = 64 * 1024;

  // More than any machine has, and far from where sums overflow.
  private static final long MOST_BYTES = 1L << 48;

  private static final String FULL = "No space left";
  private static final String TOO_LONG = "File too large";

  private final FileChannel channel;

  OpenFile(FileChannel channel) {
    this.channel = channel;
  }

  /// @param file an existing file
  /// @param channel to the same file, open for reading and writing; the caller closes it, last
  static OpenFile of(Path file, FileChannel channel) throws IOException {
    return Platform.NATIVE_LINUX ? new LinuxFile(file, channel) : new PortableFile(file, channel);
  }

  static long lockByte(int which) {
    return FIRST_LOCK_BYTE + which;
  }

  /// The lock of a registry's slot.
  static int slot(int number) {
    return FIRST_SLOT + number;
  }

  abstract void lock(int which);

  abstract boolean tryLock(int which);

  abstract void unlock(int which);

  /// Whether another open file, elsewhere than on Linux another process, holds a lock.
  abstract boolean isLocked(int which);

  /// Makes the file at least `offset + bytes` long, with zeros behind its old end.
  ///
  /// A page that cannot be backed when it is first touched raises SIGBUS, which some instructions
  /// do not survive; a reservation that fails is an exception.
  ///
  /// @throws MemoryException.NoSpace if the file system or the container has no room
  final void reserve(Path file, long offset, long bytes) {
    Container.OWN.requireHeadroom(file, bytes);
    try {
      if (!tryReserve(file, offset, bytes)) {
        Uninterrupted.call(() -> channel.truncate(offset));
        throw noSpace(file, bytes);
      }
    } catch (IOException e) {
      throw failed("Cannot reserve space for " + file, e);
    }
  }

  /// @return whether there was room
  abstract boolean tryReserve(Path file, long offset, long bytes) throws IOException;

  /// Reserves the slow way, where the file system knows no other.
  final boolean writeZeros(Path file, long offset, long bytes) throws IOException {
    if (usableBytes(file) < bytes) {
      return false;
    }
    try {
      return Uninterrupted.call(() -> fill(offset, offset + bytes));
    } catch (IOException e) {
      if (isFull(e)) {
        return false;
      }
      throw e;
    }
  }

  private boolean fill(long start, long end) throws IOException {
    var zeros = ByteBuffer.allocateDirect(ZEROS_BYTES);
    for (long position = start; position < end; ) {
      zeros.clear().limit((int) Math.min(ZEROS_BYTES, end - position));
      position += channel.write(zeros, position);
    }
    return true;
  }

  private static long usableBytes(Path file) {
    return file.toAbsolutePath().getParent().toFile().getUsableSpace();
  }

  // ---- what went wrong ----

  /// Refuses sizes that no file can have, before they are rounded.
  static void requirePossible(long bytes) {
    if (bytes > MOST_BYTES) {
      throw new MemoryException.NoSpace(
          "Cannot make %d bytes of shared memory: %d is the most. Ask for less."
              .formatted(bytes, MOST_BYTES));
    }
  }

  /// What to throw when making something failed: even an empty file needs some room.
  static RuntimeException failed(String what, IOException cause) {
    if (isFull(cause)) {
      return new MemoryException.NoSpace(
          "%s: %s. Free some shared memory, or enlarge the file system "
                  .formatted(what, cause.getMessage())
              + "(docker run --shm-size=...).");
    }
    return String.valueOf(cause.getMessage()).contains(TOO_LONG)
        ? tooLong(what)
        : new UncheckedIOException(what, cause);
  }

  /// What to throw when a file would become longer than it may.
  static MemoryException.NoSpace tooLong(String what) {
    return new MemoryException.NoSpace(
        what
            + ": the file would become longer than a file of this process may be. Ask for less, or"
            + " raise the limit (ulimit -f).");
  }

  private static boolean isFull(IOException e) {
    return String.valueOf(e.getMessage()).contains(FULL);
  }

  private static MemoryException.NoSpace noSpace(Path file, long bytes) {
    return new MemoryException.NoSpace(
        "Cannot reserve %d bytes of shared memory in %s: %d bytes are free there. "
                .formatted(bytes, file.toAbsolutePath().getParent(), usableBytes(file))
            + "Ask for less, free some, or enlarge the file system (docker run --shm-size=...).");
  }

  @Override
  public abstract void close();
}
