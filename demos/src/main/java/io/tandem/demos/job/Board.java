package io.tandem.demos.job;

import io.tandem.demos.text.TextTotals;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.io.Serializable;

/// Where the processes of a job take their next file and say how far they are.
///
/// Each process writes its own row, the parent reads all of them; the number of the next file is
/// the only word that several write.
final class Board implements Serializable {
  private static final long serialVersionUID = 1;
  private static final ObjectType TYPE = new ObjectType("board", 1);

  private final SharedBlock block;

  private Board(SharedBlock block) {
    this.block = block;
  }

  static Board create(SharedScope scope, int processes) {
    return new Board(scope.allocate(TYPE, (1 + processes) * BoardLayout.BYTES));
  }

  /// Takes the number of the next file from all producers, from 0 on.
  long takeFile() {
    return words().getAndAddLong(BoardLayout.NEXT_FILE_AT, 1);
  }

  Row row(int process) {
    return new Row(block, words(), (1 + process) * BoardLayout.BYTES);
  }

  private Words words() {
    return new SegmentWords(block.segment());
  }

  /// One process's row. Only its process writes it; what it says of the text is final once the
  /// process has closed its rings.
  ///
  /// @param block keeps the words mapped
  record Row(SharedBlock block, Words words, long offset) {
    void setSent(long messages, long bytes) {
      set(BoardLayout.MESSAGES_AT, messages);
      set(BoardLayout.BYTES_AT, bytes);
    }

    void setRead(TextTotals text) {
      set(BoardLayout.FILES_AT, text.files());
      set(BoardLayout.SKIPPED_AT, text.skipped());
      set(BoardLayout.LINES_AT, text.lines());
      set(BoardLayout.TEXT_AT, text.bytes());
    }

    void setDone(long bytes) {
      set(BoardLayout.DONE_AT, bytes);
    }

    void setFinished() {
      set(BoardLayout.FINISHED_AT, 1);
    }

    boolean isFinished() {
      return get(BoardLayout.FINISHED_AT) == 1;
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

    TextTotals read() {
      return new TextTotals(
          get(BoardLayout.FILES_AT),
          get(BoardLayout.SKIPPED_AT),
          get(BoardLayout.LINES_AT),
          get(BoardLayout.TEXT_AT));
    }

    private void set(long field, long value) {
      words.setLongRelease(offset + field, value); // release: pairs with get
    }

    private long get(long field) {
      return words.getLongAcquire(offset + field); // acquire: pairs with set
    }
  }
}
