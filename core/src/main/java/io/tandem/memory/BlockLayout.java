package io.tandem.memory;

import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;
import java.nio.ByteOrder;

/// The header of a block, one cache line in front of its payload. A named block has its name, 128
/// bytes of ASCII padded with zeros, between the two.
///
/// ```text
/// offset  size  field         written by             read by
///      0     8  nextFree      guard holder, release  guard holder, acquire
///      8     8  nextNamed     guard holder, release  guard holder, acquire
///     16     8  blockBytes    carver, plain, once    anybody, after state
///     24     8  check         carver, plain, once    anybody, after state
///     32     8  payloadBytes  maker, plain           anybody, after state
///     40     8  typeTag       maker, plain           anybody, after state
///     48     4  typeVersion   maker, plain           anybody, after state
///     52     4  nameBytes     maker, plain           anybody, after state
///     56     4  generation    freer, release         anybody, acquire
///     60     4  state         guard holder, release  anybody, acquire
///     64
/// ```
///
/// A block keeps its place and its size for ever; only `check`, which depends on both, makes an
/// offset a block. `generation` grows with each free, so that a handle to what was there before is
/// seen to be stale. It ends together with `state`, by one store of 8 bytes: who takes no part sees
/// by one load whether there is an object, and by a second one whether there still is that one.
final class BlockLayout {
  static final int FREE = 0x45455246; // "FREE"
  static final int USED = 0x44455355; // "USED"
  static final long NAME_BYTES = ObjectName.MAX_LENGTH;
  static final long ALIGNMENT = 64;

  static final StructLayout LAYOUT =
      structLayout(
              JAVA_LONG.withName("nextFree"),
              JAVA_LONG.withName("nextNamed"),
              JAVA_LONG.withName("blockBytes"),
              JAVA_LONG.withName("check"),
              JAVA_LONG.withName("payloadBytes"),
              JAVA_LONG.withName("typeTag"),
              JAVA_INT.withName("typeVersion"),
              JAVA_INT.withName("nameBytes"),
              JAVA_INT.withName("generation"),
              JAVA_INT.withName("state"))
          .withName("block");

  static final long BYTES = LAYOUT.byteSize();

  static final long NEXT_FREE_AT = 0;
  static final long NEXT_NAMED_AT = 8;
  static final long BLOCK_BYTES_AT = 16;
  static final long CHECK_AT = 24;
  static final long PAYLOAD_BYTES_AT = 32;
  static final long TYPE_TAG_AT = 40;
  static final long TYPE_VERSION_AT = 48;
  static final long NAME_BYTES_AT = 52;
  static final long GENERATION_AT = 56;
  static final long STATE_AT = 60;

  private static final boolean LITTLE_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private BlockLayout() {}

  /// `generation` and `state` as one word, at [#GENERATION_AT].
  static long use(int generation, int state) {
    return LITTLE_ENDIAN
        ? (long) state << 32 | Integer.toUnsignedLong(generation)
        : (long) generation << 32 | Integer.toUnsignedLong(state);
  }

  static boolean isUsed(long use) {
    return (int) (LITTLE_ENDIAN ? use >>> 32 : use) == USED;
  }

  static long checkWord(long offset, long blockBytes) {
    long mixed = (offset * 0x9e3779b97f4a7c15L) ^ (blockBytes * 0xc2b2ae3d27d4eb4fL);
    return mixed ^ mixed >>> 29 ^ 0x54414e44454dL;
  }
}
