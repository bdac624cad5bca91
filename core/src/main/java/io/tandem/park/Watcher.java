package io.tandem.park;

import io.tandem.linux.Futex;
import io.tandem.peer.Peers;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// The thread that heals lost wakes: one goes to a single sleeper, and if that one's process dies
/// before it could act, all others sleep on. So whenever any process dies, the watcher of each
/// other process wakes every word that its own process sleeps on.
///
/// It sleeps on the life words of all living processes, and on the word that tells of new ones.
/// What it cannot hear of it looks for: where the kernel marks no deaths or sleeps on one word
/// only, and beyond the words that fit into one sleep. A death that it misses still costs no more
/// than the slice of a wait.
final class Watcher {
  private static final int MOST_WATCHED = Futex.MOST_WORDS - 1;
  private static final long HEARING_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(100); // nobody sleeps

  private final Peers peers;
  private final Sleepers sleepers;
  private final BooleanSupplier waitv;
  private final AtomicBoolean started = new AtomicBoolean();

  Watcher(Peers peers, Sleepers sleepers, BooleanSupplier waitv) {
    this.peers = peers;
    this.sleepers = sleepers;
    this.waitv = waitv;
  }

  /// Starts the thread, the first time.
  void start() {
    if (!started.get() && started.compareAndSet(false, true)) {
      Thread.ofPlatform().daemon().name("tandem-watcher").start(this::watch);
    }
  }

  private void watch() {
    var sleep = new Futex.Sleep(Futex.MOST_WORDS);
    int[] watched = {};
    while (true) {
      int changes = peers.lifeWords().getIntAcquire(peers.changesOffset()); // before living()
      wakeForTheDead(watched);
      watched = peers.living();
      sleep(sleep, watched, changes);
    }
  }

  private void wakeForTheDead(int[] watched) {
    boolean died = false;
    for (int owner : watched) {
      if (peers.isDead(owner)) {
        died = true;
        // The kernel woke one watcher only.
        Futex.wake(lifeAddress(owner), Integer.MAX_VALUE);
      }
    }
    if (died) {
      sleepers.wakeWords();
    } else {
      sleepers.wakeOrphans();
    }
  }

  private void sleep(Futex.Sleep sleep, int[] watched, int changes) {
    boolean hearsAll = waitv.getAsBoolean() && watched.length <= MOST_WATCHED && peers.deathsWake();
    long lookNanos = sleepers.isEmpty() ? REST_NANOS : LOOK_NANOS;
    long deadline = System.nanoTime() + (hearsAll ? HEARING_NANOS : lookNanos);
    long changesAddress = FutexParker.address(peers.lifeWords(), peers.changesOffset());
    if (!waitv.getAsBoolean()) {
      sleep.on(changesAddress, changes, deadline);
      return;
    }
    sleep.clear();
    sleep.add(changesAddress, changes);
    for (int i = 0; i < Math.min(watched.length, MOST_WATCHED); i++) {
      int life = peers.lifeWords().getIntAcquire(peers.lifeOffset(watched[i]));
      if (peers.isDead(watched[i])) {
        return;
      }
      sleep.add(lifeAddress(watched[i]), life);
    }
    sleep.onAll(deadline);
  }

  private long lifeAddress(int owner) {
    return FutexParker.address(peers.lifeWords(), peers.lifeOffset(owner));
  }
}
