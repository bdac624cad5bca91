package io.tandem.queue;

import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.StructLayout;

/// The head of a queue's block.
///
/// ```text
/// offset  size  field        written by                read by
///      0     8  messages     maker, plain, once        anybody, plain
///      8     8  bytes        maker, plain, once        anybody, plain
///     16     4  leases       maker, plain, once        anybody, plain
///     20     4  flags        maker, plain, once        anybody, plain
///     24     4  codec        maker, plain, once        anybody, plain
///     28     4  state        P's holder, release       anybody, acquire
///     32     4  leasesUsed   consumers, CAS            consumers, acquire
///     36     4  -
///     40    56  codecName    maker, plain, once        openers, tools, plain
///     96    32  -
///    128    64  putLock      as io.tandem.lock says    as io.tandem.lock says
///    192    64  -
///    256     8  tail         P's holder, release       anybody, acquire
///    264    24  putIntent    as IntentLayout says      as IntentLayout says
///    288    96  -
///    384    64  takeLock     as io.tandem.lock says    as io.tandem.lock says
///    448    64  -
///    512     8  head         C's holder, release       anybody, acquire
///    520    24  takeIntent   as IntentLayout says      as IntentLayout says
///    544    96  -
///    640     4  takersBell   anybody, CAS              anybody, volatile
///    644   124  -
///    768     4  puttersBell  anybody, CAS              anybody, volatile
///    772   124  -
///    896     8  done         C's holder, release       anybody, acquire
///    904     4  joinersBell  anybody, CAS              anybody, volatile
///    908   116  -
///   1024   512  producers    producers, CAS            anybody, acquire
///   1536   512  consumers    consumers, CAS            anybody, acquire
///   2048
/// ```
///
/// `P` is the lock `putLock`, which whoever puts holds, `C` is `takeLock`, which whoever takes
/// holds. `tail` is the number of the next message that will be put, `head` of the next that will
/// be taken: they only grow, and each is one store that makes all before it happen. `codec` is a
/// codec's id and, above it, its version. `done` counts the tasks of a joinable queue that are
/// done. A seat among the `producers` or `consumers` is an owner as those of io.tandem.peer.Peers;
/// an empty one is behind all that are taken.
///
/// Behind the head come [HoldingLayout]s, `leases` of them, then [SlotLayout]s, and then the bytes
/// of messages. What is kept two cache lines apart is written by different sides.
final class QueueLayout {
  static final int SEATS = 128;
  static final int CODEC_NAME_BYTES = 56;

  static final StructLayout LAYOUT =
      structLayout(
              JAVA_LONG.withName("messages"),
              JAVA_LONG.withName("bytes"),
              JAVA_INT.withName("leases"),
              JAVA_INT.withName("flags"),
              JAVA_INT.withName("codec"),
              JAVA_INT.withName("state"),
              JAVA_INT.withName("leasesUsed"),
              paddingLayout(4),
              sequenceLayout(CODEC_NAME_BYTES, JAVA_BYTE).withName("codecName"),
              paddingLayout(32),
              sequenceLayout(64, JAVA_BYTE).withName("putLock"),
              paddingLayout(64),
              JAVA_LONG.withName("tail"),
              IntentLayout.LAYOUT.withName("putIntent"),
              paddingLayout(96),
              sequenceLayout(64, JAVA_BYTE).withName("takeLock"),
              paddingLayout(64),
              JAVA_LONG.withName("head"),
              IntentLayout.LAYOUT.withName("takeIntent"),
              paddingLayout(96),
              JAVA_INT.withName("takersBell"),
              paddingLayout(124),
              JAVA_INT.withName("puttersBell"),
              paddingLayout(124),
              JAVA_LONG.withName("done"),
              JAVA_INT.withName("joinersBell"),
              paddingLayout(116),
              sequenceLayout(SEATS, JAVA_INT).withName("producers"),
              sequenceLayout(SEATS, JAVA_INT).withName("consumers"))
          .withName("queue");

  static final long BYTES = 2048;
  static final long MESSAGES_AT = 0;
  static final long BYTES_AT = 8;
  static final long LEASES_AT = 16;
  static final long FLAGS_AT = 20;
  static final long CODEC_AT = 24;
  static final long STATE_AT = 28;
  static final long LEASES_USED_AT = 32;
  static final long CODEC_NAME_AT = 40;
  static final long PUT_LOCK_AT = 128;
  static final long TAIL_AT = 256;
  static final long PUT_INTENT_AT = 264;
  static final long TAKE_LOCK_AT = 384;
  static final long HEAD_AT = 512;
  static final long TAKE_INTENT_AT = 520;
  static final long TAKERS_BELL_AT = 640;
  static final long PUTTERS_BELL_AT = 768;
  static final long DONE_AT = 896;
  static final long JOINERS_BELL_AT = 904;
  static final long PRODUCERS_AT = 1024;
  static final long CONSUMERS_AT = 1536;

  static final int OPEN = 0;
  static final int CLOSED = 1;

  /// In `flags`: who is left alone is told so.
  static final int TELLS_ABANDONED = 1;

  private QueueLayout() {}
}
