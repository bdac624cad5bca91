package io.tandem.demos.job;

import io.tandem.ring.RingConsumer;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;

/// What one consumer sends to the parent: [Counts], each of which is added to the total once all of
/// it is there.
final class Results implements MessageHandler {
  private static final int BATCH = 2; // so the consumer has room again while these are copied

  private final RingConsumer ring;
  private final Total total;
  private final List<InputStream> pieces = new ArrayList<>();
  private boolean abandoned;

  Results(RingConsumer ring, Total total) {
    this.ring = ring;
    this.total = total;
  }

  int poll() {
    return abandoned ? 0 : ring.poll(this, BATCH);
  }

  /// Takes what a dead consumer has sent, and nothing after that: the rest is counted again.
  void abandon() {
    while (poll() > 0) {}
    abandoned = true;
  }

  @Override
  public void onMessage(int type, MutableDirectBuffer buffer, int index, int length) {
    byte[] piece = new byte[length];
    buffer.getBytes(index, piece);
    pieces.add(new ByteArrayInputStream(piece));
    if (type == RingOutput.LAST_BYTES) {
      total.add(counts());
      pieces.clear();
    }
  }

  private Counts counts() {
    try {
      return Counts.readFrom(
          new DataInputStream(new SequenceInputStream(Collections.enumeration(pieces))));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // all of it is in memory
    }
  }
}
