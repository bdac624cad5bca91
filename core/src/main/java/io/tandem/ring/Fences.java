package io.tandem.ring;

import io.tandem.linux.Membarrier;
import io.tandem.linux.Platform;
import java.lang.invoke.VarHandle;

/// The two halves of a fence between those who often look whether somebody sleeps, and him who
/// seldom does: store, light, look on one side; store, heavy, look on the other. At least one of
/// the two sees what the other one stored.
///
/// The light half costs nothing where the kernel runs the heavy one on all CPUs; elsewhere both are
/// full fences. Processes of one machine differ in this only if a sandbox forbids it to some: a
/// sleeper there may miss a wake, and then sleeps to the end of its slice.
final class Fences {
  private static final boolean ON_ALL_CPUS = Platform.NATIVE_LINUX && Membarrier.register();

  private Fences() {}

  static void light() {
    if (ON_ALL_CPUS) {
      VarHandle.acquireFence(); // keeps the compiler from looking before the store
    } else {
      VarHandle.fullFence();
    }
  }

  static void heavy() {
    if (ON_ALL_CPUS) {
      Membarrier.all();
    } else {
      VarHandle.fullFence();
    }
  }
}
