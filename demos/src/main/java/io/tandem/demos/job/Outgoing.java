package io.tandem.demos.job;

import io.tandem.ring.RingProducer;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;

/// A producer's rings, one to each consumer: waits for room in them, but for no dead consumer.
final class Outgoing implements AutoCloseable {
  /// Some text of a unit.
  static final int TEXT = 1;

  /// The end of a unit: a [Commit].
  static final int COMMIT = 2;

  private final List<RingProducer> rings;
  private final Board board;
  private final Board.Row row;
  private final IdleStrategy idle = Nap.strategy();
  private int last;
  private long messages;
  private long bytes;

  Outgoing(List<RingProducer> rings, Board board, Board.Row row) {
    this.rings = rings;
    this.board = board;
    this.row = row;
  }

  int maxMessageLength() {
    return rings.getFirst().maxMessageLength();
  }

  /// Sends a message to a consumer, and returns whether it is alive.
  boolean send(int consumer, int type, DirectBuffer message, int length) {
    if (!rings.get(consumer).offer(type, message, 0, length)
        && !sendSlowly(consumer, type, message, length)) {
      return false;
    }
    sent(length);
    return true;
  }

  private boolean sendSlowly(int consumer, int type, DirectBuffer message, int length) {
    idle.reset();
    do {
      if (board.consumer(consumer).isLost()) {
        return false;
      }
      idle.idle();
    } while (!rings.get(consumer).offer(type, message, 0, length));
    return true;
  }

  /// Sends some text to the next consumer that has room, and returns which one that is.
  int sendToNext(DirectBuffer message, int length) {
    idle.reset();
    for (int tried = 1; ; tried++) {
      last = (last + 1) % rings.size();
      if (!board.consumer(last).isLost() && rings.get(last).offer(TEXT, message, 0, length)) {
        sent(length);
        return last;
      }
      if (tried % rings.size() == 0) {
        idle.idle();
      }
    }
  }

  private void sent(int length) {
    messages++;
    bytes += length;
    row.setSent(messages, bytes);
  }

  @Override
  public void close() {
    rings.forEach(RingProducer::close);
  }
}
