package io.tandem.demos.job;

import io.tandem.process.Action;
import io.tandem.ring.OneToOneRing;
import io.tandem.ring.RingProducer;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.IdleStrategy;

/// What a consumer process does: counts the words of the units that come, and sends its counts to
/// the parent when every unit is in somebody's. It stays until the job is finished, for what
/// another consumer leaves behind.
final class ConsumerTask implements Action {
  private static final long serialVersionUID = 1;

  private final int index;
  private final Parts parts;
  private final Board board;
  private final Ledger ledger;

  @SuppressWarnings("serial") // as lists of streams are serializable
  private final List<OneToOneRing> rings;

  private final OneToOneRing results;

  /// @param rings one from each producer
  /// @param results to the parent
  ConsumerTask(
      int index,
      Parts parts,
      Board board,
      Ledger ledger,
      List<OneToOneRing> rings,
      OneToOneRing results) {
    this.index = index;
    this.parts = parts;
    this.board = board;
    this.ledger = ledger;
    this.rings = rings;
    this.results = results;
  }

  @Override
  public void run() throws IOException {
    var counting = new Counting(index, ledger, parts.newConsumer());
    List<Incoming> all =
        IntStream.range(0, rings.size())
            .mapToObj(producer -> new Incoming(rings.get(producer).consumer(), producer, counting))
            .toList();
    var pass = new Pass(ledger, board);
    IdleStrategy idle = Nap.strategy();
    try (RingProducer toParent = results.producer()) {
      while (!board.isFinished()) {
        int handled = poll(all);
        if (handled == 0
            && !counting.isEmpty()
            && pass.next(unit -> !ledger.isCounted(unit)) == Pass.NONE) {
          send(counting.take(), toParent);
        }
        idle.idle(handled);
      }
    }
  }

  private int poll(List<Incoming> all) {
    int handled = 0;
    for (Incoming incoming : all) {
      handled += incoming.poll();
    }
    if (handled > 0) {
      board
          .consumer(index)
          .setSent(
              all.stream().mapToLong(Incoming::messages).sum(),
              all.stream().mapToLong(Incoming::bytes).sum());
    }
    return handled;
  }

  private static void send(Counts counts, RingProducer toParent) throws IOException {
    try (var out = new DataOutputStream(new RingOutput(toParent))) {
      counts.writeTo(out);
    }
  }
}
