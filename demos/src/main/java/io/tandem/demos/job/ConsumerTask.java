package io.tandem.demos.job;

import io.tandem.pipe.Connection;
import io.tandem.process.Action;
import io.tandem.ring.OneToOneRing;
import java.io.ByteArrayOutputStream;
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

  @SuppressWarnings("serial") // as an end of a pipe it is serializable
  private final Connection results;

  /// @param rings one from each producer
  /// @param results to the parent
  ConsumerTask(
      int index,
      Parts parts,
      Board board,
      Ledger ledger,
      List<OneToOneRing> rings,
      Connection results) {
    this.index = index;
    this.parts = parts;
    this.board = board;
    this.ledger = ledger;
    this.rings = rings;
    this.results = results;
  }

  @Override
  public void run() throws IOException, InterruptedException {
    var counting = new Counting(index, ledger, parts.newConsumer());
    var all = new ArrayList<Incoming>(rings.size());
    for (int producer = 0; producer < rings.size(); producer++) {
      all.add(new Incoming(rings.get(producer).consumer(), producer, counting));
    }
    var pass = new Pass(ledger, board);
    IdleStrategy idle = Nap.strategy();
    try (results) {
      while (!board.isFinished()) {
        int handled = poll(all);
        if (handled == 0 && !counting.isEmpty() && pass.isAllCounted()) {
          send(counting.take());
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

  private void send(Counts counts) throws IOException, InterruptedException {
    var bytes = new ByteArrayOutputStream();
    counts.writeTo(new DataOutputStream(bytes));
    results.sendBytes(bytes.toByteArray());
  }
}
