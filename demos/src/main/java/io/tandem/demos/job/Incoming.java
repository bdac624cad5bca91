package io.tandem.demos.job;

import io.tandem.demos.words.TextConsumer;
import io.tandem.demos.words.WordTable;
import io.tandem.ring.RingConsumer;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;

/// What comes from one producer: counted message by message, and parts of a line once the line is
/// whole.
final class Incoming implements MessageHandler {
  /// A ring gives the room of messages back when a batch is over, so few: or else the producer
  /// waits for room while these are counted, and this process for messages afterwards.
  private static final int BATCH = 2;

  private final RingConsumer ring;
  private final TextConsumer counter;
  private final WordTable words;
  private byte[] text = new byte[64 << 10];
  private int length;
  private long messages;
  private long bytes;

  Incoming(RingConsumer ring, TextConsumer counter, WordTable words) {
    this.ring = ring;
    this.counter = counter;
    this.words = words;
  }

  int poll() {
    return ring.poll(this, BATCH);
  }

  @Override
  public void onMessage(int type, MutableDirectBuffer buffer, int index, int count) {
    if (length + count > text.length) {
      text = Arrays.copyOf(text, Math.max(2 * text.length, length + count));
    }
    buffer.getBytes(index, text, length, count);
    length += count;
    messages++;
    bytes += count;
    if (type == LineSender.TEXT) {
      counter.count(text, 0, length, words);
      length = 0;
    }
  }

  boolean isOver() {
    return ring.isEndOfStream();
  }

  long messages() {
    return messages;
  }

  long bytes() {
    return bytes;
  }
}
