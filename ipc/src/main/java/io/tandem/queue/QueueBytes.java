package io.tandem.queue;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// The messages of a queue of bytes, from and to memory of the caller, without an object for each.
///
/// **Shape.** What [SharedQueue] does with elements, with the same messages: what is put here may
/// be taken there, and the other way round.
///
/// **Units.** Offsets and lengths in bytes. A timeout of zero or less does not wait.
///
/// **Sharing.** One thread at a time; make one for each with [SharedQueue#bytes()]. Messages that
/// are no longer than an eighth of the queue's bytes are put and taken without an allocation, once
/// the code is compiled, but for one that [#drain] has to wait for.
///
/// **Lifetime.** As long as the queue. It holds nothing that has to be closed.
///
/// **Errors.** As for the queue. A message that is longer than the room for it stays the first.
///
/// **Source.** [io.tandem.pipe.Connection#receiveInto], and `recv_bytes_into` of Python's
/// connections, of which Python's queues have none.
///
/// ```java
/// var options = io.tandem.queue.QueueOptions.DEFAULT.withCodec(io.tandem.codec.Codec.bytes());
/// var bytes = io.tandem.queue.SharedQueue.<byte[]>create(options).bytes();
/// try (var arena = java.lang.foreign.Arena.ofConfined()) {
///   var price = arena.allocate(8);
///   bytes.put(price);
///   int length = bytes.takeInto(price, 0);
/// }
/// ```
public final class QueueBytes {
  private static final int NOTHING = -1;

  private final SharedQueue<?> queue; // its memory goes with it
  private final Inlet inlet;
  private final Outlet outlet;
  private final Blocks blocks;
  private final TakeInto take;
  private final DrainInto drain;
  private final Batch added = new Batch();

  /// What gets messages that are drained.
  public interface Handler {
    /// Gets a message.
    ///
    /// @param memory where it is during this call
    /// @param offset there of its first byte
    /// @param length of it
    void onMessage(MemorySegment memory, long offset, int length);
  }

  QueueBytes(SharedQueue<?> queue) {
    this.queue = queue;
    this.inlet = queue.inlet();
    this.outlet = queue.outlet();
    this.blocks = queue.blocks();
    this.take = new TakeInto(outlet, blocks);
    this.drain = new DrainInto(outlet);
  }

  /// Puts all bytes of a segment as one message, waiting for room.
  ///
  /// @throws IllegalArgumentException if there are more than 2^31 - 9
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  /// @throws QueueClosedException if the queue is or becomes closed
  public void put(MemorySegment message) throws InterruptedException {
    boolean _ = offer(message, Long.MAX_VALUE);
  }

  /// As [#put], if there is room within a timeout.
  ///
  /// @return whether it was put
  /// @throws IllegalArgumentException if there are more than 2^31 - 9
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  /// @throws QueueClosedException if the queue is or becomes closed
  public boolean offer(MemorySegment message, Duration timeout) throws InterruptedException {
    return offer(message, TimeUnit.NANOSECONDS.convert(timeout));
  }

  private boolean offer(MemorySegment message, long nanos) throws InterruptedException {
    int length = Elements.requireLength(message.byteSize());
    try {
      return inlet.put(blocks, message, 0, length, nanos);
    } finally {
      Reference.reachabilityFence(queue);
    }
  }

  // ---- many at once ----

  /// Adds a message to those that [#flush] puts. If they are enough, puts them before.
  ///
  /// @param message is copied; those added go with this process if it dies
  /// @throws IllegalArgumentException if there are more than 2^31 - 9 bytes
  /// @throws InterruptedException as for [#flush]; it was not added
  /// @throws QueueClosedException likewise
  public void add(MemorySegment message) throws InterruptedException {
    int length = Elements.requireLength(message.byteSize());
    if (length > outlet.memory.longestInRing()) {
      flush();
      put(message);
    } else if (!added.add(message, length)) {
      flush();
      boolean _ = added.add(message, length); // there is room for one
    }
  }

