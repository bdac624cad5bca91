package io.tandem.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// System calls that the C library has no function for, by number. Only for calls that do not
/// block.
final class Syscall {
  static final int GETTID = number(186, 178);
  static final int SET_ROBUST_LIST = number(273, 99);
  static final int MEMBARRIER = number(324, 283);

  private static final MethodHandle CALL =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
              FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
              Linker.Option.firstVariadicArg(1));

  private Syscall() {}

  private static int number(int amd64, int aarch64) {
    return Platform.IS_AMD64 ? amd64 : aarch64;
  }

  /// @return what the call returned; -1 if it failed
  static long call(int number, long first, long second, long third) {
    try {
      return (long) CALL.invokeExact((long) number, first, second, third);
    } catch (Throwable t) {
      throw new IllegalStateException("System call %d failed.".formatted(number), t);
    }
  }
}
