package io.tandem.pipe;

import io.tandem.memory.SegmentBuffer;
import io.tandem.park.Waiting;
import io.tandem.ring.EmbeddedRing;
import io.tandem.ring.RingConsumer;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.jspecify.annotations.Nullable;

/// The receiving side of an end that this process uses: one message after the other, whichever
/// threads they go to.
///
/// A message is copied out of the ring once, to where its receiver wants it. What a receiver leaves
/// half received, or does not want, is kept here for the next one.
final class Receiving implements MessageHandler {
  private static final long NONE = -1;
  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8; // what HotSpot allows

  private final PipeEnd end;
  private final EmbeddedRing ring;
  private final RingConsumer consumer;
  private final Records records;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean pending; // a message has begun, and nobody receives it now

  // Guarded by the lock. What the receiver wants:
  private @Nullable MemorySegment target;
  private long targetAt;
  private long room;

  // The message that has begun, and where it goes: the target, or the array.
  private long length = NONE;
  private long received;
  private @Nullable MemorySegment body;
  private long bodyAt;
  private boolean inTarget;
  private byte @Nullable [] array;

  Receiving(PipeEnd end, EmbeddedRing ring) {
    this.end = end;
    this.ring = ring;
    this.consumer = ring.consumer();
    this.records = new Records(end, ring);
  }

  /// Whether a message, or the beginning of one, is there.
  boolean hasMessage() {
    return pending || !ring.isEmpty();
  }

  /// @param limit the most bytes that are wanted
  /// @return null if the time is over
  byte @Nullable [] bytes(int limit, long nanos) throws IOException, InterruptedException {
    long deadline = Waiting.deadlineAfter(nanos);
    if (!enter(nanos)) {
      return null;
    }
    try {
      room = Math.min(limit, LONGEST_ARRAY);
      if (!complete(deadline)) {
        return null;
      }
      if (length > room) {
        throw tooLong();
      }
      byte[] bytes = Objects.requireNonNull(array);
      clear();
      return bytes;
    } finally {
      leave();
    }
  }

  /// @return the message's length
  long into(MemorySegment memory, long offset) throws IOException, InterruptedException {
    long deadline = Waiting.deadlineAfter(EndWait.FOR_EVER);
    boolean _ = enter(EndWait.FOR_EVER);
    try {
      target = memory;
      targetAt = offset;
      room = memory.byteSize() - offset;
      boolean _ = complete(deadline);
      return deliver(memory);
    } finally {
      leave();
    }
  }

  private long deliver(MemorySegment memory) throws ConnectionException {
    long bytes = length;
    byte[] found = array;
    MemorySegment kept = inTarget ? null : body;
    if (bytes > room && found == null) {
      throw tooLong();
    }
    clear();
    if (bytes > room) {
      throw new ConnectionException.BufferTooShort(
          "Cannot receive a message of %d bytes into %d: there is too little room. "
                  .formatted(bytes, room)
              + "It is in this exception; give more room to the next one.",
          Objects.requireNonNull(found));
    }
    if (kept != null) {
      MemorySegment.copy(kept, 0, memory, targetAt, bytes);
    }
    return bytes;
  }

  private boolean enter(long nanos) throws InterruptedException {
    if (nanos == EndWait.FOR_EVER) {
      lock.lockInterruptibly();
      return true;
    }
    return lock.tryLock(nanos, TimeUnit.NANOSECONDS);
  }

  private void leave() {
    try {
      if (length != NONE && inTarget) {
        keep();
      }
      target = null;
      if (pending != (length != NONE)) {
        pending = length != NONE;
      }
    } finally {
      lock.unlock();
    }
  }

  /// Moves what has come of a message out of the memory of a receiver that gave up.
  private void keep() {
    MemorySegment from = Objects.requireNonNull(body);
    long fromAt = bodyAt;
    inTarget = false;
    if (length > LONGEST_ARRAY) {
      body = Arena.ofAuto().allocate(length);
      bodyAt = 0;
    } else {
      placeInArray();
    }
    MemorySegment.copy(from, fromAt, Objects.requireNonNull(body), 0, received);
  }

  // ---- a message's way ----

