package io.tandem.queue;

import io.tandem.lock.Bell;
import io.tandem.lock.Hold;
import io.tandem.lock.WordLock;
import io.tandem.park.Parker;
import io.tandem.park.Wait;
import io.tandem.park.Waiting;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/// The side of a queue where one process puts messages, as bytes.
///
/// Under the lock P, a message is written behind the last one, its slot, and then the tail, with
/// one store. Who dies before that store has put nothing, and what it wrote is written over; so the
/// lock guards nothing that a death could leave half done but messages in blocks, see [Intent].
///
/// How far there is room is known from an earlier head as well: it only grows. So the other side's
/// words are looked at only when what is known does not do.
///
/// **Orders.** The release store of the tail pairs with the acquire load by those who take, that of
/// the head with the one here. The unlock is a full fence between the tail and the look at the
/// bell.
final class Inlet {
  private static final long FOR_EVER = Long.MAX_VALUE;
  private static final long NO_ROOM = -1;
  private static final long SPIN_NANOS = TimeUnit.MICROSECONDS.toNanos(10);

  /// With the lock, which is held for moments: who waits for nothing else would often miss it.
  private static final long LEAST_PATIENCE = TimeUnit.MILLISECONDS.toNanos(1);

  private final QueueMemory memory;
  private final Words words;
  private final WordLock lock;
  private final Intent intent;
  private final Bell takersBell;
  private final Bell puttersBell;
  private final Waiting waiting;
  private final Seats producers;
  private final Seats consumers;

  // Guarded by the lock. What is known from an earlier look.
  private long knownHead;
  private long limit; // bytes are free up to there, or further

  Inlet(QueueMemory memory) {
    this.memory = memory;
    this.words = memory.words;
    this.lock = new WordLock(words, QueueLayout.PUT_LOCK_AT, memory.peers, memory.parker);
    this.intent = new Intent(words, QueueLayout.PUT_INTENT_AT);
    this.takersBell = new Bell(words, QueueLayout.TAKERS_BELL_AT, memory.parker);
    this.puttersBell = new Bell(words, QueueLayout.PUTTERS_BELL_AT, memory.parker);
    this.waiting = new Waiting(memory.parker, words, QueueLayout.PUTTERS_BELL_AT, SPIN_NANOS);
    this.producers = new Seats(words, QueueLayout.PRODUCERS_AT, memory.peers);
    this.consumers = new Seats(words, QueueLayout.CONSUMERS_AT, memory.peers);
  }

  // ---- fast paths ----

  /// Puts a message if there is room.
  boolean offer(Blocks blocks, MemorySegment source, long offset, int length) {
    blocks.requireQueue();
    producers.come();
    enter(blocks);
    boolean done;
    try {
      done = attempt(blocks, source, offset, length);
    } finally {
      lock.unlock(); // a full fence: pairs with Bell.announce
    }
    if (done) {
      takersBell.ring();
    }
    return done;
  }

  /// Puts a message, waiting for room.
  ///
  /// @param nanos to wait: 0 or less only looks
  /// @return false if the time is over
  boolean put(Blocks blocks, MemorySegment source, long offset, int length, long nanos)
      throws InterruptedException {
    blocks.requireQueue();
    producers.come();
    return tryPut(blocks, source, offset, length, nanos)
        || nanos > 0 && putSlowly(blocks, source, offset, length, nanos);
  }

  private boolean tryPut(Blocks blocks, MemorySegment source, long offset, int length, long nanos)
      throws InterruptedException {
    if (!enter(blocks, nanos)) {
      return false;
    }
    boolean done;
    try {
      done = attempt(blocks, source, offset, length);
    } finally {
      lock.unlock(); // a full fence: pairs with Bell.announce
    }
    if (done) {
      takersBell.ring();
    }
    return done;
  }

  /// Only under the lock.
  private boolean attempt(Blocks blocks, MemorySegment source, long offset, int length) {
    requireOpen();
    long tail = words.getLong(QueueLayout.TAIL_AT);
    boolean linked = length > memory.longestInRing();
    long start = roomFor(tail, linked ? SlotLayout.LINK_BYTES : length);
    if (start == NO_ROOM || linked && !hasRoomForBlock(tail, length)) {
      return false;
    }
    long slot = memory.slotAt(tail);
    words.setLong(slot + SlotLayout.START_AT, start);
    words.setInt(slot + SlotLayout.LENGTH_AT, length);
    words.setInt(slot + SlotLayout.KIND_AT, linked ? SlotLayout.LINKED : SlotLayout.IN_RING);
    if (linked) {
      fillBlock(blocks, tail, source, offset, length);
      words.setLong(memory.place(start), intent.block());
      words.setInt(memory.place(start) + Long.BYTES, intent.generation());
    } else {
      words.copyIn(memory.place(start), source, offset, length);
    }
    commit(tail + 1);
    if (linked) {
      intent.end();
    }
    return true;
  }

  private void requireOpen() {
    if (memory.isClosed()) {
      throw QueueClosedException.forPut();
    }
  }

  /// Where the bytes of a message behind all others can be, or [#NO_ROOM].
  ///
  /// @param number that it will have
  private long roomFor(long number, int length) {
    long end = number == 0 ? 0 : memory.end(number - 1);
    long start = memory.startBehind(end, length);
    long last = start + QueueMemory.aligned(length);
    if (isFull(number, last)) {
      refresh(number, end);
      if (isFull(number, last)) {
        return NO_ROOM;
      }
    }
    return start;
  }

  private boolean isFull(long number, long last) {
    return number - knownHead >= memory.messages || last > limit;
  }

