package io.tandem.pipe;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedBlock;
import io.tandem.park.WaitPoint;
import io.tandem.park.Waiting;
import io.tandem.ring.EmbeddedRing;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// One end of a pipe in one process: there is one of it, whatever number of [PipeConnection]s.
///
/// The end becomes the process's own when it is used for the first time, see [EndWord]; then both
/// of its rings get their roles. Nobody ever takes a role over, so nothing in a ring needs repair:
/// what a dead process left complete is received, and its unfinished rest is not there.
///
/// **Closing.** `closed` is seen by each thread that waits, as both bells are rung; these leave,
/// then the roles are given back, and last the word says so to the other end. So an end whose word
/// says closed touches the memory no more, and the last of the two to say so may free it.
final class PipeEnd {
  private final PipeMemory memory;
  private final EndWord self;
  private final EndWord other;
  private final @Nullable EmbeddedRing in;
  private final @Nullable EmbeddedRing out;
  private final ReentrantReadWriteLock looking = new ReentrantReadWriteLock();

  private volatile boolean closed;
  private volatile boolean taken;
  private @Nullable Sending sending; // before `taken`
  private @Nullable Receiving receiving;
  private boolean given; // guarded by this

  /// @param first or else the second
  PipeEnd(PipeMemory memory, boolean first) {
    this.memory = memory;
    var firstWord = new EndWord(memory.words(), PipeLayout.FIRST_AT, memory.peers());
    var secondWord = new EndWord(memory.words(), PipeLayout.SECOND_AT, memory.peers());
    this.self = first ? firstWord : secondWord;
    this.other = first ? secondWord : firstWord;
    this.in = first ? memory.toFirst() : memory.toSecond();
    this.out = first ? memory.toSecond() : memory.toFirst();
  }

  boolean isReadable() {
    return in != null;
  }

  boolean isWritable() {
    return out != null;
  }

  boolean isClosed() {
    return closed;
  }

  EndWord other() {
    return other;
  }

  void requireOpen() throws ConnectionException.Closed {
    if (closed) {
      throw new ConnectionException.Closed(
          "Cannot use this end of a pipe: this process closed it. Make a new pipe.");
    }
  }

  // ---- use ----

  /// Makes the end this process's own, the first time.
  ///
  /// @param block that it is in
  void use(SharedBlock block) throws ConnectionException.Closed {
    if (!taken) {
      requireOpen();
      requireCurrent(block);
      take();
    }
  }

  /// @throws IllegalStateException if another living process uses it
  synchronized void take() throws ConnectionException.Closed {
    requireOpen();
    if (!taken) {
      self.take();
      receiving = in == null ? null : new Receiving(this, in);
      sending = out == null ? null : new Sending(this, out);
      taken = true;
      memory.wakeAll(); // whose death ends a wait is another one now
    }
  }

  /// For an end that is used.
  Sending sending() {
    if (sending == null) {
      throw new UnsupportedOperationException(
          "Cannot send at this end of a pipe: it is for receiving. Send at the other one.");
    }
    return sending;
  }

  /// For an end that is used.
  Receiving receiving() {
    if (receiving == null) {
      throw new UnsupportedOperationException(
          "Cannot receive at this end of a pipe: it is for sending. Receive at the other one.");
    }
    return receiving;
  }

  private static void requireCurrent(SharedBlock block) throws ConnectionException.Closed {
    try {
      SharedBlock _ = block.scope().block(block.offset(), block.generation(), block.type());
    } catch (MemoryException.Stale e) {
      throw new ConnectionException.Closed(
          "Cannot use this end of a pipe: both ends were closed. Make a new pipe.");
    }
  }

  // ---- looking, while others may receive ----

  boolean poll(long nanos) throws IOException, InterruptedException {
    if (nanos <= 0) {
      requireOpen();
      return isReady();
    }
    Lock reading = looking.readLock();
    reading.lock();
    try {
      requireOpen();
      var wait = new Look(receiving(), requireIn().messages());
      return wait.await(Waiting.deadlineAfter(nanos)) && isOpen();
    } finally {
      reading.unlock();
    }
  }

  private boolean isOpen() throws ConnectionException.Closed {
    requireOpen();
    return true;
  }

  /// Whether receiving would say something at once.
  boolean isReady() {
    Receiving receiver = receiving();
    Lock reading = looking.readLock();
    reading.lock();
    try {
      return closed || receiver.hasMessage() || other.isGone();
    } finally {
      reading.unlock();
    }
  }

  WaitPoint waitPoint() {
    WaitPoint messages = requireIn().messages();
    return new WaitPoint(
        messages.parker(), messages.words(), messages.offset(), () -> announceSleep(messages));
  }

  private int announceSleep(WaitPoint messages) {
    Lock reading = looking.readLock();
    reading.lock();
    try {
      return closed ? 0 : messages.announceSleep().getAsInt(); // closed is ready
    } finally {
      reading.unlock();
    }
  }

  private EmbeddedRing requireIn() {
    if (in == null) {
      throw new UnsupportedOperationException(
          "Cannot wait for messages at this end of a pipe: it is for sending.");
    }
    return in;
  }

  /// A wait for what [Receiving] does not take away meanwhile.
  private final class Look extends EndWait {
    private final Receiving receiver;

    Look(Receiving receiver, WaitPoint messages) {
      super(PipeEnd.this, messages);
      this.receiver = receiver;
    }

    @Override
    boolean look() {
      return receiver.hasMessage();
    }
  }

  // ---- from process to process ----

  /// The end has been sent to another process, or will be.
  synchronized void give() {
    given = true;
  }

  /// The end has come from another process, or back.
  synchronized void arrive() {
    if (!taken) {
      closed = false;
      given = false;
      self.hold();
      memory.wakeAll(); // whose death ends a wait is another one now
    }
  }

  /// Closes the end; if it was given away and never used here, only for this process.
  ///
  /// @return whether the memory is of no use any more
  boolean close() {
    synchronized (this) {
      if (closed) {
        return false;
      }
      closed = true;
      if (!taken && given) {
        return false;
      }
    }
    memory.wakeAll();
    if (receiving != null) {
      receiving.close();
    }
    if (sending != null) {
      sending.close();
    }
    looking.writeLock().lock(); // until all have left
    looking.writeLock().unlock();
    self.close();
    memory.wakeAll();
    return isLast();
  }

  /// Who has but a copy of an end that another uses is not the last.
  private boolean isLast() {
    VarHandle.fullFence(); // of two that close, at least one sees the other's word
    return self.isGone()
        && other.isGone()
        && memory.words().compareAndSetInt(PipeLayout.FREED_AT, 0, 1);
  }
}
