package io.tandem.peer;

import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// A process in the registry: slot `n`, of 1 to 1023, is at byte `64 n` of the file.
///
/// ```text
/// offset  size  field     written by                            read by
///      0     4  life      claimer, release; kernel at death     anybody, acquire
///      4     4  traits    claimer, plain, before life           anybody, after life
///      8     8  node      claimer, plain                        kernel at death
///     16     4  epoch     claimer, release, before life         anybody, acquire
///     20     4  reserved  nobody, zero                          nobody
///     24     8  pid       claimer, plain, before life           anybody, after life
///     32     8  start     claimer, plain, before life           anybody, after life
///     40    24  name      its process, plain, also later        anybody, after life
///     64
/// ```
///
/// `life` is 0 in a slot that was never used. While its process lives it is the thread id of the
/// guardian with [#WAITERS] set, as the kernel wants it, or [#WATCHED_BY_LOCK] where the kernel
/// keeps no robust list. After death [#DIED] is set: by the kernel, or by whoever found the slot's
/// lock free. `node` is the guardian's entry in its robust list: an address in that process.
final class SlotLayout {
  static final int WAITERS = 0x80000000;
  static final int DIED = 0x40000000;
  static final int WATCHED_BY_LOCK = 0x20000000;

  /// A trait: the process takes part in expedited barriers, so one proves that it has stopped.
  static final int BARRIER = 1;

  static final int NAME_BYTES = 24;

  static final StructLayout LAYOUT =
      structLayout(
              JAVA_INT.withName("life"),
              JAVA_INT.withName("traits"),
              JAVA_LONG.withName("node"),
              JAVA_INT.withName("epoch"),
              JAVA_INT.withName("reserved"),
              JAVA_LONG.withName("pid"),
              JAVA_LONG.withName("start"),
              sequenceLayout(NAME_BYTES, JAVA_BYTE).withName("name"))
          .withName("slot");

  static final long BYTES = 64;
  static final long LIFE_AT = 0;
  static final long TRAITS_AT = 4;
  static final long NODE_AT = 8;
  static final long EPOCH_AT = 16;
  static final long PID_AT = 24;
  static final long START_AT = 32;
  static final long NAME_AT = 40;

  private SlotLayout() {}
}