  /// Looks how far those who take have come.
  private void refresh(long number, long end) {
    knownHead = memory.head();
    limit = memory.bytes + (knownHead == number ? end : memory.start(knownHead));
  }

  private void commit(long tail) {
    words.setLongRelease(QueueLayout.TAIL_AT, tail); // release: pairs with QueueMemory.tail
  }

  // ---- the lock ----

  private void enter(Blocks blocks) {
    entered(lock.lock(), blocks);
  }

  private boolean enter(Blocks blocks, long nanos) throws InterruptedException {
    return entered(lock.tryLock(Math.max(nanos, LEAST_PATIENCE)), blocks);
  }

  private boolean entered(Hold hold, Blocks blocks) {
    if (hold == Hold.INCONSISTENT) {
      try {
        repair(blocks);
        lock.setConsistent();
      } catch (RuntimeException | Error e) {
        lock.unlock();
        throw e;
      }
    }
    return hold != Hold.NONE;
  }

  /// Frees the block of a message that a dead holder has not put.
  private void repair(Blocks blocks) {
    intent.settle(intent.number() < words.getLong(QueueLayout.TAIL_AT), blocks);
  }

  // ---- waiting for room ----

  private boolean putSlowly(
      Blocks blocks, MemorySegment source, long offset, int length, long nanos)
      throws InterruptedException {
    long deadline = Waiting.deadlineAfter(nanos);
    while (true) {
      boolean alone = memory.tellsAbandoned && consumers.areGone(); // first: they took before that
      Pause.make();
      var room = new Room(memory.head());
      long left = deadline - System.nanoTime();
      if (tryPut(blocks, source, offset, length, left)) {
        return true;
      }
      if (alone) {
        throw QueueAbandonedException.forPut();
      }
      if (left <= 0 || !waiting.await(room, deadline)) {
        return false;
      }
    }
  }

  /// More room than there was.
  private final class Room implements Wait {
    private final long head;

    Room(long head) {
      this.head = head;
    }

    @Override
    public boolean isOver() {
      return memory.head() != head
          || memory.isClosed()
          || memory.tellsAbandoned && consumers.areGone();
    }

    @Override
    public int announceSleep() {
      return puttersBell.announce();
    }

    @Override
    public int owner() {
      return Parker.ANYBODY;
    }
  }

  // ---- messages too long for the ring ----

  /// Copies a message into a block, which the intent names.
  private void fillBlock(
      Blocks blocks, long number, MemorySegment source, long offset, int length) {
    boolean done = false;
    try {
      Words block =
          blocks.allocate(length, (at, generation) -> intent.begin(number, at, generation));
      block.copyIn(0, source, offset, length);
      done = true;
    } finally {
      if (!done) {
        intent.free(blocks);
      }
    }
  }

  /// Messages in blocks take as many bytes as the ring, or there is only one.
  private boolean hasRoomForBlock(long number, int length) {
    long taken = 0;
    for (long each = memory.head(); each < number; each++) {
      taken += memory.isLinked(each) ? memory.length(each) : 0;
    }
    return taken == 0 || taken + length <= memory.bytes;
  }

  // ---- many at once ----

  /// Puts what was not put yet of a batch, waiting for room.
  void putAll(Blocks blocks, Batch batch) throws InterruptedException {
    while (!batch.isPut()) {
      int next = batch.next();
      int some = offerSome(blocks, batch, next);
      if (some == 0) { // waits for room
        some = put(blocks, batch.bytes(), batch.start(next), batch.length(next), FOR_EVER) ? 1 : 0;
      }
      batch.advance(some);
    }
  }

  /// Puts as many of a batch as there is room for at once, with one store of the tail.
  ///
  /// @param from the first of them
  /// @return how many
  int offerSome(Blocks blocks, Batch batch, int from) {
    blocks.requireQueue();
    producers.come();
    enter(blocks);
    int count = 0;
    try {
      requireOpen();
      long tail = words.getLong(QueueLayout.TAIL_AT);
      for (int some = -1; some != 0 && from + count < batch.size(); count += some) {
        some = placeSome(tail + count, batch, from + count);
      }
      if (count > 0) {
        commit(tail + count);
      }
    } finally {
      lock.unlock(); // a full fence: pairs with Bell.announce
    }
    if (count > 0) {
      takersBell.ring();
    }
    return count;
  }

  /// Writes as many as fit into one piece of the ring behind all others, where nobody looks yet.
  private int placeSome(long number, Batch batch, int from) {
    long end = number == 0 ? 0 : memory.end(number - 1);
    long start = memory.startBehind(end, batch.length(from));
    int some = fitting(number, start, batch, from);
    if (some == 0) {
      refresh(number, end);
      some = fitting(number, start, batch, from);
    }
    if (some > 0) {
      batch.copyTo(words, memory.slotAt(number), memory.place(start), start, from, some);
    }
    return some;
  }

  private int fitting(long number, long start, Batch batch, int from) {
    long bytes = Math.min(limit - start, memory.bytesInPiece(start));
    long slots = Math.min(memory.messages - (number - knownHead), memory.slotsInPiece(number));
    return batch.fitting(from, slots, bytes);
  }

  // ---- closing ----

  /// Lets nothing more in.
  void close(Blocks blocks) {
    blocks.requireQueue();
    enter(blocks);
    try {
      words.setIntRelease( // release: pairs with QueueMemory.isClosed
          QueueLayout.STATE_AT, QueueLayout.CLOSED);
    } finally {
      lock.unlock();
    }
    takersBell.ring();
    puttersBell.ring();
  }
}
