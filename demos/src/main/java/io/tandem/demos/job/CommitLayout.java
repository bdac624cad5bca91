package io.tandem.demos.job;

import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// The message of a ring that ends a unit: see [Commit].
///
/// ```text
/// offset  size  field    written by         read by
///      0     8  unit     producer, plain    consumer, after the message came
///      8     8  files    producer, plain    consumer, after the message came
///     16     8  skipped  producer, plain    consumer, after the message came
///     24     8  lines    producer, plain    consumer, after the message came
///     32     8  bytes    producer, plain    consumer, after the message came
///     40
/// ```
final class CommitLayout {
  static final StructLayout LAYOUT =
      structLayout(
              JAVA_LONG.withName("unit"),
              JAVA_LONG.withName("files"),
              JAVA_LONG.withName("skipped"),
              JAVA_LONG.withName("lines"),
              JAVA_LONG.withName("bytes"))
          .withName("commit");

  static final int BYTES = 40;

  static final int UNIT_AT = 0;
  static final int FILES_AT = 8;
  static final int SKIPPED_AT = 16;
  static final int LINES_AT = 24;
  static final int BYTES_AT = 32;

  private CommitLayout() {}
}
