package io.tandem.ring;

import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The words of a process that makes a mistake.
final class BuggyWords implements Words {
  private static final long TAIL_AT = RingLayout.tailAt(World.CAPACITY);
  private static final long INTENT_AT = RingLayout.broadcastIntentAt(World.CAPACITY);
  private static final long CAME = -1L << 46;

  private final Bug bug;
  private final Words words;
  private @Nullable Runnable late;
  private boolean unlocking; // the tail, for a dead process

  BuggyWords(Bug bug, Words words) {
    this.bug = bug;
    this.words = words;
  }

  // ---- where the mistakes are ----

  @Override
  public long getLongAcquire(long offset) {
    long value = words.getLongAcquire(offset);
    if (bug == Bug.INTENT_LOWERED && offset == INTENT_AT && isMaking()) {
      return words.getLongAcquire(RingLayout.broadcastTailAt(World.CAPACITY));
    }
    boolean hides = bug == Bug.NO_WALK_OVER_COMPLETE_RECORDS && isHeader(offset) && isRecovering();
    return hides ? RecordHeader.NONE : value;
  }

  private static boolean isRecovering() {
    return isIn("recover");
  }

  private static boolean isMaking() {
    return isIn("broadcaster");
  }

  private static boolean isIn(String method) {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals(method)));
  }

  @Override
  public void setLong(long offset, long value) {
    boolean drops =
        bug == Bug.NEXT_HEADER_NOT_CLEARED && isHeader(offset) && !isClaim(value) && !unlocking
            || bug == Bug.CLAIM_LEFT_WHEN_UNLOCKED && isHeader(offset) && unlocking
            || bug == Bug.TAKEN_NOT_NOTED && offset == RingLayout.TAKEN_AT;
    boolean claims = isHeader(offset) && isClaim(value);
    if (claims && bug == Bug.TAIL_BEFORE_CLAIM) {
      late = () -> words.setLong(offset, value);
    } else if (claims && bug == Bug.CLAIM_WITHOUT_OWNER) {
      words.setLong(offset, RecordHeader.claim(-RecordHeader.length(value), 0));
    } else if (!drops) {
      words.setLong(offset, value);
    }
  }

  @Override
  public void setLongRelease(long offset, long value) {
    if (bug != Bug.NO_INTENT || offset != INTENT_AT) {
      words.setLongRelease(offset, value);
      doWhatIsLate();
    }
  }

  private void doWhatIsLate() {
    Runnable now = late;
    late = null;
    if (now != null) {
      now.run();
    }
  }

  @Override
  public boolean compareAndSetLong(long offset, long expected, long value) {
    unlocking = offset == TAIL_AT && Tail.isLocked(expected);
    boolean forgets = bug == Bug.CAME_FORGOTTEN && isSeat(offset) && expected != 0;
    return words.compareAndSetLong(offset, expected, forgets ? value & ~CAME | 1L << 46 : value);
  }

  @Override
  public void copyIn(long offset, MemorySegment source, long sourceOffset, long bytes) {
    if (bug == Bug.HEADER_BEFORE_BODY) {
      late = () -> words.copyIn(offset, source, sourceOffset, bytes);
    } else {
      words.copyIn(offset, source, sourceOffset, bytes);
    }
  }

  private static boolean isHeader(long offset) {
    return offset >= RingLayout.BYTES && offset < RingLayout.BYTES + World.CAPACITY;
  }

  private static boolean isClaim(long header) {
    return RecordHeader.length(header) < 0;
  }

  private static boolean isSeat(long offset) {
    return offset >= RingLayout.SEATS_AT && offset < RingLayout.BYTES;
  }

  // ---- as they should be ----

  @Override
  public int getInt(long offset) {
    return words.getInt(offset);
  }

  @Override
  public int getIntAcquire(long offset) {
    return words.getIntAcquire(offset);
  }

  @Override
  public int getIntVolatile(long offset) {
    return words.getIntVolatile(offset);
  }

  @Override
  public void setInt(long offset, int value) {
    words.setInt(offset, value);
  }

  @Override
  public void setIntRelease(long offset, int value) {
    words.setIntRelease(offset, value);
  }

  @Override
  public void setIntVolatile(long offset, int value) {
    words.setIntVolatile(offset, value);
  }

  @Override
  public boolean compareAndSetInt(long offset, int expected, int value) {
    return words.compareAndSetInt(offset, expected, value);
  }

  @Override
  public int getAndSetInt(long offset, int value) {
    return words.getAndSetInt(offset, value);
  }

  @Override
  public int getAndAddInt(long offset, int delta) {
    return words.getAndAddInt(offset, delta);
  }

  @Override
  public long getLong(long offset) {
    return words.getLong(offset);
  }

  @Override
  public long getLongVolatile(long offset) {
    return words.getLongVolatile(offset);
  }

  @Override
  public void setLongVolatile(long offset, long value) {
    words.setLongVolatile(offset, value);
  }

  @Override
  public long getAndAddLong(long offset, long delta) {
    return words.getAndAddLong(offset, delta);
  }

  @Override
  public void copyOut(long offset, MemorySegment target, long targetOffset, long bytes) {
    words.copyOut(offset, target, targetOffset, bytes);
  }

  @Override
  public void zero(long offset, long bytes) {
    words.zero(offset, bytes);
  }

  @Override
  public MemorySegment segment() {
    return words.segment();
  }
}
