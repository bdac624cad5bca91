package io.tandem.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.file.Path;

/// The four calls of 64-bit Linux that Java has no name for: a file descriptor of our own, space
/// reserved for a file, and locks that belong to an open file instead of to a process.
///
/// The first call in a JVM links [Syscall], which takes long, so attaching to memory makes none.
public final class Libc {
  public static final int ENOENT = 2;
  public static final int EAGAIN = 11;
  public static final int EACCES = 13;
  public static final int EFBIG = 27;
  public static final int ENOSPC = 28;
  public static final int EOPNOTSUPP = 95;

  private static final int EINTR = 4;
  private static final int AT_FDCWD = -100;
  private static final int O_RDWR = 2;
  private static final int O_CLOEXEC = 0x80000;
  private static final int F_OFD_GETLK = 36;
  private static final int F_OFD_SETLK = 37;
  private static final int F_OFD_SETLKW = 38;
  private static final short F_WRLCK = 1;
  private static final short F_UNLCK = 2;

  // struct flock: type, whence, start, length, pid
  private static final long FLOCK_BYTES = 32;
  private static final long FLOCK_START = 8;
  private static final long FLOCK_LENGTH = 16;
  private static final long FLOCK_PID = 24;

  private Libc() {}

  /// Opens an existing file for reading and writing.
  ///
  /// @return the file descriptor, or -errno
  public static int open(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      long name = arena.allocateFrom(file.toString()).address();
      return (int) Syscall.callOrError(Syscall.OPENAT, AT_FDCWD, name, O_RDWR | O_CLOEXEC, 0);
    }
  }

  public static void close(int fd) {
    long _ = Syscall.call(Syscall.CLOSE, fd, 0, 0);
  }

  /// @return 0 or the error number
  public static int reserve(int fd, long offset, long bytes) {
    long result;
    do {
      result = Syscall.callOrError(Syscall.FALLOCATE, fd, 0, offset, bytes);
    } while (result == -EINTR);
    return (int) -result;
  }

  /// Locks of single bytes that belong to an open file. Keeps its argument's memory: each object of
  /// a scope that is made or freed takes and drops a lock. Not for use by two threads at once.
  public static final class LockCall {
    private final MemorySegment flock = Arena.ofAuto().allocate(FLOCK_BYTES, Long.BYTES);

    /// Waits until the byte is free.
    ///
    /// @return 0 or the error number
    public int lock(int fd, long position) {
      return call(fd, F_OFD_SETLKW, F_WRLCK, position);
    }

    /// @return 0, or EAGAIN or EACCES when another open file holds the byte
    public int tryLock(int fd, long position) {
      return call(fd, F_OFD_SETLK, F_WRLCK, position);
    }

    public int unlock(int fd, long position) {
      return call(fd, F_OFD_SETLK, F_UNLCK, position);
    }

    /// @return 1 if another open file holds the byte, 0 if not, or -errno
    public int isLocked(int fd, long position) {
      int error = call(fd, F_OFD_GETLK, F_WRLCK, position);
      return error != 0 ? -error : flock.get(JAVA_SHORT, 0) == F_UNLCK ? 0 : 1;
    }

    private int call(int fd, int command, short type, long position) {
      flock.set(JAVA_SHORT, 0, type);
      flock.set(JAVA_LONG, FLOCK_START, position);
      flock.set(JAVA_LONG, FLOCK_LENGTH, 1L);
      flock.set(JAVA_INT, FLOCK_PID, 0);
      try {
        long result;
        do {
          result = Syscall.callOrError(Syscall.FCNTL, fd, command, flock.address(), 0);
        } while (result == -EINTR);
        return (int) -result;
      } finally {
        Reference.reachabilityFence(this);
      }
    }
  }
}
