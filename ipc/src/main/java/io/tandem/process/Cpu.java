package io.tandem.process;

/// The processor that runs the caller.
public final class Cpu {
  private Cpu() {}

  /// The number of the CPU the calling thread runs on, from 0. It may have moved by the time the
  /// number is read.
  ///
  /// @throws UnsupportedOperationException where the platform does not tell, as on macOS
  public static int current() {
    return LibC.call("sched_getcpu");
  }
}
