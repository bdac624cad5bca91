package io.tandem.sync;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// A barrier, before the arrivals of its parties: 8 bytes each.
///
/// ```text
/// offset  size  field     written by            read by
///      0     4  state     anybody, CAS          anybody, acquire and sleep
///      4     4  parties   maker, plain, once    anybody, plain
///      8    56  -
///     64   512  breaches  who breaks it, CAS    waiters, acquire
///    576
/// ```
///
/// `state`, all zero in the first generation:
///
/// ```text
/// bits 31..2  generation  grows by one when all have arrived, or at a reset; wraps around
/// bit      1  LAST_BROKE  the generation before this one ended broken
/// bit      0  BROKEN      this one is broken, until a reset
/// ```
///
/// An arrival, which counts if its generation is that of the state and its owner is somebody:
///
/// ```text
/// bits 61..32  generation  that it belongs to
/// bits 28..0   owner       the process that has arrived; written with the generation by one CAS
/// ```
///
/// `breaches` has an entry for each of the 64 last generations, by the generation's last 6 bits:
///
/// ```text
/// bit      62  ENDED       that generation did end broken; without it, somebody meant to break it
/// bits 61..32  generation  that it belongs to
/// bits 31..29  cause       a number of Breach.Cause, never 0
/// bits 28..0   owner       who died, or who broke it
/// ```
final class BarrierLayout {
  static final int BREACHES = 64;

  static final StructLayout LAYOUT =
      structLayout(
              JAVA_INT.withName("state"),
              JAVA_INT.withName("parties"),
              paddingLayout(56),
              sequenceLayout(BREACHES, JAVA_LONG).withName("breaches"))
          .withName("barrier");

  static final long BYTES = 576;
  static final long STATE_AT = 0;
  static final long PARTIES_AT = 4;
  static final long BREACHES_AT = 64;

  private BarrierLayout() {}

  static long bytes(int parties) {
    return BYTES + (long) parties * Long.BYTES;
  }

  static long arrivalAt(int index) {
    return BYTES + (long) index * Long.BYTES;
  }

  static long breachAt(int generation) {
    return BREACHES_AT + (long) (generation & BREACHES - 1) * Long.BYTES;
  }
}