  /// Receives until a message is complete.
  ///
  /// @return false if the deadline has passed
  private boolean complete(long deadline) throws IOException, InterruptedException {
    end.requireOpen();
    while (body == null || received < length) {
      if (length != NONE && body == null) {
        place();
      }
      if (!awaitRecord(deadline)) {
        return false;
      }
    }
    return true;
  }

  /// @return false if the deadline has passed
  private boolean awaitRecord(long deadline) throws IOException, InterruptedException {
    records.found = false;
    boolean inTime = records.await(deadline);
    if (records.found) {
      return true;
    }
    end.requireOpen();
    if (inTime && !records.look()) { // it is gone, and what it sent last has been received
      throw atEnd();
    }
    return inTime;
  }

  private IOException atEnd() {
    boolean torn = length != NONE;
    long missing = length - received;
    clear();
    return torn && end.other().isDeadInUse()
        ? new ConnectionException.CutOff(
            "Cannot receive a message: %s, and %d bytes of it were not sent. Send it anew."
                .formatted(end.other().fate(), missing))
        : new EOFException("There are no more messages: %s.".formatted(end.other().fate()));
  }

  /// Chooses where a long message goes.
  private void place() throws ConnectionException.TooLong {
    if (target == null && length > room || length > LONGEST_ARRAY && length > room) {
      throw tooLong();
    }
    if (target != null && length <= room) {
      placeInTarget();
    } else {
      placeInArray();
    }
  }

  private void placeInTarget() {
    body = target;
    bodyAt = targetAt;
    inTarget = true;
  }

  private void placeInArray() {
    array = new byte[Math.toIntExact(length)];
    body = MemorySegment.ofArray(array);
    bodyAt = 0;
  }

  private ConnectionException.TooLong tooLong() {
    return new ConnectionException.TooLong(
        "Cannot receive a message of %d bytes: at most %d are wanted. ".formatted(length, room)
            + "It is still there: receive it with a higher limit, or close this end.",
        length);
  }

  private void begin(long bytes) {
    clear();
    length = bytes;
  }

  private void clear() {
    length = NONE;
    received = 0;
    body = null;
    inTarget = false;
    array = null;
  }

  /// Takes a record. Whatever fails in here, the record is gone.
  @Override
  public void onMessage(int type, MutableDirectBuffer buffer, int index, int bytes) {
    switch (type) {
      case RecordType.WHOLE -> {
        begin(bytes);
        if (target != null && bytes <= room) {
          placeInTarget();
        } else {
          placeInArray();
        }
        append(buffer, index, bytes);
      }
      case RecordType.LENGTH -> {
        clear();
        requireSound(bytes == Long.BYTES && buffer.getLong(index) > 0, type, bytes);
        begin(buffer.getLong(index));
      }
      case RecordType.PART -> {
        if (length != NONE) { // else the rest of one that failed
          requireSound(bytes <= length - received, type, bytes);
          append(buffer, index, bytes);
        }
      }
      default -> requireSound(false, type, bytes);
    }
  }

  private void requireSound(boolean sound, int type, int bytes) {
    if (!sound) {
      clear();
      throw new IllegalStateException(
          "Cannot receive: a record of type %d with %d bytes is in the pipe. "
                  .formatted(type, bytes)
              + "Its memory was overwritten: make the pipe again.");
    }
  }

  private void append(MutableDirectBuffer buffer, int index, int bytes) {
    MemorySegment to = Objects.requireNonNull(body);
    try {
      MemorySegment.copy(((SegmentBuffer) buffer).segment(), index, to, bodyAt + received, bytes);
      received += bytes;
    } catch (RuntimeException e) {
      clear();
      throw e;
    }
  }

  /// The next record, taken as soon as it is there. Guarded by the lock.
  private final class Records extends EndWait {
    private boolean found;

    Records(PipeEnd end, EmbeddedRing ring) {
      super(end, ring.messages());
    }

    @Override
    boolean look() {
      found = consumer.poll(Receiving.this, 1) > 0;
      return found;
    }
  }

  /// Waits for the thread that receives, which knows that the end is closed.
  void close() {
    lock.lock();
    try {
      consumer.close();
    } finally {
      lock.unlock();
    }
  }
}
