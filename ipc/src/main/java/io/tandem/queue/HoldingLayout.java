package io.tandem.queue;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// A message that is leased, in a block of the scope, see [Holdings].
///
/// ```text
/// offset  size  field       written by                     read by
///      0     4  word        owner, release; takeover, CAS  anybody, acquire
///      4     4  attempt     owner, plain                   next owner, after word
///      8     8  number      owner, plain                   next owner, after word
///     16     8  block       owner, plain                   next owner, after word
///     24     4  generation  owner, plain                   next owner, after word
///     28     4  length      owner, plain                   next owner, after word
///     32    32  -
///     64
/// ```
///
/// `word`:
///
/// ```text
/// bits 31..29  state  what the owner does with it
/// bits 28..0   owner  as those of io.tandem.peer.Peers
/// ```
final class HoldingLayout {
  static final StructLayout LAYOUT =
      structLayout(
              JAVA_INT.withName("word"),
              JAVA_INT.withName("attempt"),
              JAVA_LONG.withName("number"),
              JAVA_LONG.withName("block"),
              JAVA_INT.withName("generation"),
              JAVA_INT.withName("length"),
              paddingLayout(32))
          .withName("holding");

  static final long BYTES = 64;
  static final long WORD_AT = 0;
  static final long ATTEMPT_AT = 4;
  static final long NUMBER_AT = 8;
  static final long BLOCK_AT = 16;
  static final long GENERATION_AT = 24;
  static final long LENGTH_AT = 28;

  private HoldingLayout() {}
}
