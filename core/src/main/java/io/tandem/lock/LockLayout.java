package io.tandem.lock;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// A lock: one cache line of its own.
///
/// ```text
/// offset  size  field        written by                     read by
///      0     4  word         anybody, CAS; holder, release  anybody, acquire
///      4     4  -
///      8     8  token        holder, plain                  holder, plain
///     16     8  ownerDeaths  holder, plain                  tools, plain
///     24     8  sleeps       waiters, atomic add            tools, plain
///     32    32  -
///     64
/// ```
///
/// `word`, all zero in a free lock:
///
/// ```text
/// bit      31  WAITERS         somebody may sleep on the word
/// bit      30  INCONSISTENT    a holder died, and what the lock guards was not repaired since
/// bit      29  NOTRECOVERABLE  nobody may hold it ever again
/// bits 28..0   owner           who holds it: slot and epoch, see io.tandem.peer.Peers
/// ```
///
/// `token` grows with each acquisition: it tells a holder from an earlier one.
final class LockLayout {
  static final StructLayout LAYOUT =
      structLayout(
              JAVA_INT.withName("word"),
              paddingLayout(4),
              JAVA_LONG.withName("token"),
              JAVA_LONG.withName("ownerDeaths"),
              JAVA_LONG.withName("sleeps"),
              paddingLayout(32))
          .withName("lock");

  static final long BYTES = 64;
  static final long WORD_AT = 0;
  static final long TOKEN_AT = 8;
  static final long OWNER_DEATHS_AT = 16;
  static final long SLEEPS_AT = 24;

  private LockLayout() {}
}
