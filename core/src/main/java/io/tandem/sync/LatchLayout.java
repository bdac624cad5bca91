package io.tandem.sync;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.StructLayout;

/// A latch: one cache line of its own.
///
/// ```text
/// offset  size  field    written by                 read by
///      0     4  word     maker, once; anybody, CAS  anybody, acquire
///      4     4  initial  maker, plain, once         anybody, plain
///      8    56  -
///     64
/// ```
///
/// `word`:
///
/// ```text
/// bit      31  WAITERS  somebody may sleep on the word
/// bits 30..0   count    how often it must still be counted down; with 0 nobody sleeps
/// ```
final class LatchLayout {
  static final StructLayout LAYOUT =
      structLayout(JAVA_INT.withName("word"), JAVA_INT.withName("initial"), paddingLayout(56))
          .withName("latch");

  static final long BYTES = 64;
  static final long WORD_AT = 0;
  static final long INITIAL_AT = 4;

  private LatchLayout() {}
}
