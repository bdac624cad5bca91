package io.tandem.queue;

import io.tandem.word.Words;

/// The block of a message that is too long for the ring, while it is put or taken. There is one at
/// each end of a queue, and it is that of whoever holds the lock there: nobody waits for another
/// one, and who waits for room or for a message has none.
///
/// **Deaths.** Who takes the lock over from a dead process frees the block that it finds here, if
/// that is in no queue:
///
/// ```text
/// put   named before it is there: it is in the queue once the tail has passed its number
/// take  named before the head moves: it is in the queue until the head has passed its number
/// ```
///
/// A number is compared under the lock under which it was written, and before tail or head moves
/// again. So the answer is never wrong.
final class Intent {
  private static final long NONE = 0;

  private final Words words;
  private final long at;

  /// @param at where it is, see [IntentLayout]
  Intent(Words words, long at) {
    this.words = words;
    this.at = at;
  }

  /// Says what is about to happen to a block.
  void begin(long number, long block, int generation) {
    words.setLong(at + IntentLayout.NUMBER_AT, number);
    words.setInt(at + IntentLayout.GENERATION_AT, generation);
    words.setLongRelease(at + IntentLayout.BLOCK_AT, block); // release: pairs with block
  }

  /// Says that it has happened.
  void end() {
    words.setLongRelease(at + IntentLayout.BLOCK_AT, NONE); // release: pairs with block
  }

  /// Frees the block, if there is one, and ends.
  void free(Blocks blocks) {
    long block = block();
    if (block != NONE) {
      blocks.free(block, generation());
      end();
    }
  }

  /// Finishes what a dead holder has begun.
  ///
  /// @param isInQueue whether the message of its number is
  void settle(boolean isInQueue, Blocks blocks) {
    if (isInQueue) {
      end();
    } else {
      free(blocks);
    }
  }

  /// What is named; likewise the others.
  long block() {
    return words.getLongAcquire(at + IntentLayout.BLOCK_AT); // acquire: pairs with begin, end
  }

  int generation() {
    return words.getInt(at + IntentLayout.GENERATION_AT);
  }

  long number() {
    return words.getLong(at + IntentLayout.NUMBER_AT);
  }
}
