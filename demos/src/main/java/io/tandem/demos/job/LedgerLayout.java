package io.tandem.demos.job;

import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.StructLayout;

/// One row of a job's [Ledger]: a unit, and who has it.
///
/// ```text
/// offset  size  field      written by          read by
///      0     4  state      everybody, CAS      everybody, acquire
///      4     4  firstFile  parent, plain       producers, after the start
///      8     4  files      parent, plain       producers, after the start
///     12     4  part       parent, plain       producers, after the start
///     16     4  parts      parent, plain       producers, after the start
///     20
/// ```
///
/// `state` has in its lowest byte how far the unit is, in the next the number of its producer, and
/// in the one above that of its consumer:
///
/// ```text
/// 0  FREE       a producer may take it
/// 1  TAKEN      its producer reads it, or will soon
/// 2  SENT       some of its text, or all of it, is in the ring to its consumer
/// 3  COUNTED    it is in its consumer's counts, as a whole
/// 4  DELIVERED  it is in the parent's
/// ```
///
/// The parent makes it FREE again when a process that it depends on died: while it is TAKEN the
/// producer, while SENT both, while COUNTED the consumer.
final class LedgerLayout {
  static final StructLayout LAYOUT =
      structLayout(
              JAVA_INT.withName("state"),
              JAVA_INT.withName("firstFile"),
              JAVA_INT.withName("files"),
              JAVA_INT.withName("part"),
              JAVA_INT.withName("parts"))
          .withName("unit");

  static final long BYTES = LAYOUT.byteSize();

  static final long STATE_AT = 0;
  static final long FIRST_FILE_AT = 4;
  static final long FILES_AT = 8;
  static final long PART_AT = 12;
  static final long PARTS_AT = 16;

  private LedgerLayout() {}
}
