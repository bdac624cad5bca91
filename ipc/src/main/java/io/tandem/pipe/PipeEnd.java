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
  private volatile @Nullable Sending sending;
  private volatile @Nullable Receiving receiving;

  // Guarded by this.
  private boolean taken;
  private boolean given;

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

  /// @param block that it is in
  Sending sending(SharedBlock block) throws IOException {
    Sending found = sending;
    return found != null ? found : firstSending(block);
  }

  private Sending firstSending(SharedBlock block) throws IOException {
    take(block);
    Sending found = sending;
    if (found == null) {
      throw new UnsupportedOperationException(
          "Cannot send at this end of a pipe: it is for receiving. Send at the other one.");
    }
    return found;
  }

  /// @param block that it is in
  Receiving receiving(SharedBlock block) throws IOException {
    Receiving found = receiving;
    return found != null ? found : firstReceiving(block);
  }

  private Receiving firstReceiving(SharedBlock block) throws IOException {
    take(block);
    Receiving found = receiving;
    if (found == null) {
      throw new UnsupportedOperationException(
          "Cannot receive at this end of a pipe: it is for sending. Receive at the other one.");
    }
    return found;
  }

  private synchronized void take(SharedBlock block) throws ConnectionException.Closed {
    requireOpen();
    if (taken) {
      return;
    }
    requireCurrent(block);
    take();
  }

  synchronized void take() throws ConnectionException.Closed {
    self.take();
    taken = true;
    receiving = in == null ? null : new Receiving(this, in);
    sending = out == null ? null : new Sending(this, out);
    memory.wakeAll(); // whose death ends a wait is another one now
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

  /// @param receiver of this end
  boolean poll(Receiving receiver, long nanos) throws IOException, InterruptedException {
    if (nanos <= 0) {
      requireOpen();
      return isReady(receiver);
    }
    Lock reading = looking.readLock();
    reading.lock();
    try {
      requireOpen();
      var wait = new Look(receiver, requireIn().messages());
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
  boolean isReady(Receiving receiver) {
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
    if (receiving instanceof Receiving receiver) {
      receiver.close();
    }
    if (sending instanceof Sending sender) {
      sender.close();
    }
    looking.writeLock().lock(); // until all have left
    looking.writeLock().unlock();
    self.close();
    memory.wakeAll();
    return isLast();
  }

  private boolean isLast() {
    VarHandle.fullFence(); // of two that close, at least one sees the other's word
    return other.isGone() && memory.words().compareAndSetInt(PipeLayout.FREED_AT, 0, 1);
  }
}
