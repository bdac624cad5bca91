package io.tandem.linux;

/// Barriers that run on all CPUs at once, instead of on both sides of each pair of accesses.
public final class Membarrier {
  private static final int GLOBAL_EXPEDITED = 1 << 1;
  private static final int REGISTER_GLOBAL_EXPEDITED = 1 << 2;

  private Membarrier() {}

  /// Makes every later [#all] of any process reach this one.
  ///
  /// @return whether the kernel can
  public static boolean register() {
    return Syscall.call(Syscall.MEMBARRIER, REGISTER_GLOBAL_EXPEDITED, 0, 0) == 0;
  }

  /// Returns once every CPU that ran a thread of a registered process has taken an interrupt: what
  /// such a thread stored before is visible, and a thread that was killed before runs no more.
  public static void all() {
    if (Syscall.call(Syscall.MEMBARRIER, GLOBAL_EXPEDITED, 0, 0) != 0) {
      throw new IllegalStateException("membarrier failed after it was registered.");
    }
  }
}
