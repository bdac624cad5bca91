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
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Some processes, played by one thread, and what they share: a read-write lock, and two words that
/// only who writes may change and that are equal while nobody does.
final class ReadWriteWorld {
  private static final long GUARDED_AT = ReadWriteLayout.BYTES;
  private static final HolderWatch NO_WATCH =
      new HolderWatch() {
        @Override
        void add(ThreadLock lock) {}
      };

  final Words memory =
      new SegmentWords(Arena.ofAuto().allocate(ReadWriteLayout.BYTES + 64, LockLayout.BYTES));
  final FakePeers peers = new FakePeers();
  final OneThreadParker parker = new OneThreadParker(peers);
  final int survivor = peers.join();
  private final Bug bug;
  private final Map<Integer, Steps> running = new HashMap<>();
  private final Set<Integer> reading = new HashSet<>();
  private final Set<Integer> writing = new HashSet<>();
  private int told;

  ReadWriteWorld(Bug bug) {
    this.bug = bug;
  }

  /// What a process does with the lock.
  enum Work {
    READ,
    WRITE,
    WRITE_AND_READ_ON
  }

  /// The lock as one process has it.
  ThreadReadWriteLock lock(int owner, Words words) {
    return lock(owner, words, NO_WATCH);
  }

  /// @param watch of that process
  ThreadReadWriteLock lock(int owner, Words words, HolderWatch watch) {
    Peers seen = bug.around(seenBy(owner));
    return new ThreadReadWriteLock(
        bug.around(words), 0, seen, bug.around(parker), Place.of(Waits.unseen(words, seen)), watch);
  }

  /// Whoever is waited for to stop does so before its next access.
  private Peers seenBy(int self) {
    return new SeenBy(peers, self) {
      @Override
      public void awaitStopped(int owner) {
        super.awaitStopped(owner);
        if (running.containsKey(owner)) {
          running.get(owner).dieAfter(0);
          leave(owner);
        }
      }
    };
  }

  /// Lets a new process work, which the steps may kill.
  void run(Work work, Steps steps) {
    run(peers.join(), work, steps);
  }

  /// @param owner the process
  void run(int owner, Work work, Steps steps) {
    running.put(owner, steps);
    var words = new StepWords(memory, steps);
    steps.run(() -> work(work, owner, lock(owner, words), words));
    if (steps.isDead()) {
      leave(owner);
      peers.kill(owner);
    }
  }

  private void work(Work work, int owner, ThreadReadWriteLock lock, Words words)
      throws InterruptedException {
    switch (work) {
      case READ -> {
        repairedForReading(lock, lock.tryLockRead(Long.MAX_VALUE), words);
        read(owner, words);
        lock.unlockRead();
      }
      case WRITE -> {
        repaired(lock, lock.tryLockWrite(Long.MAX_VALUE), words);
        write(owner, words);
        lock.unlockWrite();
      }
      case WRITE_AND_READ_ON -> {
        repaired(lock, lock.tryLockWrite(Long.MAX_VALUE), words);
        write(owner, words);
        assertEquals(Hold.CONSISTENT, lock.lockRead());
        lock.unlockWrite();
        read(owner, words);
        lock.unlockRead();
      }
    }
  }

  private void repairedForReading(ThreadReadWriteLock lock, Hold hold, Words words) {
    repaired(lock, hold, words);
    if (hold == Hold.INCONSISTENT) {
      assertEquals(Hold.CONSISTENT, lock.lockRead());
      lock.unlockWrite();
    }
  }

  private void repaired(ThreadReadWriteLock lock, Hold hold, Words words) {
    if (hold == Hold.INCONSISTENT) {
      told++;
      words.setLong(GUARDED_AT + 8, words.getLong(GUARDED_AT));
      lock.setConsistent();
    } else {
      assertEquals(Hold.CONSISTENT, hold);
    }
  }

  private void read(int owner, Words words) {
    assertTrue(writing.isEmpty(), "somebody reads while somebody writes");
    reading.add(owner);
    assertEquals(words.getLong(GUARDED_AT), words.getLong(GUARDED_AT + 8), "read half written");
    reading.remove(owner);
  }

  private void write(int owner, Words words) {
    assertTrue(reading.isEmpty(), "somebody writes while somebody reads");
    assertTrue(writing.isEmpty(), "two write");
    writing.add(owner);
    long value = words.getLong(GUARDED_AT);
    assertEquals(value, words.getLong(GUARDED_AT + 8), "a death that was not told");
    words.setLong(GUARDED_AT, value + 1);
    words.setLong(GUARDED_AT + 8, value + 1);
    writing.remove(owner);
  }

  private void leave(int owner) {
    reading.remove(owner);
    writing.remove(owner);
  }

  /// Whether somebody is at work that nothing has happened to.
  boolean isRead() {
    return !reading.isEmpty();
  }

  boolean isWritten() {
    return !writing.isEmpty();
  }

  /// How often somebody was told that a writer had died.
  int told() {
    return told;
  }

  /// One that nothing happens to gets the lock, to write and to read, and leaves it and what it
  /// guards as they should be.
  void survive() {
    run(survivor, Work.WRITE, Steps.unlimited()); // may have to repair, and then looks at no reader
    run(survivor, Work.READ, Steps.unlimited());
    run(survivor, Work.WRITE, Steps.unlimited());
    assertEquals(memory.getLong(GUARDED_AT), memory.getLong(GUARDED_AT + 8), "torn");
    assertEquals(0, memory.getInt(0) & ~WordLock.WAITERS, "not released");
    assertEquals(0, memory.getInt(ReadWriteLayout.WRITING_AT), "not released");
    for (int slot = 0; slot < ReadWriteLayout.SLOTS; slot++) {
      int entry = memory.getInt(ReadWriteLayout.readerAt(slot));
      assertTrue(entry <= 0, "a dead reader was left");
    }
  }

  int entryOf(int owner) {
    return memory.getInt(ReadWriteLayout.readerAt(ReadWriteLayout.slot(owner)));
  }
}
