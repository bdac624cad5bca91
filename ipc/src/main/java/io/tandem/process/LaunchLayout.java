package io.tandem.process;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.StructLayout;

/// The head of a launch block, byte for byte; the payload follows it. Native byte order.
///
/// ```text
/// offset  size  field           written by         read by
///      0     4  state           child, write(2)    parent, acquire
///      4     4  exitCause       child, write(2)    parent, acquire
///      8     4  payloadBytes    parent, plain      child, read(2)
///     12     4  -
///     16
/// ```
///
/// The parent writes `payloadBytes` and the payload before it starts the child, which orders them.
/// `LayoutTableTest` compares this table with [#LAYOUT]; neither can drift alone.
final class LaunchLayout {
  static final int STARTING = 0;
  static final int RUNNING = 1; // the child has read its payload and is in the task

  static final StructLayout LAYOUT =
      structLayout(
              JAVA_INT.withName("state"),
              JAVA_INT.withName("exitCause"),
              JAVA_INT.withName("payloadBytes"),
              paddingLayout(4))
          .withName("launch");

  static final long PAYLOAD_OFFSET = 16; // a constant, so that a child makes no layout

  static final long STATE_AT = 0;
  static final long EXIT_CAUSE_AT = 4;
  static final long PAYLOAD_BYTES_AT = 8;

  private LaunchLayout() {}
}
