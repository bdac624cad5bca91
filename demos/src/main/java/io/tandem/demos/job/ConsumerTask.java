package io.tandem.demos.job;

import io.tandem.demos.words.TextConsumer;
import io.tandem.demos.words.WordTable;
import io.tandem.process.Action;
import io.tandem.ring.OneToOneRing;
import io.tandem.ring.RingProducer;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.agrona.concurrent.IdleStrategy;

/// What a consumer process does: counts the words of the lines that come, and sends its counts to
/// the parent when no more will.
final class ConsumerTask implements Action {
  private static final long serialVersionUID = 1;

  private final int index;
  private final Parts parts;
  private final Board board;

  @SuppressWarnings("serial") // as lists of streams are serializable
  private final List<OneToOneRing> rings;

  private final OneToOneRing results;

  /// @param index of its row on the board
  /// @param rings one from each producer
  /// @param results to the parent
  ConsumerTask(
      int index, Parts parts, Board board, List<OneToOneRing> rings, OneToOneRing results) {
    this.index = index;
    this.parts = parts;
    this.board = board;
    this.rings = rings;
    this.results = results;
  }

  @Override
  public void run() throws IOException {
    try (RingProducer toParent = results.producer();
        var out = new DataOutputStream(new RingOutput(toParent))) {
      var words = new WordTable();
      TextConsumer counter = parts.newConsumer();
      drain(rings.stream().map(ring -> new Incoming(ring.consumer(), counter, words)).toList());
      words.writeTo(out);
    }
    board.row(index).setFinished();
  }

  private void drain(List<Incoming> all) {
    Board.Row row = board.row(index);
    IdleStrategy idle = Nap.strategy();
    while (true) {
      int handled = 0;
      for (Incoming incoming : all) {
        handled += incoming.poll();
      }
      if (handled > 0) {
        row.setSent(
            all.stream().mapToLong(Incoming::messages).sum(),
            all.stream().mapToLong(Incoming::bytes).sum());
      } else if (all.stream().allMatch(Incoming::isOver)) {
        return;
      }
      idle.idle(handled);
    }
  }
}
