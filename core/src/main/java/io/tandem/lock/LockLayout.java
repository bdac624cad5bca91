package io.tandem.lock;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// A lock: one cache line of its own.
///
/// ```text
/// offset  size  field        written by                     read by
///      0     4  word         anybody, CAS                   anybody, acquire
///      4     4  died         who takes over, plain          anybody, plain
///      8     8  token        holder, plain                  holder, tools, plain
///     16     8  ownerDeaths  holder, plain                  tools, plain
///     24     8  sleeps       waiters, atomic add            tools, plain
///     32     8  thread       holder, plain                  messages, tools, plain
///     40     4  policy       maker, plain, once             anybody, plain
///     44     4  -
///     48    16  guarded      users of the lock, any         users of the lock, any
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
/// `token` grows with each acquisition: it tells a holder from an earlier one. `died` is the last
/// owner that died holding it, `thread` the id of the thread that holds it or held it last,
/// `policy` a number of io.tandem.sync.OwnerDeath. The last 16 bytes are free for what the lock
/// guards.
final class LockLayout {
  static final StructLayout LAYOUT =
      structLayout(
              JAVA_INT.withName("word"),
              JAVA_INT.withName("died"),
              JAVA_LONG.withName("token"),
              JAVA_LONG.withName("ownerDeaths"),
              JAVA_LONG.withName("sleeps"),
              JAVA_LONG.withName("thread"),
              JAVA_INT.withName("policy"),
              paddingLayout(4),
              sequenceLayout(2, JAVA_LONG).withName("guarded"))
          .withName("lock");

  static final long BYTES = 64;
  static final long WORD_AT = 0;
  static final long DIED_AT = 4;
  static final long TOKEN_AT = 8;
  static final long OWNER_DEATHS_AT = 16;
  static final long SLEEPS_AT = 24;
  static final long THREAD_AT = 32;
  static final long POLICY_AT = 40;
  static final long GUARDED_AT = 48;

  private LockLayout() {}
}
