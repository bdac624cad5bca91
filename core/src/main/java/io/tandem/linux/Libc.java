package io.tandem.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/// The four calls of 64-bit Linux that Java has no name for: a file descriptor of our own, space
/// reserved for a file, and locks that belong to an open file instead of to a process.
///
/// The first call in a JVM costs about 100 ms of linking, so attaching to memory avoids this class.
public final class Libc {
  public static final int ENOENT = 2;
  public static final int EAGAIN = 11;
  public static final int EACCES = 13;
  public static final int EFBIG = 27;
  public static final int ENOSPC = 28;
  public static final int EOPNOTSUPP = 95;

  private static final int EINTR = 4;
  private static final int O_RDWR = 2;
  private static final int O_CLOEXEC = 0x80000;
  private static final int F_OFD_GETLK = 36;
  private static final int F_OFD_SETLK = 37;
  private static final int F_OFD_SETLKW = 38;
  private static final short F_WRLCK = 1;
  private static final short F_UNLCK = 2;

  private static final StructLayout FLOCK =
      MemoryLayout.structLayout(
          JAVA_SHORT.withName("type"),
          JAVA_SHORT.withName("whence"),
          MemoryLayout.paddingLayout(4),
          JAVA_LONG.withName("start"),
          JAVA_LONG.withName("length"),
          JAVA_INT.withName("pid"),
          MemoryLayout.paddingLayout(4));
  private static final long FLOCK_START = 8;
  private static final long FLOCK_LENGTH = 16;
  private static final long FLOCK_PID = 24;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno")).withInvokeExactBehavior();

  private static final MethodHandle OPEN =
      variadic("open", 2, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle FCNTL =
      variadic("fcntl", 2, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle CLOSE =
      function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle POSIX_FALLOCATE =
      function("posix_fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));

  private Libc() {}

  /// Opens an existing file for reading and writing.
  ///
  /// @return the file descriptor, or -errno
  public static int open(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int fd =
          (int) OPEN.invokeExact(state, arena.allocateFrom(file.toString()), O_RDWR | O_CLOEXEC);
      return fd >= 0 ? fd : -errno(state);
    } catch (Throwable t) {
      throw failed("open", t);
    }
  }

  public static void close(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      int _ = (int) CLOSE.invokeExact(arena.allocate(STATE), fd);
    } catch (Throwable t) {
      throw failed("close", t);
    }
  }

  /// @return 0 or the error number
  public static int reserve(int fd, long offset, long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int error;
      do {
        error = (int) POSIX_FALLOCATE.invokeExact(state, fd, offset, bytes);
      } while (error == EINTR);
      return error;
    } catch (Throwable t) {
      throw failed("posix_fallocate", t);
    }
  }

  /// Locks of single bytes that belong to an open file. Keeps its arguments' memory: each object of
  /// a scope that is made or freed takes and drops a lock. Not for use by two threads at once.
  public static final class LockCall {
    private final MemorySegment state = Arena.ofAuto().allocate(STATE);
    private final MemorySegment flock = Arena.ofAuto().allocate(FLOCK);

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
        while (true) {
          int result = (int) FCNTL.invokeExact(state, fd, command, flock);
          if (result == 0) {
            return 0;
          }
          int error = errno(state);
          if (error != EINTR) {
            return error;
          }
        }
      } catch (Throwable t) {
        throw failed("fcntl", t);
      }
    }
  }

  private static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  private static MethodHandle function(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        descriptor,
        Linker.Option.captureCallState("errno"));
  }

  private static MethodHandle variadic(
      String name, int firstVariadic, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        descriptor,
        Linker.Option.firstVariadicArg(firstVariadic),
        Linker.Option.captureCallState("errno"));
  }

  private static IllegalStateException failed(String function, Throwable cause) {
    return new IllegalStateException("The native call %s failed.".formatted(function), cause);
  }
}
