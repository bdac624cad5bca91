package io.tandem.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/// What signals do to this process.
public final class Signals {
  private static final int SIGINT = 2;
  private static final long SIG_IGN = 1;

  private Signals() {}

  /// Takes no notice of SIGINT from now on: Ctrl-C reaches all processes of a terminal at once, and
  /// one that serves others has to outlast them. Programs that are started from here do take
  /// notice, unless this one never did. Does nothing on other platforms.
  ///
  /// The handler is the C library's `abs`, which does nothing and may be called at any moment. A
  /// signal that is ignored would be ignored by all that are started from here, too.
  public static void disregardInterrupts() {
    if (!Platform.NATIVE_LINUX) {
      return;
    }
    Linker linker = Linker.nativeLinker();
    SymbolLookup library = linker.defaultLookup();
    MethodHandle signal =
        linker.downcallHandle(
            library.findOrThrow("signal"), FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS));
    try {
      long before = (long) signal.invokeExact(SIGINT, library.findOrThrow("abs"));
      if (before == SIG_IGN) {
        long _ = (long) signal.invokeExact(SIGINT, MemorySegment.ofAddress(SIG_IGN));
      }
    } catch (Throwable t) {
      throw new IllegalStateException("signal() failed.", t);
    }
  }
}
