package io.tandem.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/// Some processes, played by one thread, and what they share: a lock, and two words that only its
/// holder may change and that are equal while nobody does.
final class LockWorld {
  private static final long GUARDED_AT = WordLock.BYTES;

  final Words memory = new SegmentWords(Arena.ofAuto().allocate(128, 64));
  final FakePeers peers = new FakePeers();
  final OneThreadParker parker = new OneThreadParker(peers);
  final int survivor = peers.join();
  private final Bug bug;
  private final Map<Integer, Steps> running = new HashMap<>();
  private long lastToken;

  LockWorld(Bug bug) {
    this.bug = bug;
  }

  /// The lock as one process has it.
  WordLock lock(int owner, Words words) {
    return new WordLock(bug.around(words), 0, bug.around(seenBy(owner)), bug.around(parker));
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
      }
    };
  }

  /// Runs a critical section in a new process, which the steps may kill.
  void run(Steps steps) {
    run(peers.join(), steps);
  }

  /// @param owner the process
  void run(int owner, Steps steps) {
    running.put(owner, steps);
    steps.run(() -> criticalSection(owner, new StepWords(memory, steps)));
    if (steps.isDead()) {
      peers.kill(owner);
    }
  }

  /// As [#run(Steps)], but whatever it is told it leaves what is guarded alone.
  void runWithoutRepair(Steps steps) {
    int owner = peers.join();
    steps.run(
        () -> {
          WordLock lock = lock(owner, new StepWords(memory, steps));
          lock.lock();
          lock.unlock();
        });
    if (steps.isDead()) {
      peers.kill(owner);
    }
  }

  private void criticalSection(int owner, Words words) throws InterruptedException {
    WordLock lock = lock(owner, words);
    Hold hold = lock.tryLock(Long.MAX_VALUE);
    if (hold == Hold.INCONSISTENT) {
      words.setLong(GUARDED_AT + 8, words.getLong(GUARDED_AT));
      lock.setConsistent();
    }
    requireNewToken(words.getLong(LockLayout.TOKEN_AT));
    changeGuarded(words);
    lock.unlock();
  }

  private void requireNewToken(long token) {
    assertTrue(token > lastToken, "a token that was there before");
    lastToken = token;
  }

  private static void changeGuarded(Words words) {
    long value = words.getLong(GUARDED_AT);
    assertEquals(value, words.getLong(GUARDED_AT + 8), "a death that was not told");
    words.setLong(GUARDED_AT, value + 1);
    words.setLong(GUARDED_AT + 8, value + 1);
  }

  /// One that nothing happens to gets the lock, and leaves it and what it guards as they should be.
  void survive() {
    run(survivor, Steps.unlimited());
    requireWhole();
    assertEquals(0, memory.getInt(0) & ~WordLock.WAITERS, "not released");
  }

  void requireWhole() {
    assertEquals(memory.getLong(GUARDED_AT), memory.getLong(GUARDED_AT + 8), "torn");
  }
}
