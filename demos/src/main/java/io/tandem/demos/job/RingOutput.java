package io.tandem.demos.job;

import io.tandem.memory.SegmentBuffer;
import io.tandem.ring.RingProducer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;

/// A stream of bytes as messages of a ring. Closing it sends the rest; the ring stays open.
final class RingOutput extends OutputStream {
  static final int BYTES = 1;

  private final RingProducer ring;
  private final byte[] pending;
  private final SegmentBuffer buffer;
  private int length;

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
    try {
      if (length > 0) {
        ring.put(BYTES, buffer, 0, length);
        length = 0;
      }
    } catch (InterruptedException e) {
      throw new InterruptedIOException("Interrupted while sending to a ring");
    }
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
