package io.tandem.peer;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// What this process wants to do when others die: each action runs once.
final class DeathActions implements DeathWatch.Listener {
  private final Peers peers;
  private final Map<Integer, List<Runnable>> actions = new ConcurrentHashMap<>();
  private final AtomicInteger added = new AtomicInteger();

  DeathActions(Peers peers) {
    this.peers = peers;
  }

  /// Runs the action when the owner is dead: at once if it is already.
  void add(int owner, Runnable action) {
    actions.compute(
        owner,
        (_, present) -> {
          List<Runnable> all = present != null ? present : new CopyOnWriteArrayList<>();
          all.add(action);
          return all;
        });
    int _ = added.incrementAndGet();
    runIfDead(owner);
  }

  @Override
  public void died(int owner) {
    runIfDead(owner);
  }

  /// Finds those, too, that died before anybody looked at them for the first time.
  @Override
  public void looked() {
    actions.keySet().forEach(this::runIfDead);
  }

  @Override
  public int interest() {
    return added.get();
  }

  private void runIfDead(int owner) {
    if (peers.isDead(owner)) {
      List<Runnable> due = actions.remove(owner);
      if (due != null) {
        due.forEach(action -> run(owner, action));
      }
    }
  }

  private void run(int owner, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | Error e) {
      System.getLogger(DeathActions.class.getName())
          .log(
              Level.ERROR,
              "An action failed that was to run after the death of " + peers.describe(owner),
              e);
    }
  }
}
