package io.tandem.demos.job;

import io.tandem.demos.text.SkippedFiles;
import io.tandem.demos.text.TextFile;
import io.tandem.demos.text.TextReading;
import io.tandem.demos.text.TextTotals;
import io.tandem.process.Action;
import io.tandem.ring.OneToOneRing;
import java.io.PrintWriter;
import java.util.List;
import org.agrona.concurrent.IdleStrategy;

/// What a producer process does: takes units while there are free ones, and sends their text to the
/// consumers. It stays until the job is finished, for what another process leaves behind.
final class ProducerTask implements Action {
  private static final long serialVersionUID = 1;
  private static final int PIECE_BYTES = 128 << 10; // the same in all, or parts would differ

  private final int index;
  private final Parts parts;
  private final FileList files;
  private final Board board;
  private final Ledger ledger;

  @SuppressWarnings("serial") // as lists of streams are serializable
  private final List<OneToOneRing> rings;

  /// @param rings one to each consumer
  ProducerTask(
      int index,
      Parts parts,
      FileList files,
      Board board,
      Ledger ledger,
      List<OneToOneRing> rings) {
    this.index = index;
    this.parts = parts;
    this.files = files;
    this.board = board;
    this.ledger = ledger;
    this.rings = rings;
  }

  @Override
  public void run() {
    Board.Row row = board.producer(index);
    var reading =
        new TextReading(
            parts.newProducer(PIECE_BYTES), new SkippedFiles(new PrintWriter(System.err, true)));
    var pass = new Pass(ledger, board);
    IdleStrategy idle = Nap.strategy();
    try (var outgoing =
        new Outgoing(rings.stream().map(OneToOneRing::producer).toList(), board, row)) {
      var sender = new UnitSender(index, ledger, outgoing);
      long done = 0;
      while (!board.isFinished()) {
        int unit = pass.takeNext(index);
        if (unit != Pass.NONE) {
          done += send(unit, reading, sender);
          row.setDone(done);
        }
        idle.idle(unit == Pass.NONE ? 0 : 1);
      }
    }
  }

  /// Sends a unit, or all parts of its file that are free, and returns the size of the files.
  private long send(int number, TextReading reading, UnitSender sender) {
    Unit unit = ledger.get(number);
    int first = number - unit.part();
    for (int part = first; part < first + unit.parts(); part++) {
      ledger.take(part, index);
    }
    var texts = files.subList(unit.firstFile(), unit.files());
    TextTotals before = reading.totals();
    sender.begin(first, unit.parts(), Unit.partBytes(texts.getFirst().size()));
    reading.read(texts, sender, _ -> {});
    sender.end(reading.totals().minus(before));
    long bytes = 0;
    for (TextFile text : texts) {
      bytes += text.size();
    }
    return bytes;
  }
}
