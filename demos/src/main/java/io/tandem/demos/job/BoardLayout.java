package io.tandem.demos.job;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// One row of a job's [Board], two cache lines of its own: the first row is the job's, each of the
/// others one process's.
///
/// ```text
/// offset  size  field     written by        read by
///      0     8  freed     parent, release   others, acquire
///      8     8  finished  parent, release   others, acquire
///     16     8  messages  owner, release    parent, acquire
///     24     8  bytes     owner, release    parent, acquire
///     32     8  done      owner, release    parent, acquire
///     40     8  lost      parent, release   producers, acquire
///     48    80  -
///    128
/// ```
///
/// `freed` counts how often units were freed: when it changes there is work again. `finished` is 1
/// once all is counted and with the parent. `bytes` is what went through the rings, `done` the size
/// of the files that are done with, for the progress bar. `lost` is 1 once the process is known to
/// be dead.
final class BoardLayout {
  static final StructLayout LAYOUT =
      structLayout(
              JAVA_LONG.withName("freed"),
              JAVA_LONG.withName("finished"),
              JAVA_LONG.withName("messages"),
              JAVA_LONG.withName("bytes"),
              JAVA_LONG.withName("done"),
              JAVA_LONG.withName("lost"),
              paddingLayout(80))
          .withName("row");

  static final long BYTES = LAYOUT.byteSize();

  static final long FREED_AT = 0;
  static final long FINISHED_AT = 8;
  static final long MESSAGES_AT = 16;
  static final long BYTES_AT = 24;
  static final long DONE_AT = 32;
  static final long LOST_AT = 40;

  private BoardLayout() {}
}
