package io.tandem.lock;

import jdk.jfr.FlightRecorder;

/// Whether this JVM has a flight recorder, and has used it. Ask before touching an event: their
/// classes cannot be loaded where the module `jdk.jfr` is not there, and need not be before.
public final class FlightRecording {
  private static final boolean THERE = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private FlightRecording() {}

  /// Whether somebody may record.
  public static boolean isOn() {
    return THERE && FlightRecorder.isInitialized();
  }
}
