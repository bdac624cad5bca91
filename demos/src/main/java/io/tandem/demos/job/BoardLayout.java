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
///      0     8  nextFile  producers, atomic  producers, atomic
///      8     8  messages  owner, release    parent, acquire
///     16     8  bytes     owner, release    parent, acquire
///     24     8  files     owner, release    parent, acquire
///     32     8  skipped   owner, release    parent, acquire
///     40     8  lines     owner, release    parent, acquire
///     48     8  text      owner, release    parent, acquire
///     56     8  done      owner, release    parent, acquire
///     64     8  finished  owner, release    parent, acquire
///     72    56  -
///    128
/// ```
///
/// `bytes` is what went through the rings, `text` what was read of files, `done` the size of the
/// files that are done with, for the progress bar. `finished` is 1 once the process has closed its
/// rings, the last of its work: whoever ends before that is lost, however it ended.
final class BoardLayout {
  static final StructLayout LAYOUT =
      structLayout(
              JAVA_LONG.withName("nextFile"),
              JAVA_LONG.withName("messages"),
              JAVA_LONG.withName("bytes"),
              JAVA_LONG.withName("files"),
              JAVA_LONG.withName("skipped"),
              JAVA_LONG.withName("lines"),
              JAVA_LONG.withName("text"),
              JAVA_LONG.withName("done"),
              JAVA_LONG.withName("finished"),
              paddingLayout(56))
          .withName("row");

  static final long BYTES = LAYOUT.byteSize();

  static final long NEXT_FILE_AT = 0;
  static final long MESSAGES_AT = 8;
  static final long BYTES_AT = 16;
  static final long FILES_AT = 24;
  static final long SKIPPED_AT = 32;
  static final long LINES_AT = 40;
  static final long TEXT_AT = 48;
  static final long DONE_AT = 56;
  static final long FINISHED_AT = 64;

  private BoardLayout() {}
}
