package io.tandem.lock;

import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// One entry of the table in which threads say which lock they wait for.
///
/// ```text
/// offset  size  field      written by             read by
///      0     4  owner      waiter, CAS; release   anybody, acquire
///      4     4  facts      waiter, plain          tools, after lock
///      8     8  lock       waiter, release, last  tools, acquire, first
///     16     8  thread     waiter, plain          tools, after lock
///     24     8  since      waiter, plain          tools, after lock
///     32    32  name       waiter, plain          tools, after lock
///     64
/// ```
///
/// An entry is free while `owner` is nobody or dead, and says nothing while `lock` is 0. `lock` is
/// where the lock is in the scope's file, `since` the time in milliseconds, `name` the thread's.
///
/// `facts`:
///
/// ```text
/// bit     31  TIMED      the wait ends by itself, when its time is over
/// bits 30..0  nameBytes  of the name, at most 32
/// ```
final class WaitsLayout {
  static final int NAME_BYTES = 32;
  static final int TIMED = 1 << 31;

  static final StructLayout LAYOUT =
      structLayout(
              JAVA_INT.withName("owner"),
              JAVA_INT.withName("facts"),
              JAVA_LONG.withName("lock"),
              JAVA_LONG.withName("thread"),
              JAVA_LONG.withName("since"),
              sequenceLayout(NAME_BYTES, JAVA_BYTE).withName("name"))
          .withName("wait");

  static final long BYTES = LAYOUT.byteSize();

  static final long OWNER_AT = 0;
  static final long FACTS_AT = 4;
  static final long LOCK_AT = 8;
  static final long THREAD_AT = 16;
  static final long SINCE_AT = 24;
  static final long NAME_AT = 32;

  private WaitsLayout() {}
}
