package io.tandem.demos.job;

import io.tandem.demos.words.WordTable;
import io.tandem.ring.RingConsumer;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.jspecify.annotations.Nullable;

/// What comes from one producer: gathered until the unit is whole, and then counted, if the ledger
/// says that it still is to be.
final class Incoming implements MessageHandler {
  /// A ring gives the room of messages back when a batch is over, so few: or else the producer
  /// waits for room while a unit is counted, and this process for messages afterwards.
  private static final int BATCH = 2;

  private static final int MOST_BYTES = 1 << 20;

  private final RingConsumer ring;
  private final int producer;
  private final Counting counting;
  private byte[] text = new byte[Unit.BYTES];
  private int length;
  private @Nullable WordTable early; // counts of a unit whose text is too long to be kept
  private long messages;
  private long bytes;

  Incoming(RingConsumer ring, int producer, Counting counting) {
    this.ring = ring;
    this.producer = producer;
    this.counting = counting;
  }

  int poll() {
    return ring.poll(this, BATCH);
  }

  @Override
  public void onMessage(int type, MutableDirectBuffer buffer, int index, int count) {
    messages++;
    bytes += count;
    if (type == Outgoing.TEXT) {
      add(buffer, index, count);
    } else {
      commit(Commit.readFrom(buffer, index));
    }
  }

  private void add(MutableDirectBuffer buffer, int index, int count) {
    if (length + count > text.length) {
      makeRoom(count);
    }
    buffer.getBytes(index, text, length, count);
    length += count;
  }

  private void commit(Commit commit) {
    if (counting.accept(commit, producer)) {
      counting.count(text, length);
      if (early != null) {
        counting.merge(early);
      }
    }
    length = 0;
    early = null;
  }

  private void makeRoom(int count) {
    if (text.length >= MOST_BYTES) {
      countEarly();
    }
    if (length + count > text.length) {
      text = Arrays.copyOf(text, Math.max(2 * text.length, length + count));
    }
  }

  private void countEarly() {
    int end = length;
    while (end > 0 && text[end - 1] != '\n') {
      end--;
    }
    if (end > 0) {
      if (early == null) {
        early = new WordTable();
      }
      counting.count(text, end, early);
      System.arraycopy(text, end, text, 0, length - end);
      length -= end;
    }
  }

  long messages() {
    return messages;
  }

  long bytes() {
    return bytes;
  }
}
