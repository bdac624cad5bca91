package io.tandem.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// A list that the kernel walks when the thread that registered it dies, however it dies: it sets
/// bit 30 of each 32-bit word on the list and wakes one thread that waits on it.
///
/// It holds one word, 8 bytes in front of its list node, in memory that must stay mapped for ever.
public final class RobustList {
  /// What a word must hold beside the thread's id so that the kernel wakes a waiter.
  public static final int WAITERS = 0x80000000;

  private static final long HEAD_BYTES = 24;
  private static final long OFFSET_AT = 8;
  private static final long PENDING_AT = 16;
  private static final long WORD_FROM_NODE = -8;

  private final MemorySegment head = Arena.global().allocate(HEAD_BYTES, Long.BYTES);

  private RobustList() {
    head.set(JAVA_LONG, 0, head.address());
    head.set(JAVA_LONG, OFFSET_AT, WORD_FROM_NODE);
  }

  /// Registers a list for this thread, which must never end before the process.
  ///
  /// @return empty where the kernel offers none
  public static Optional<RobustList> ofThisThread() {
    var list = new RobustList();
    return Syscall.call(Syscall.SET_ROBUST_LIST, list.head.address(), HEAD_BYTES, 0) == 0
        ? Optional.of(list)
        : Optional.empty();
  }

  /// This thread's id, as the kernel compares it with a word.
  public static int threadId() {
    return (int) Syscall.call(Syscall.GETTID, 0, 0, 0);
  }

  /// Announces the node that [#link] comes for: from here on a death is seen.
  public void announce(MemorySegment node) {
    head.set(JAVA_LONG, PENDING_AT, node.address());
  }

  /// Puts the announced node on the list.
  public void link(MemorySegment node) {
    node.set(JAVA_LONG, 0, head.address());
    head.set(JAVA_LONG, 0, node.address());
    head.set(JAVA_LONG, PENDING_AT, 0L);
  }
}
