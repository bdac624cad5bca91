package io.tandem.sync;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tandem.word.Words;
import java.lang.foreign.StructLayout;

/// A semaphore. One whose permits have no owners ends after the first cache line.
///
/// ```text
/// offset  size  field     written by                   read by
///      0     4  word      anybody, CAS                 anybody, acquire
///      4     4  kind      maker, plain, once           anybody, plain
///      8     4  permits   maker, plain, once           anybody, plain
///     12     4  highest   holder of the guard, plain   anybody, plain
///     16     8  returned  holder of the guard, plain   tools, plain
///     24    40  -
///     64    64  guard     see io.tandem.lock.WordLock  see there
///    128  8192  held      guard holder, plain          guard holder, plain; anybody, acquire
///   8320
/// ```
///
/// `word`:
///
/// ```text
/// bit      31  WAITERS  somebody may sleep on the word
/// bit      30  MANY     somebody who does may need more than one permit
/// bits 29..0   free     permits that nobody has
/// ```
///
/// `kind` is an ordinal of [SemaphoreKind]. `permits` is how many there were at first; unless they
/// are plain, also how many there are in all. `held` has a number for each slot of the registry: in
/// its upper half how many permits the process has that the lower half names; those behind slot
/// `highest` are zero. `returned` counts permits that dead processes had.
final class SemaphoreLayout {
  static final int SLOTS = 1024;

  static final StructLayout LAYOUT =
      structLayout(
              JAVA_INT.withName("word"),
              JAVA_INT.withName("kind"),
              JAVA_INT.withName("permits"),
              JAVA_INT.withName("highest"),
              JAVA_LONG.withName("returned"),
              paddingLayout(40),
              sequenceLayout(8, JAVA_LONG).withName("guard"),
              sequenceLayout(SLOTS, JAVA_LONG).withName("held"))
          .withName("semaphore");

  static final long WORD_AT = 0;
  static final long KIND_AT = 4;
  static final long PERMITS_AT = 8;
  static final long HIGHEST_AT = 12;
  static final long RETURNED_AT = 16;
  static final long GUARD_AT = 64;
  static final long HELD_AT = 128;

  static final long BYTES_WITHOUT_OWNERS = 64;
  static final long BYTES_WITH_OWNERS = 8320;

  private SemaphoreLayout() {}

  static int slotOf(int owner) {
    return owner & SLOTS - 1;
  }

  /// Where in a semaphore the entry of a slot is.
  static long heldAt(int slot) {
    return HELD_AT + slot * (long) Long.BYTES;
  }

  /// The highest slot of which there may be an entry.
  static int highest(Words words, long offset) {
    return Math.clamp(words.getInt(offset + HIGHEST_AT), 0, SLOTS - 1);
  }

  static int ownerOf(long entry) {
    return (int) entry;
  }

  static int countOf(long entry) {
    return (int) (entry >>> Integer.SIZE);
  }

  static long entry(int owner, int count) {
    return (long) count << Integer.SIZE | owner;
  }
}
