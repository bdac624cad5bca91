package io.tandem.demos.job;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.io.Serializable;

/// Where the processes of a job say how far they are, and the parent what has become of them.
final class Board implements Serializable {
  private static final long serialVersionUID = 1;
  private static final ObjectType TYPE = new ObjectType("board", 2);

  private final SharedBlock block;
  private final int producers;
  private final transient Words words;

  private Board(SharedBlock block, int producers) {
    this.block = block;
    this.producers = producers;
    this.words = new SegmentWords(block.segment());
  }

  static Board create(SharedScope scope, Team team) {
    int rows = 1 + team.producers() + team.consumers();
    return new Board(scope.allocate(TYPE, rows * BoardLayout.BYTES), team.producers());
  }

  Row producer(int number) {
    return new Row(words, (1 + number) * BoardLayout.BYTES);
  }

  Row consumer(int number) {
    return new Row(words, (1 + producers + number) * BoardLayout.BYTES);
  }

  /// How often units were freed.
  long freed() {
    return words.getLongAcquire(BoardLayout.FREED_AT); // acquire: pairs with setFreed
  }

  /// Says that there are free units again. Only the parent does.
  void setFreed() {
    words.setLongRelease(BoardLayout.FREED_AT, freed() + 1); // release: pairs with freed
  }

  boolean isFinished() {
    return words.getLongAcquire(BoardLayout.FINISHED_AT) == 1; // acquire: pairs with setFinished
  }

  void setFinished() {
    words.setLongRelease(BoardLayout.FINISHED_AT, 1); // release: pairs with isFinished
  }

  private Object readResolve() {
    return new Board(block, producers);
  }

  /// One process's row.
  record Row(Words words, long offset) {
    void setSent(long messages, long bytes) {
      set(BoardLayout.MESSAGES_AT, messages);
      set(BoardLayout.BYTES_AT, bytes);
    }

    void setDone(long bytes) {
      set(BoardLayout.DONE_AT, bytes);
    }

    void setLost() {
      set(BoardLayout.LOST_AT, 1);
    }

    long messages() {
      return get(BoardLayout.MESSAGES_AT);
    }

    long bytes() {
      return get(BoardLayout.BYTES_AT);
    }

    long done() {
      return get(BoardLayout.DONE_AT);
    }

    boolean isLost() {
      return get(BoardLayout.LOST_AT) == 1;
    }

    private void set(long field, long value) {
      words.setLongRelease(offset + field, value); // release: pairs with get
    }

    private long get(long field) {
      return words.getLongAcquire(offset + field); // acquire: pairs with set
    }
  }
}
