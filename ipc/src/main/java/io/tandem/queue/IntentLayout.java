package io.tandem.queue;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// Which block is being put into a queue or taken out of it, see [Intent].
///
/// ```text
/// offset  size  field       written by             read by
///      0     8  block       lock holder, release  lock holder, acquire
///      8     8  number      lock holder, plain    lock holder, after block
///     16     4  generation  lock holder, plain    lock holder, after block
///     20     4  -
///     24
/// ```
///
/// `block` and `generation` name a block of the scope, `number` is that of its message. `block` is
/// 0 where there is none.
final class IntentLayout {
  static final StructLayout LAYOUT =
      structLayout(
              JAVA_LONG.withName("block"),
              JAVA_LONG.withName("number"),
              JAVA_INT.withName("generation"),
              paddingLayout(4))
          .withName("intent");

  static final long BYTES = 24;
  static final long BLOCK_AT = 0;
  static final long NUMBER_AT = 8;
  static final long GENERATION_AT = 16;

  private IntentLayout() {}
}
