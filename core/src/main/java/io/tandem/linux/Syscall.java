package io.tandem.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;

/// System calls of 64-bit Linux, by number: all that this library calls by way of one function.
///
/// The first function that a JVM links costs it some 60 ms of computing, and each further one, of
/// whatever shape, 4 to 8 ms: a short-lived process should link one, or none. Addresses are passed
/// as numbers, so the caller keeps their memory reachable.
final class Syscall {
  static final int CLOSE = number(3, 57);
  static final int FCNTL = number(72, 25);
  static final int GETTID = number(186, 178);
  static final int FUTEX = number(202, 98);
  static final int OPENAT = number(257, 56);
  static final int SET_ROBUST_LIST = number(273, 99);
  static final int FALLOCATE = number(285, 47);
  static final int MEMBARRIER = number(324, 283);
  static final int FUTEX_WAITV = 449; // everywhere

  private static final MethodHandle CALL = link(Linker.Option.firstVariadicArg(1));

  /// The same function once more, for those who ask why a call failed: not linked before the first
  /// does.
  private static final class Explaining {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO_AT = STATE.byteOffset(PathElement.groupElement("errno"));
    private static final MethodHandle CALL =
        link(Linker.Option.firstVariadicArg(1), Linker.Option.captureCallState("errno"));

    private Explaining() {}
  }

  private Syscall() {}

  private static int number(int amd64, int aarch64) {
    return Platform.IS_AMD64 ? amd64 : aarch64;
  }

  private static MethodHandle link(Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
        options);
  }

  /// Calls. Allocates nothing, however it is compiled, as keeping the error would.
  ///
  /// @return what the call returned; -1 if it failed
  static long call(int number, long first, long second, long third) {
    return call(number, first, second, third, 0, 0, 0);
  }

  /// As [#call(int, long, long, long)].
  static long call(
      int number, long first, long second, long third, long fourth, long fifth, long sixth) {
    try {
      return (long) CALL.invokeExact((long) number, first, second, third, fourth, fifth, sixth);
    } catch (Throwable t) {
      throw failed(number, t);
    }
  }

  /// Calls, and once more to ask why if it failed: only for what may be tried again.
  ///
  /// @return what the call returned, or -errno
  static long callOrError(int number, long first, long second, long third, long fourth) {
    long result = call(number, first, second, third, fourth, 0, 0);
    return result == -1 ? callExplaining(number, first, second, third, fourth) : result;
  }

  private static long callExplaining(int number, long first, long second, long third, long fourth) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Explaining.STATE);
      long result =
          (long)
              Explaining.CALL.invokeExact(
                  state, (long) number, first, second, third, fourth, 0L, 0L);
      return result == -1 ? -state.get(JAVA_INT, Explaining.ERRNO_AT) : result;
    } catch (Throwable t) {
      throw failed(number, t);
    }
  }

  private static IllegalStateException failed(int number, Throwable cause) {
    return new IllegalStateException("System call %d failed.".formatted(number), cause);
  }
}
