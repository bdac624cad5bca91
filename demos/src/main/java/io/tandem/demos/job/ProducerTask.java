package io.tandem.demos.job;

import io.tandem.demos.text.SkippedFiles;
import io.tandem.demos.text.TextFile;
import io.tandem.demos.text.TextReading;
import io.tandem.process.Action;
import io.tandem.ring.OneToOneRing;
import io.tandem.ring.RingProducer;
import java.io.PrintWriter;
import java.util.List;

/// What a producer process does: takes files until there are no more, and sends their lines to the
/// consumers.
final class ProducerTask implements Action {
  private static final long serialVersionUID = 1;
  private static final int MOST_PIECE_BYTES = 128 << 10;

  private final int index;
  private final Parts parts;
  private final FileList files;
  private final Board board;

  @SuppressWarnings("serial") // as lists of streams are serializable
  private final List<OneToOneRing> rings;

  /// @param index of its row on the board
  /// @param rings one to each consumer
  ProducerTask(int index, Parts parts, FileList files, Board board, List<OneToOneRing> rings) {
    this.index = index;
    this.parts = parts;
    this.files = files;
    this.board = board;
    this.rings = rings;
  }

  @Override
  public void run() {
    List<RingProducer> producers = rings.stream().map(OneToOneRing::producer).toList();
    Board.Row row = board.row(index);
    var sender = new LineSender(producers, row);
    var reading =
        new TextReading(
            parts.newProducer(Math.min(MOST_PIECE_BYTES, producers.getFirst().maxMessageLength())),
            new SkippedFiles(new PrintWriter(System.err, true)));
    long done = 0;
    for (long next = board.takeFile(); next < files.size(); next = board.takeFile()) {
      TextFile file = files.get(next);
      reading.read(List.of(file), sender, _ -> {});
      done += file.size();
      row.setDone(done);
    }
    sender.send();
    row.setRead(reading.totals());
    producers.forEach(RingProducer::close);
    row.setFinished();
  }
}
