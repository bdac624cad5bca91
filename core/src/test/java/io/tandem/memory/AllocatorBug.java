package io.tandem.memory;

import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import io.tandem.word.Words;
import org.jspecify.annotations.Nullable;

/// What is wrong with an allocator: planted around it from outside, so that it has no switches
/// itself.
enum AllocatorBug {
  NONE,

  /// A block says that it is used before it says as what.
  USED_BEFORE_THE_REST,

  /// A free list begins with a block before that leads to the next one.
  FREE_HEAD_BEFORE_NEXT,

  /// A chain of names begins with a block before that leads to the next one.
  CHAIN_HEAD_BEFORE_NEXT,

  /// Nobody says what he is working at.
  NO_PENDING_WORD,

  /// The top of a segment passes a block before that is one.
  TOP_BEFORE_BLOCK,

  /// A segment is counted before it says where it ends.
  COUNT_BEFORE_END,

  /// A freed block keeps its generation.
  SAME_GENERATION,

  /// A block is used again with what was in it.
  NOT_CLEARED;

  /// Makes the mistakes of one process.
  Planter planter() {
    return new Planter(this);
  }

  /// Whatever is late dies with its process.
  static final class Planter {
    private final AllocatorBug bug;
    private @Nullable Runnable late;

    private Planter(AllocatorBug bug) {
      this.bug = bug;
    }

    Words plantIn(Words words) {
      return bug == NONE ? words : new Buggy(words);
    }

    private void doWhatIsLate() {
      Runnable now = late;
      late = null;
      if (now != null) {
        now.run();
      }
    }

    private final class Buggy extends StepWords {
      private final Words right;
      private final boolean isControl;
      private final boolean isBlock;

      Buggy(Words right) {
        super(right, Steps.unlimited());
        this.right = right;
        isControl = right.segment().byteSize() == ScopeLayout.BYTES;
        isBlock = right.segment().byteSize() == BlockLayout.BYTES;
      }

      @Override
      public void setLong(long offset, long value) {
        if (bug == USED_BEFORE_THE_REST && isBlock && offset == BlockLayout.TYPE_TAG_AT) {
          right.setIntRelease(BlockLayout.STATE_AT, BlockLayout.USED);
        }
        boolean isLate =
            bug == TOP_BEFORE_BLOCK && isBlock && offset == BlockLayout.CHECK_AT
                || bug == COUNT_BEFORE_END && isControl && isSegmentEnd(offset);
        if (isLate) {
          late = () -> right.setLong(offset, value);
        } else {
          right.setLong(offset, value);
        }
      }

      @Override
      public void setLongRelease(long offset, long value) {
        boolean isLate =
            bug == FREE_HEAD_BEFORE_NEXT && isBlock && offset == BlockLayout.NEXT_FREE_AT
                || bug == CHAIN_HEAD_BEFORE_NEXT && isBlock && offset == BlockLayout.NEXT_NAMED_AT;
        if (isLate) {
          late = () -> right.setLongRelease(offset, value);
        } else if (bug == SAME_GENERATION && isBlock && offset == BlockLayout.GENERATION_AT) {
          right.setIntRelease(BlockLayout.STATE_AT, BlockLayout.FREE);
        } else if (bug != NO_PENDING_WORD || !isControl || offset != ScopeLayout.PENDING_AT) {
          right.setLongRelease(offset, value);
          doWhatIsLate(offset);
        }
      }

      /// After the store that should have come later, or the next one of what is not a header.
      private void doWhatIsLate(long offset) {
        if (isControl && offset != ScopeLayout.PENDING_AT) {
          Planter.this.doWhatIsLate();
        }
      }

      @Override
      public void setIntRelease(long offset, int value) {
        right.setIntRelease(offset, value);
        if (isControl && offset == ScopeLayout.SEGMENT_COUNT_AT) {
          Planter.this.doWhatIsLate();
        }
      }

      @Override
      public void zero(long offset, long bytes) {
        if (bug != NOT_CLEARED || isBlock) {
          right.zero(offset, bytes);
        }
      }

      private static boolean isSegmentEnd(long offset) {
        return offset >= ScopeLayout.segmentEndAt(1)
            && offset < ScopeLayout.segmentEndAt(ScopeLayout.MAX_SEGMENTS);
      }
    }
  }
}
