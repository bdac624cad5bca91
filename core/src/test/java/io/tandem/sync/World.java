package io.tandem.sync;

import io.tandem.park.Parker;
import io.tandem.peer.FakePeers;
import io.tandem.peer.Peers;
import io.tandem.peer.SeenBy;
import io.tandem.word.SegmentWords;
import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import java.util.HashMap;
import java.util.Map;

/// Some processes, played by one thread, and the memory that they share.
class World {
  final Words memory;
  final FakePeers peers = new FakePeers();
  final StoryParker parker = new StoryParker(peers);
  final int survivor = peers.join();
  private final Bug bug;
  private final Map<Integer, Steps> running = new HashMap<>();

  World(Bug bug, long bytes) {
    this.bug = bug;
    this.memory = new SegmentWords(Arena.ofAuto().allocate(bytes, 64));
  }

  /// What one process has of what they share.
  interface Maker<T> {
    T make(Words words, Peers peers, Parker parker);
  }

  /// What a process does.
  interface Act<T> {
    void run(T mine) throws Exception;
  }

  final <T> T of(int owner, Steps steps, Maker<T> maker) {
    return maker.make(
        bug.words().apply(new StepWords(memory, steps)),
        bug.peers().apply(seenBy(owner)),
        bug.parker().apply(parker));
  }

  /// Whoever is waited for to stop does so before its next access.
  private Peers seenBy(int self) {
    return new SeenBy(peers, self) {
      @Override
      public void awaitStopped(int owner) {
        super.awaitStopped(owner);
        if (running.containsKey(owner)) {
          running.get(owner).dieAfter(0);
        }
        stopped(owner);
      }
    };
  }

  /// A dead process no longer runs.
  void stopped(int owner) {}

  /// Runs a process, which the steps may kill.
  final <T> void run(int owner, Steps steps, Maker<T> maker, Act<T> act) {
    running.put(owner, steps);
    steps.run(() -> act.run(of(owner, steps, maker)));
    if (steps.isDead()) {
      kill(owner);
    }
  }

  final void kill(int owner) {
    peers.kill(owner);
    parker.heal();
  }
}
