package io.tandem.demos.job;

import io.tandem.demos.text.TextTotals;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import java.io.Serializable;
import java.lang.invoke.VarHandle;

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
    return (long) BoardLayout.NEXT_FILE.getAndAdd(block.segment(), 0L, 1L);
  }

  Row row(int process) {
    return new Row(block, (1 + process) * BoardLayout.BYTES);
  }

  /// One process's row. Only its process writes it; what it says of the text is final once the
  /// process has closed its rings.
  record Row(SharedBlock block, long offset) {
    void setSent(long messages, long bytes) {
      set(BoardLayout.MESSAGES, messages);
      set(BoardLayout.MESSAGE_BYTES, bytes);
    }

    void setRead(TextTotals text) {
      set(BoardLayout.FILES, text.files());
      set(BoardLayout.SKIPPED, text.skipped());
      set(BoardLayout.LINES, text.lines());
      set(BoardLayout.TEXT, text.bytes());
    }

    void setDone(long bytes) {
      set(BoardLayout.DONE, bytes);
    }

    void setFinished() {
      set(BoardLayout.FINISHED, 1);
    }

    boolean isFinished() {
      return get(BoardLayout.FINISHED) == 1;
    }

    long messages() {
      return get(BoardLayout.MESSAGES);
    }

    long bytes() {
      return get(BoardLayout.MESSAGE_BYTES);
    }

    long done() {
      return get(BoardLayout.DONE);
    }

    TextTotals read() {
      return new TextTotals(
          get(BoardLayout.FILES),
          get(BoardLayout.SKIPPED),
          get(BoardLayout.LINES),
          get(BoardLayout.TEXT));
    }

    private void set(VarHandle field, long value) {
      field.setRelease(block.segment(), offset, value); // release: pairs with get
    }

    private long get(VarHandle field) {
      return (long) field.getAcquire(block.segment(), offset); // acquire: pairs with set
    }
  }
}
