package io.tandem.park;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.tandem.linux.Futex;
import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// One platform thread's sleep on a futex, and how to end it before its time. Used for one sleep
/// after the other, by any thread; see [Sleepers].
///
/// With `futex_waitv` the sleep is on three words: the shared one, the owner's life word, and the
/// private [#stop] word; or on [Spots] and the stop word. With a plain futex it is on the shared
/// one only, so stopping wakes all who sleep there, again and again until this one is seen to be
/// up: a wake just before it falls asleep would be lost.
final class Sleeper extends InterruptHook {
  private static final VarHandle STOP =
      MethodHandles.insertCoordinates(JAVA_INT.varHandle(), 1, 0L).withInvokeExactBehavior();
  private static final int WORDS = 3;

  private final Peers peers;
  private final boolean waitv;
  private final Futex.Sleep futex = new Futex.Sleep(WORDS);
  private final MemorySegment stop = Arena.ofAuto().allocate(JAVA_INT);

  // Written while nobody sleeps, before `turn`.
  private volatile @Nullable Words words; // keeps its memory reachable
  private long address;
  private int owner;
  private @Nullable Spots spots; // instead, if it is on several
  private @Nullable Thread thread;
  private volatile int turn; // odd while a sleep is on

  // Guarded by Sleepers.
  @Nullable Sleeper previous;
  @Nullable Sleeper next;

  Sleeper(Peers peers, boolean waitv) {
    this.peers = peers;
    this.waitv = waitv;
  }

  /// Wakes all who sleep where this one does. Guarded by [Sleepers].
  void wakeAll() {
    Spots several = spots; // its thread drops them without the guard
    if (several != null) {
      several.wakeAll();
    } else {
      Futex.wake(address, Integer.MAX_VALUE);
    }
  }

  /// Whether the word lies there. Guarded by [Sleepers].
  boolean isWithin(MemorySegment.Scope scope) {
    Words on = words;
    Spots several = spots;
    return on != null
        && (on.segment().scope().equals(scope) || several != null && several.areWithin(scope));
  }

  /// Whether the process that is to change the word is dead. Guarded by [Sleepers], but for the
  /// sleeper itself.
  boolean isOrphaned() {
    return isOwned() && peers.isDead(owner);
  }

  /// Whether one process is to change the word. If any is, the [Watcher] wakes it.
  private boolean isOwned() {
    return owner != Peers.NOBODY && owner != Parker.ANYBODY;
  }

  /// Takes the word to sleep on.
  void take(Words words, long address, int owner) {
    this.words = words;
    this.address = address;
    this.owner = owner;
    thread = Thread.currentThread();
    STOP.setVolatile(stop, 0); // before `turn`, the kernel reads it
    turn = turn + 1;
  }

  /// Takes several words to sleep on; the death of any process ends the sleep.
  void take(Spots several) {
    spots = several;
    take(several.firstWords(), 0, Parker.ANYBODY);
  }

  /// Ends the sleep, for good.
  void drop() {
    turn = turn + 1;
    words = null;
    spots = null;
    thread = null;
  }

  /// Sleeps until the word changes, somebody wakes it, the owner dies, or the time is over.
  ///
  /// @throws IllegalStateException if the memory was closed
  void sleep(Words words, long offset, int expected, long deadline) {
    if (words.getIntAcquire(offset) != expected // from here on nobody closes the memory
        || isRefused()) {
      return;
    }
    if (waitv) {
      sleepOnAll(expected, deadline);
    } else if (!isOrphaned()) {
      futex.on(address, expected, deadline);
    }
    if (isOrphaned()) {
      passOnDeath();
    }
  }

  /// Sleeps until one of several words changes, somebody wakes it, or the time is over.
  ///
  /// @throws IllegalStateException if the memory of one was closed
  void sleepOnAny(Spots several, long deadline) {
    if (several.haveChanged() || isRefused()) { // from here on nobody closes the memory
      return;
    }
    var sleep = new Futex.Sleep(several.count() + 1);
    several.addTo(sleep);
    sleep.add(stop.address(), 0);
    long _ = sleep.onAll(deadline);
  }

  private void sleepOnAll(int expected, long deadline) {
    futex.clear();
    futex.add(address, expected);
    futex.add(stop.address(), 0);
    if (isOwned()) {
      int life = // acquire: pairs with the kernel's mark
          peers.lifeWords().getIntAcquire(peers.lifeOffset(owner));
      if (peers.isDead(owner)) {
        return;
      }
      futex.add(FutexParker.address(peers.lifeWords(), peers.lifeOffset(owner)), life);
    }
    long _ = futex.onAll(deadline);
  }

  /// The kernel wakes only one sleeper of a dead owner's life word.
  private void passOnDeath() {
    Futex.wake(FutexParker.address(peers.lifeWords(), peers.lifeOffset(owner)), Integer.MAX_VALUE);
  }

  /// Has the sleep that is about to begin end at once.
  void refuse() {
    STOP.setVolatile(stop, 1);
  }

  private boolean isRefused() {
    return (int) STOP.getVolatile(stop) != 0;
  }

  /// Ends the sleep that is on, or about to begin, if there is one.
  void stop() {
    refuse(); // before the wake, the kernel reads it
    if (waitv) {
      Futex.wake(stop.address(), 1);
      return;
    }
    int on = turn;
    while ((on & 1) == 1 && turn == on) {
      Futex.wake(address, Integer.MAX_VALUE);
      Thread.onSpinWait();
    }
  }

  @Override
  void onInterrupt() {
    if (Thread.currentThread() != thread) {
      stop();
    }
  }
}
