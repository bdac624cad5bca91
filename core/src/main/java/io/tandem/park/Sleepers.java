package io.tandem.park;

import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// The sleeps of this process: those that are on, and spare ones, so that a sleep allocates nothing
/// while warm.
final class Sleepers {
  private static final long RETRY_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Peers peers;
  private final BooleanSupplier waitv;

  private volatile boolean over; // written under the guard

  // Guarded by this.
  private @Nullable Sleeper asleep;
  private @Nullable Sleeper spare;
  private int shortSleeps; // wraps around
  private final List<MemorySegment.Scope> closing = new ArrayList<>();

  Sleepers(Peers peers, BooleanSupplier waitv) {
    this.peers = peers;
    this.waitv = waitv;
  }

  /// Begins a sleep.
  ///
  /// @throws IllegalStateException if the word's memory is being closed
  synchronized Sleeper begin(Words words, long offset, int owner, long deadline) {
    if (!closing.isEmpty()) {
      requireNotClosing(words, offset);
    }
    Sleeper sleeper = next();
    sleeper.take(words, FutexParker.address(words, offset), owner);
    enlist(sleeper);
    if (deadline - System.nanoTime() < LONG_NANOS) {
      shortSleeps++;
    }
    return sleeper;
  }

  /// Begins a sleep on several words.
  ///
  /// @throws IllegalStateException if the memory of one is being closed
  synchronized Sleeper begin(Spots spots) {
    if (closing.stream().anyMatch(spots::areWithin)) {
      throw closing(spots.firstOffset());
    }
    Sleeper sleeper = next();
    sleeper.take(spots);
    enlist(sleeper);
    return sleeper;
  }

  private Sleeper next() {
    Sleeper sleeper = spare;
    if (sleeper == null) {
      return new Sleeper(peers, waitv.getAsBoolean());
    }
    spare = sleeper.next;
    return sleeper;
  }

  private void enlist(Sleeper sleeper) {
    if (over) {
      sleeper.refuse();
    }
    sleeper.previous = null;
    sleeper.next = asleep;
    if (asleep != null) {
      asleep.previous = sleeper;
    }
    asleep = sleeper;
  }

  private void requireNotClosing(Words words, long offset) {
    if (closing.contains(words.segment().scope())) {
      throw closing(offset);
    }
  }

  private static IllegalStateException closing(long offset) {
    return new IllegalStateException(
        "Cannot sleep on the word at byte %d: another thread closes its memory. ".formatted(offset)
            + "Attach again to use it.");
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

  /// Changes with each short sleep: only waits that are old sleep long at a time, see [Waiting].
  synchronized int shortSleeps() {
    return shortSleeps;
  }

  /// Whether none begins any more.
  boolean isOver() {
    return over;
  }

  /// Ends all sleeps, and each that begins from now on at once.
  synchronized void end() {
    over = true;
    for (Sleeper each = asleep; each != null; each = each.next) {
      each.stop();
    }
  }

  /// Wakes all sleepers, of all processes, of every word that this process sleeps on.
  synchronized void wakeWords() {
    for (Sleeper each = asleep; each != null; each = each.next) {
      each.wakeAll();
    }
  }

  /// As [#wakeWords], of the words that dead processes were to change.
  synchronized void wakeOrphans() {
    for (Sleeper each = asleep; each != null; each = each.next) {
      if (each.isOrphaned()) {
        each.wakeAll();
      }
    }
  }

  /// Closes an arena when no sleep of this process is in it any more.
  void unmap(Arena arena) {
    MemorySegment.Scope scope = arena.scope();
    refuse(scope);
    try {
      while (stopWithin(scope)) {
        LockSupport.parkNanos(this, RETRY_NANOS);
      }
      arena.close();
    } finally {
      allow(scope);
    }
  }

  private synchronized void refuse(MemorySegment.Scope scope) {
    closing.add(scope);
  }

  private synchronized void allow(MemorySegment.Scope scope) {
    closing.remove(scope);
  }

  /// Whether there was any.
  private synchronized boolean stopWithin(MemorySegment.Scope scope) {
    boolean found = false;
    for (Sleeper each = asleep; each != null; each = each.next) {
      if (each.isWithin(scope)) {
        each.stop();
        found = true;
      }
    }
    return found;
  }
}
