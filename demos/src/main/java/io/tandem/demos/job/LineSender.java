package io.tandem.demos.job;

import io.tandem.demos.text.LineSink;
import io.tandem.memory.SegmentBuffer;
import io.tandem.ring.RingProducer;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.agrona.concurrent.IdleStrategy;

/// Sends lines to whichever consumer has room, beginning with the last one that had.
///
/// A message holds as many whole lines as fit, separated by `\n`: a message for each of a million
/// short lines would cost more than counting their words.
final class LineSender implements LineSink {
  static final int TEXT = 1;

  private static final int MOST_BYTES = 32 << 10;

  private final List<RingProducer> rings;
  private final Board.Row row;
  private final IdleStrategy idle = Nap.strategy();
  private final byte[] message;
  private final SegmentBuffer messageBuffer;
  private int length;
  private int current;
  private long messages;
  private long bytes;

  LineSender(List<RingProducer> rings, Board.Row row) {
    this.rings = rings;
    this.row = row;
    this.message = new byte[Math.min(MOST_BYTES, rings.getFirst().maxMessageLength())];
    this.messageBuffer = new SegmentBuffer(MemorySegment.ofArray(message));
  }

  @Override
  public void line(byte[] text, int offset, int count) {
    if (length + count >= message.length) {
      send();
      if (count >= message.length) {
        sendAlone(text, offset, count);
        return;
      }
    }
    System.arraycopy(text, offset, message, length, count);
    length += count;
    message[length++] = '\n';
  }

  private void sendAlone(byte[] text, int offset, int count) {
    send(new SegmentBuffer(MemorySegment.ofArray(text)), offset, count);
  }

  /// Sends the lines that have been gathered.
  void send() {
    if (length > 0) {
      send(messageBuffer, 0, length);
      length = 0;
    }
  }

  private void send(SegmentBuffer buffer, int offset, int count) {
    if (!rings.get(current).offer(TEXT, buffer, offset, count)) {
      sendSlowly(buffer, offset, count);
    }
    messages++;
    bytes += count;
    row.setSent(messages, bytes);
  }

  private void sendSlowly(SegmentBuffer buffer, int offset, int count) {
    idle.reset();
    for (int tried = 1; ; tried++) {
      current = (current + 1) % rings.size();
      if (rings.get(current).offer(TEXT, buffer, offset, count)) {
        return;
      }
      if (tried % rings.size() == 0) {
        idle.idle();
      }
    }
  }
}
