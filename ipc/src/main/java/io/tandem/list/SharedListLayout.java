package io.tandem.list;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// The block of a shared list: its lock, what it is now, and where its elements are.
///
/// ```text
/// offset  size  field             written by            read by
///      0    48  lock              as SharedLock says    as SharedLock says
///     48     8  state             lock holder, release  anybody, acquire
///     56     8  shapeHash         maker, plain          opener, tools
///     64     8  firstBody         lock holder, release  anybody, after state
///     72     4  firstGeneration   lock holder, plain    anybody, after state
///     76     4  -
///     80     8  secondBody        lock holder, release  anybody, after state
///     88     4  secondGeneration  lock holder, plain    anybody, after state
///     92     4  -
///     96   160  shape             maker, plain          opener, tools
///    256
/// ```
///
/// `state` says all that a list is, in one word, so that one store changes it; all zeros in a new
/// list:
///
/// ```text
/// bits 63..33  version  grows with each change, by 2 when one element is set
/// bits 32..2   size     how many elements there are
/// bit       1  body     which of the two is in use
/// bit       0  index    which of the two of that body is in use
/// ```
///
/// A body is a block of its own, see [BodyLayout], named by its offset and generation in the scope;
/// the offset is 0 where there is none. The one that is not in use is being filled, or is to be
/// freed. `shape` is that of the elements' [io.tandem.codec.TypedCodec], as UTF-8 padded with zeros
/// and cut off; `shapeHash` is of all of it.
final class SharedListLayout {
  static final int SHAPE_BYTES = 160;

  static final StructLayout LAYOUT =
      structLayout(
              sequenceLayout(48, JAVA_BYTE).withName("lock"),
              JAVA_LONG.withName("state"),
              JAVA_LONG.withName("shapeHash"),
              JAVA_LONG.withName("firstBody"),
              JAVA_INT.withName("firstGeneration"),
              paddingLayout(4),
              JAVA_LONG.withName("secondBody"),
              JAVA_INT.withName("secondGeneration"),
              paddingLayout(4),
              sequenceLayout(SHAPE_BYTES, JAVA_BYTE).withName("shape"))
          .withName("list");

  static final long BYTES = 256;
  static final long LOCK_AT = 0;
  static final long STATE_AT = 48;
  static final long SHAPE_HASH_AT = 56;
  static final long FIRST_BODY_AT = 64;
  static final long FIRST_GENERATION_AT = 72;
  static final long SECOND_BODY_AT = 80;
  static final long SECOND_GENERATION_AT = 88;
  static final long SHAPE_AT = 96;

  private SharedListLayout() {}

  /// @param body 0 or 1
  static long bodyAt(int body) {
    return body == 0 ? FIRST_BODY_AT : SECOND_BODY_AT;
  }

  /// @param body 0 or 1
  static long generationAt(int body) {
    return body == 0 ? FIRST_GENERATION_AT : SECOND_GENERATION_AT;
  }
}
