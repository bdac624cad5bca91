package io.tandem.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// What signals do to this process.
public final class Signals {
  private static final int SIGINT = 2;
  private static final long SIG_IGN = 1;
  private static final long MASK_BYTES = 8;

  // struct sigaction of the kernel: handler, flags, restorer, mask
  private static final long ACTION_BYTES = 32;

  private Signals() {}

  /// Ignores SIGINT from now on, as do processes that this one starts: Ctrl-C reaches all processes
  /// of a terminal at once, and one that serves others has to outlast them. Does nothing on other
  /// platforms.
  public static void ignoreInterrupts() {
    if (!Platform.NATIVE_LINUX) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment action = arena.allocate(ACTION_BYTES, Long.BYTES);
      action.set(JAVA_LONG, 0, SIG_IGN);
      long result =
          Syscall.call(Syscall.RT_SIGACTION, SIGINT, action.address(), 0, MASK_BYTES, 0, 0);
      if (result != 0) {
        throw new IllegalStateException("Cannot ignore SIGINT: rt_sigaction failed.");
      }
    }
  }
}
