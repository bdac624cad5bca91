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
/// short lines would cost more than counting their words. A line that fits no message travels in
/// parts, all to the same consumer.
final class LineSender implements LineSink {
  /// A message of whole lines, or the last part of a line.
  static final int TEXT = 1;

  /// A part of a line that goes on in the next message of this ring.
  static final int PART = 2;

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
        sendInParts(new SegmentBuffer(MemorySegment.ofArray(text)), offset, count);
        return;
      }
    }
    System.arraycopy(text, offset, message, length, count);
    length += count;
    message[length++] = '\n';
  }

  /// Sends the lines that have been gathered.
  void send() {
    if (length > 0) {
      if (!rings.get(current).offer(TEXT, messageBuffer, 0, length)) {
        sendSlowly();
      }
      sent(length);
      length = 0;
    }
  }

  private void sent(int count) {
    messages++;
    bytes += count;
    row.setSent(messages, bytes);
  }

  private void sendSlowly() {
    idle.reset();
    for (int tried = 1; ; tried++) {
      current = (current + 1) % rings.size();
      if (rings.get(current).offer(TEXT, messageBuffer, 0, length)) {
        return;
      }
      if (tried % rings.size() == 0) {
        idle.idle();
      }
    }
  }

  private void sendInParts(SegmentBuffer text, int offset, int count) {
    RingProducer ring = rings.get(current);
    int end = offset + count;
    for (int at = offset; at < end; ) {
      int part = Math.min(message.length, end - at);
      int type = at + part < end ? PART : TEXT;
      idle.reset();
      while (!ring.offer(type, text, at, part)) {
        idle.idle();
      }
      sent(part);
      at += part;
    }
  }
}
