package io.tandem.lock;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// A read-write lock: the lock of the writers, and a word for each process that may read.
///
/// ```text
/// offset  size  field         written by                        read by
///      0    64  writer        see LockLayout                    readers, its word: volatile
///     64     4  writing       holder of writer, volatile        next holder; anybody, acquire
///     68     4  bell          readers and writers, CAS          readers, sleep; writers, volatile
///     72     4  slots         readers, CAS                      writers, volatile
///     76     4  -
///     80     8  readerDeaths  holder of writer, plain           tools, plain
///     88    40  -
///    128  4096  readers       its process; holder of writer     its process; writers, volatile
///   4224
/// ```
///
/// `writing` is the owner that writes, or that died writing and was not repaired since. `bell` is
/// odd when somebody sleeps on it. `slots` is the highest entry of `readers` that was ever used.
///
/// `readers` has an entry for each slot of the registry, zero if its process does not read. The
/// process itself stores it, volatile; a writer may change it by CAS:
///
/// ```text
/// bit      31  WAITS  it does not read: it waits until it may
/// bits 28..0   owner  the process
/// ```
final class ReadWriteLayout {
  static final int SLOTS = 1 << 10;

  static final StructLayout LAYOUT =
      structLayout(
              LockLayout.LAYOUT.withName("writer"),
              JAVA_INT.withName("writing"),
              JAVA_INT.withName("bell"),
              JAVA_INT.withName("slots"),
              paddingLayout(4),
              JAVA_LONG.withName("readerDeaths"),
              paddingLayout(40),
              sequenceLayout(SLOTS, JAVA_INT).withName("readers"))
          .withName("readWriteLock");

  static final long BYTES = 4224;
  static final long WRITER_AT = 0;
  static final long WRITING_AT = 64;
  static final long BELL_AT = 68;
  static final long SLOTS_AT = 72;
  static final long READER_DEATHS_AT = 80;
  static final long READERS_AT = 128;

  static final int WAITS = 1 << 31;

  private ReadWriteLayout() {}

  static int slot(int owner) {
    return owner & SLOTS - 1;
  }

  static long readerAt(int slot) {
    return READERS_AT + (long) slot * Integer.BYTES;
  }
}
