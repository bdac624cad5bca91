package io.tandem.pipe;

import io.tandem.peer.Peers;
import io.tandem.peer.SeenBy;
import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import io.tandem.word.Words;
import java.util.function.IntPredicate;

/// Mistakes that the stories must find: each drops a change of the words that say who has an end,
/// or is what processes believe of each other.
enum PipeBug {
  NONE,

  /// Nobody asks whether the other end's process is dead.
  NO_DEATH_CHECK,

  /// Whoever is waited for is taken for dead.
  ALIVE_TAKEN_FOR_DEAD,

  /// A dead process's last accesses are not waited for.
  NO_PROOF,

  /// Who uses an end does not say so.
  TAKEN_SILENTLY(word -> (word & EndWord.USED) != 0 && (word & EndWord.CLOSED) == 0),

  /// Who closes an end does not say so, nor who finds it without a living holder.
  CLOSED_SILENTLY(word -> (word & EndWord.CLOSED) != 0),

  /// An end that arrives stays its sender's.
  ARRIVED_SILENTLY(word -> (word & (EndWord.CLOSED | EndWord.USED)) == 0 && word != 1),

  /// Both that close free the memory.
  FREED_TWICE(word -> word == 1);

  private final IntPredicate dropped;

  PipeBug() {
    this(_ -> false);
  }

  PipeBug(IntPredicate dropped) {
    this.dropped = dropped;
  }

  Words plantIn(Words words, Steps steps) {
    return new StepWords(words, steps) {
      @Override
      public boolean compareAndSetInt(long offset, int expected, int value) {
        boolean drops = offset < PipeLayout.BYTES && dropped.test(value);
        return drops || super.compareAndSetInt(offset, expected, value);
      }
    };
  }

  Peers plantIn(Peers all, int self) {
    return new SeenBy(all, self) {
      @Override
      public boolean isDead(int owner) {
        return switch (PipeBug.this) {
          case NO_DEATH_CHECK -> false;
          case ALIVE_TAKEN_FOR_DEAD -> owner != self || super.isDead(owner);
          default -> super.isDead(owner);
        };
      }

      @Override
      public void awaitStopped(int owner) {
        if (PipeBug.this != NO_PROOF) {
          super.awaitStopped(owner);
        }
      }
    };
  }
}
