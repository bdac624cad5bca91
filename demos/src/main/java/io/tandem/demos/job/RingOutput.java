package io.tandem.demos.job;

import io.tandem.memory.SegmentBuffer;
import io.tandem.ring.RingProducer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;

/// A stream of bytes as messages of a ring. Closing it sends the rest and says that this was all;
/// the ring stays open, for another stream.
final class RingOutput extends OutputStream {
  static final int BYTES = 1;

  /// The last bytes of a stream, perhaps none.
  static final int LAST_BYTES = 2;

  private final RingProducer ring;
  private final byte[] pending;
  private final SegmentBuffer buffer;
  private int length;
  private boolean closed;

  RingOutput(RingProducer ring) {
    this.ring = ring;
    this.pending = new byte[ring.maxMessageLength()];
    this.buffer = new SegmentBuffer(MemorySegment.ofArray(pending));
  }

  @Override
  public void write(int b) throws IOException {
    if (length == pending.length) {
      flush();
    }
    pending[length++] = (byte) b;
  }

  @Override
  public void write(byte[] source, int offset, int count) throws IOException {
    for (int done = 0; done < count; ) {
      if (length == pending.length) {
        flush();
      }
      int now = Math.min(count - done, pending.length - length);
      System.arraycopy(source, offset + done, pending, length, now);
      length += now;
      done += now;
    }
  }

  @Override
  public void flush() throws IOException {
    if (length > 0) {
      send(BYTES);
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      send(LAST_BYTES);
    }
  }

  private void send(int type) throws IOException {
    try {
      ring.put(type, buffer, 0, length);
      length = 0;
    } catch (InterruptedException _) {
      throw new InterruptedIOException("Interrupted while sending to a ring");
    }
  }
}
