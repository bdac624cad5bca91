package io.tandem.demos.job;

import io.tandem.process.Action;
import io.tandem.ring.OneToOneRing;
import io.tandem.ring.RingProducer;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
    var all = new ArrayList<Incoming>(rings.size());
    for (int producer = 0; producer < rings.size(); producer++) {
      all.add(new Incoming(rings.get(producer).consumer(), producer, counting));
    }
    var pass = new Pass(ledger, board);
    IdleStrategy idle = Nap.strategy();
    try (RingProducer toParent = results.producer()) {
      while (!board.isFinished()) {
        int handled = poll(all);
        if (handled == 0 && !counting.isEmpty() && pass.isAllCounted()) {
          send(counting.take(), toParent);
        }
        idle.idle(handled);
      }
    }
  }

  private int poll(List<Incoming> all) {
    int handled = 0;
    long messages = 0;
    long bytes = 0;
    for (Incoming incoming : all) {
      handled += incoming.poll();
      messages += incoming.messages();
      bytes += incoming.bytes();
    }
    if (handled > 0) {
      board.consumer(index).setSent(messages, bytes);
    }
    return handled;
  }

  private static void send(Counts counts, RingProducer toParent) throws IOException {
    try (var out = new DataOutputStream(new RingOutput(toParent))) {
      counts.writeTo(out);
    }
  }
}
