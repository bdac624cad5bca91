package io.tandem.demos.job;

import io.tandem.demos.words.TextConsumer;
import io.tandem.demos.words.WordTable;
import io.tandem.process.Action;
import io.tandem.ring.OneToOneRing;
import io.tandem.ring.RingConsumer;
import io.tandem.ring.RingProducer;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.MessageHandler;

/// What a consumer process does: counts the words of the lines that come, and sends its counts to
/// the parent when no more will.
///
/// @param index of its row on the board
/// @param rings one from each producer
/// @param results to the parent
record ConsumerTask(
    int index, Parts parts, Board board, List<OneToOneRing> rings, OneToOneRing results)
    implements Action {
  private static final int BATCH = 64;

  @Override
  public void run() throws IOException {
    try (RingProducer toParent = results.producer();
        var out = new DataOutputStream(new RingOutput(toParent))) {
      var lines = new Lines(parts.newConsumer(), rings.getFirst().capacity() / 8);
      List<RingConsumer> consumers = rings.stream().map(OneToOneRing::consumer).toList();
      drain(consumers, lines);
      lines.words.writeTo(out);
    }
  }

  private void drain(List<RingConsumer> consumers, Lines lines) {
    Board.Row row = board.row(index);
    IdleStrategy idle = Nap.strategy();
    while (true) {
      int handled = 0;
      for (RingConsumer consumer : consumers) {
        handled += consumer.poll(lines, BATCH);
      }
      if (handled > 0) {
        row.setSent(lines.messages, lines.bytes);
      } else if (consumers.stream().allMatch(RingConsumer::isEndOfStream)) {
        return;
      }
      idle.idle(handled);
    }
  }

  /// Counts the words of each line.
  private static final class Lines implements MessageHandler {
    final WordTable words = new WordTable();
    final TextConsumer counter;
    final byte[] line;
    long messages;
    long bytes;

    Lines(TextConsumer counter, int longest) {
      this.counter = counter;
      line = new byte[longest];
    }

    @Override
    public void onMessage(int type, org.agrona.MutableDirectBuffer buffer, int index, int length) {
      buffer.getBytes(index, line, 0, length);
      counter.count(line, 0, length, words);
      messages++;
      bytes += length;
    }
  }
}
