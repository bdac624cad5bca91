package io.tandem.park;

import io.tandem.peer.DeathWatch;
import io.tandem.peer.Peers;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/// Heals lost wakes: one goes to a single sleeper, and if that one's process dies before it could
/// act, all others sleep on. So whenever any process dies, the watcher of each other process wakes
/// every word that its own process sleeps on. A death that it misses still costs no more than the
/// slice of a wait.
final class Watcher implements DeathWatch.Listener {
  private final DeathWatch deaths;
  private final Sleepers sleepers;
  private final AtomicBoolean started = new AtomicBoolean();

  Watcher(Peers peers, Sleepers sleepers, BooleanSupplier waitv) {
    this.deaths = new DeathWatch(peers, waitv);
    this.sleepers = sleepers;
  }

  /// Starts to watch, the first time.
  void start() {
    if (!started.get() && started.compareAndSet(false, true)) {
      deaths.add(this);
    }
  }

  @Override
  public void died(int owner) {
    sleepers.wakeWords();
  }

  @Override
  public void looked() {
    sleepers.wakeOrphans();
  }

  @Override
  public int interest() {
    return sleepers.shortSleeps();
  }
}
