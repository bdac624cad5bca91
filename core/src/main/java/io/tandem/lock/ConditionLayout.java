package io.tandem.lock;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// A condition of a lock. Who holds the lock writes it, whoever sleeps reads it.
///
/// ```text
/// offset  size  field      written by                  read by
///      0     8  signals    holder, release             sleepers, acquire; holder, plain
///      8     4  group      holder, release             sleepers, acquire; holder, plain
///     12     4  pending    holder, release             sleepers, acquire; holder, plain
///     16     4  older      holder, release             holder, plain
///     20     4  younger    holder, release             holder, plain
///     24     4  uncertain  holder, release             sleepers, acquire; holder, plain
///     28     4  crowded    holder, release             holder, plain
///     32     8  lock       maker, plain, once          anybody, plain
///     40    24  -
///     64   448  seats      holder, release             sleepers and tools, acquire; holder, plain
///    512
/// ```
///
/// What the fields mean, see [ThreadCondition]. `signals` are two 32-bit words to sleep on, one for
/// the groups with even numbers and one for the odd ones. `lock` is where the lock is in its scope.
/// A seat is two 32-bit words: a process, and how many of its threads wait.
final class ConditionLayout {
  static final int SEATS = 56;

  static final StructLayout LAYOUT =
      structLayout(
              sequenceLayout(2, JAVA_INT).withName("signals"),
              JAVA_INT.withName("group"),
              JAVA_INT.withName("pending"),
              JAVA_INT.withName("older"),
              JAVA_INT.withName("younger"),
              JAVA_INT.withName("uncertain"),
              JAVA_INT.withName("crowded"),
              JAVA_LONG.withName("lock"),
              paddingLayout(24),
              sequenceLayout(2 * SEATS, JAVA_INT).withName("seats"))
          .withName("condition");

  static final long BYTES = 512;
  static final long SIGNALS_AT = 0;
  static final long GROUP_AT = 8;
  static final long PENDING_AT = 12;
  static final long OLDER_AT = 16;
  static final long YOUNGER_AT = 20;
  static final long UNCERTAIN_AT = 24;
  static final long CROWDED_AT = 28;
  static final long LOCK_AT = 32;
  static final long SEATS_AT = 64;
  static final long SEAT_BYTES = 8;
  static final long SEATED_FROM_SEAT = 4;

  private ConditionLayout() {}

  /// The word that a group sleeps on.
  static long signalsAt(int group) {
    return SIGNALS_AT + (group & 1) * Integer.BYTES;
  }

  static long seatAt(int seat) {
    return SEATS_AT + seat * SEAT_BYTES;
  }
}
