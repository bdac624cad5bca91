package io.tandem.pipe;

import io.tandem.codec.Encoding;
import io.tandem.memory.SegmentBuffer;
import io.tandem.park.Waiting;
import io.tandem.ring.EmbeddedRing;
import io.tandem.ring.RingProducer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantLock;

/// The sending side of an end that this process uses: one message after the other, whichever
/// threads they come from.
///
/// Of a message that is given up in its middle, because its thread was interrupted, nothing more
/// comes: the next one takes its place, see [RecordType].
final class Sending {
  private final PipeEnd end;
  private final ReentrantLock lock = new ReentrantLock();
  private final RingProducer producer;
  private final MemorySegment records;
  private final int most;
  private final Room room;

  Sending(PipeEnd end, EmbeddedRing ring) {
    this.end = end;
    this.producer = ring.producer();
    this.records = ((SegmentBuffer) producer.buffer()).segment();
    this.most = producer.maxMessageLength();
    this.room = new Room(end, ring);
  }

  void send(MemorySegment bytes) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (bytes.byteSize() <= most) {
        put(RecordType.WHOLE, bytes, 0, (int) bytes.byteSize());
      } else {
        putParts(bytes);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Encodes straight into the ring if it fits there.
  void send(Encoding message) throws IOException, InterruptedException {
    if (message.size() > most) {
      try (var arena = Arena.ofConfined()) {
        MemorySegment bytes = arena.allocate(message.size());
        message.writeTo(bytes, 0);
        send(bytes);
      }
      return;
    }
    lock.lockInterruptibly();
    try {
      int at = claim(RecordType.WHOLE, (int) message.size());
      boolean written = false;
      try {
        message.writeTo(records, at);
        written = true;
      } finally {
        end(at, written);
      }
    } finally {
      lock.unlock();
    }
  }

  private void putParts(MemorySegment bytes) throws IOException, InterruptedException {
    long length = bytes.byteSize();
    int at = claim(RecordType.LENGTH, Long.BYTES);
    producer.buffer().putLong(at, length);
    producer.commit(at);
    for (long sent = 0; sent < length; sent += most) {
      put(RecordType.PART, bytes, sent, (int) Math.min(most, length - sent));
    }
  }

  private void put(int type, MemorySegment bytes, long from, int length)
      throws IOException, InterruptedException {
    int at = claim(type, length);
    boolean written = false;
    try {
      MemorySegment.copy(bytes, from, records, at, length);
      written = true;
    } finally {
      end(at, written);
    }
  }

  private void end(int at, boolean written) {
    if (written) {
      producer.commit(at);
    } else {
      producer.abort(at);
    }
  }

  private int claim(int type, int length) throws IOException, InterruptedException {
    end.requireOpen();
    if (end.other().isGone()) {
      throw broken();
    }
    int at = producer.tryClaim(type, length);
    return at >= 0 ? at : claimSlowly(type, length);
  }

  private int claimSlowly(int type, int length) throws IOException, InterruptedException {
    room.type = type;
    room.length = length;
    boolean _ = room.await(Waiting.deadlineAfter(EndWait.FOR_EVER));
    if (room.at < 0) {
      end.requireOpen();
      throw broken();
    }
    return room.at;
  }

  private ConnectionException.BrokenPipe broken() {
    return new ConnectionException.BrokenPipe(
        "Cannot send: nobody receives at the other end, %s. ".formatted(end.other().fate())
            + "Close this end.");
  }

  /// Room for a record, claimed as soon as it is there. Guarded by the lock.
  private final class Room extends EndWait {
    private int type;
    private int length;
    private int at;

    Room(PipeEnd end, EmbeddedRing ring) {
      super(end, ring.room());
    }

    @Override
    boolean look() {
      at = producer.tryClaim(type, length);
      return at >= 0;
    }
  }

  /// Waits for the thread that sends, which knows that the end is closed.
  void close() {
    lock.lock();
    try {
      producer.close();
    } finally {
      lock.unlock();
    }
  }
}