  /// Puts the messages that were added, in their order, waiting for room: as many at once as there
  /// is room for, so that others' may come between.
  ///
  /// @throws InterruptedException if the thread is interrupted before or meanwhile; again goes on
  ///   with those that were not put
  /// @throws QueueClosedException if the queue is or becomes closed, likewise
  public void flush() throws InterruptedException {
    try {
      inlet.putAll(blocks, added);
    } finally {
      Reference.reachabilityFence(queue);
    }
    added.clear();
  }

  /// Takes the messages that are there, waiting for the first, and hands each over. What a handler
  /// throws comes out of it: the message is gone, and those taken with it are the next drain's.
  ///
  /// @param handler gets the messages, in their order
  /// @param limit of their number, 1 or more
  /// @return how many were handed over
  /// @throws IllegalArgumentException if the limit is not positive
  /// @throws InterruptedException if the thread is interrupted before or while it waits
  /// @throws QueueClosedException as for [SharedQueue#take()]
  public int drain(Handler handler, int limit) throws InterruptedException {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "Cannot drain %d messages: the limit is 1 or more.".formatted(limit));
    }
    try {
      int count = drain.isLeft() || drainSome(limit) ? 0 : takeOne(handler);
      if (count == 1 && limit > 1) {
        boolean _ = drainSome(limit - 1);
      }
      for (; count < limit && drain.isLeft(); count++) {
        drain.handOver(handler);
      }
      return count;
    } finally {
      Reference.reachabilityFence(queue);
    }
  }

  private boolean drainSome(int most) {
    drain.aim(most);
    return outlet.tryRun(drain, blocks);
  }

  private int takeOne(Handler handler) throws InterruptedException {
    var one = new Take(outlet, blocks);
    while (!outlet.run(one, blocks, Long.MAX_VALUE)) {} // not in this century
    byte[] bytes = Objects.requireNonNull(one.bytes());
    handler.onMessage(MemorySegment.ofArray(bytes), 0, bytes.length);
    return 1;
  }

  // ---- one after the other ----

  /// Takes the first message, waiting for one.
  ///
  /// @param offset in the target, of the message's first byte
  /// @return its length
  /// @throws IndexOutOfBoundsException if the target has no such offset
  /// @throws IllegalArgumentException if it is longer than the room behind that, or if this thread
  ///   may not write to the target; it is still the first then
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  /// @throws QueueClosedException as for [SharedQueue#take()]
  public int takeInto(MemorySegment target, long offset) throws InterruptedException {
    return pollInto(target, offset, Long.MAX_VALUE);
  }

  /// As [#takeInto], waiting no longer than a timeout.
  ///
  /// @return its length, or -1 if the time is over
  /// @throws IndexOutOfBoundsException if the target has no such offset
  /// @throws IllegalArgumentException as for [#takeInto]
  /// @throws InterruptedException if the thread is interrupted before or meanwhile
  /// @throws QueueClosedException as for [SharedQueue#take()]
  public int pollInto(MemorySegment target, long offset, Duration timeout)
      throws InterruptedException {
    return pollInto(target, offset, TimeUnit.NANOSECONDS.convert(timeout));
  }

  private int pollInto(MemorySegment target, long offset, long nanos) throws InterruptedException {
    Objects.checkFromToIndex(offset, target.byteSize(), target.byteSize());
    if (target.isReadOnly() || !target.isAccessibleBy(Thread.currentThread())) {
      throw new IllegalArgumentException(
          "Cannot take into %s: this thread may not write to it.".formatted(target));
    }
    take.aim(target, offset);
    try {
      return outlet.run(take, blocks, nanos) ? take.length() : NOTHING;
    } finally {
      take.aim(MemorySegment.NULL, 0);
      Reference.reachabilityFence(queue);
    }
  }
}
