package io.tandem.sync;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.StructLayout;

/// An event: one cache line of its own.
///
/// ```text
/// offset  size  field  written by    read by
///      0     4  word   anybody, CAS  anybody, acquire
///      4    60  -
///     64
/// ```
///
/// `word`, all zero in an event that was never set:
///
/// ```text
/// bit      31  WAITERS  somebody may sleep on the word
/// bits 30..1   times    how often it was set; wraps around
/// bit       0  SET      it is set, and nobody sleeps
/// ```
final class EventLayout {
  static final StructLayout LAYOUT =
      structLayout(JAVA_INT.withName("word"), paddingLayout(60)).withName("event");

  static final long BYTES = 64;
  static final long WORD_AT = 0;

  private EventLayout() {}
}
