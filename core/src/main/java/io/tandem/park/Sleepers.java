package io.tandem.park;

import io.tandem.linux.Futex;
import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The sleeps of this process: those that are on, and spare ones, so that a sleep allocates nothing
/// while warm.
final class Sleepers {
  private static final long RETRY_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private final Peers peers;
  private final boolean waitv;

  // Guarded by this.
  private @Nullable Sleeper asleep;
  private @Nullable Sleeper spare;
  private final List<MemorySegment> closing = new ArrayList<>();

  Sleepers(Peers peers, boolean waitv) {
    this.peers = peers;
    this.waitv = waitv;
  }

  /// Begins a sleep.
  ///
  /// @throws IllegalStateException if the word's memory is being closed
  synchronized Sleeper begin(Words words, long offset, int owner) {
    long address = FutexParker.address(words, offset);
    if (!closing.isEmpty()) {
      refuseClosing(address, offset);
    }
    Sleeper sleeper = spare;
    if (sleeper == null) {
      sleeper = new Sleeper(peers, waitv);
    } else {
      spare = sleeper.next;
    }
    sleeper.take(words, address, owner);
    sleeper.previous = null;
    sleeper.next = asleep;
    if (asleep != null) {
      asleep.previous = sleeper;
    }
    asleep = sleeper;
    return sleeper;
  }

  private void refuseClosing(long address, long offset) {
    if (closing.stream().anyMatch(memory -> isWithin(memory, address))) {
      throw new IllegalStateException(
          "Cannot sleep on the word at byte %d: another thread closes its memory. "
                  .formatted(offset)
              + "Attach again to use it.");
    }
  }

  /// Ends it.
  void end(Sleeper sleeper) {
    sleeper.drop();
    forget(sleeper);
  }

  private synchronized void forget(Sleeper sleeper) {
    Sleeper previous = sleeper.previous;
    Sleeper next = sleeper.next;
    if (previous == null) {
      asleep = next;
    } else {
      previous.next = next;
    }
    if (next != null) {
      next.previous = previous;
    }
    sleeper.next = spare;
    spare = sleeper;
  }

  /// Whether there are none.
  synchronized boolean isEmpty() {
    return asleep == null;
  }

  /// Wakes all sleepers, of all processes, of every word that this process sleeps on.
  synchronized void wakeWords() {
    for (Sleeper each = asleep; each != null; each = each.next) {
      Futex.wake(each.address(), Integer.MAX_VALUE);
    }
  }

  /// As [#wakeWords], of the words that dead processes were to change.
  synchronized void wakeOrphans() {
    for (Sleeper each = asleep; each != null; each = each.next) {
      if (each.isOrphaned()) {
        Futex.wake(each.address(), Integer.MAX_VALUE);
      }
    }
  }

  /// Closes memory that no sleep of this process is on any more.
  void unmap(MemorySegment memory, Runnable close) {
    refuse(memory);
    try {
      while (stopWithin(memory)) {
        LockSupport.parkNanos(this, RETRY_NANOS);
      }
      close.run();
    } finally {
      allow(memory);
    }
  }

  private synchronized void refuse(MemorySegment memory) {
    closing.add(memory);
  }

  private synchronized void allow(MemorySegment memory) {
    closing.remove(memory);
  }

  /// Whether there was any.
  private synchronized boolean stopWithin(MemorySegment memory) {
    boolean found = false;
    for (Sleeper each = asleep; each != null; each = each.next) {
      if (isWithin(memory, each.address())) {
        each.stop();
        found = true;
      }
    }
    return found;
  }

  private static boolean isWithin(MemorySegment memory, long address) {
    return address >= memory.address() && address - memory.address() < memory.byteSize();
  }
}
