package io.tandem.lock;

import io.tandem.peer.Peers;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Where threads say that they wait for one lock, so that a tool can tell who waits for whom.
///
/// Nothing depends on it: a thread that finds no free entry waits all the same, unseen. What a dead
/// process left is free to be used again.
public final class Waits {
  /// The entries of a table.
  public static final int ENTRIES = 64;

  /// The bytes of a table, all zero at first.
  public static final long BYTES = ENTRIES * WaitsLayout.BYTES;

  static final int UNSEEN = -1;

  private final Words words;
  private final long table;
  private final Peers peers;
  private final long lock;

  /// @param table offset of the table in the words
  /// @param lock the lock that is waited for: where it is in the scope's file
  public Waits(Words words, long table, Peers peers, long lock) {
    this.words = words;
    this.table = table;
    this.peers = peers;
    this.lock = lock;
  }

  /// For locks that nobody need look at.
  static Waits unseen(Words words, Peers peers) {
    return new Waits(words, 0, peers, 0);
  }

  /// Says that this thread waits.
  ///
  /// @param timed whether it waits for a limited time
  /// @return the entry, for [#end]
  int begin(boolean timed) {
    if (lock == 0) {
      return UNSEEN;
    }
    Thread thread = Thread.currentThread();
    for (int i = 0; i < ENTRIES; i++) {
      int entry = (int) (thread.threadId() + i & ENTRIES - 1);
      if (claim(at(entry))) {
        describe(at(entry), thread, timed);
        return entry;
      }
    }
    return UNSEEN;
  }

  /// Says that it does not wait any more. Never fails: whoever waited has more to give back.
  void end(int entry) {
    if (entry == UNSEEN) {
      return;
    }
    try {
      words.setLongRelease(at(entry) + WaitsLayout.LOCK_AT, 0); // release: pairs with WaitsViewer
      words.setIntRelease(at(entry) + WaitsLayout.OWNER_AT, Peers.NOBODY); // pairs with claim
    } catch (IllegalStateException scopeWasClosed) {
      // Nobody here can reach the entry any more.
    }
  }

  private boolean claim(long entry) {
    int owner = words.getIntAcquire(entry + WaitsLayout.OWNER_AT); // acquire: pairs with end
    if (owner != Peers.NOBODY) {
      if (!peers.isDead(owner)) {
        return false;
      }
      peers.awaitStopped(owner);
    }
    return words.compareAndSetInt(entry + WaitsLayout.OWNER_AT, owner, peers.self());
  }

  private void describe(long entry, Thread thread, boolean timed) {
    words.setLongRelease(entry + WaitsLayout.LOCK_AT, 0); // a dead one may have left it
    byte[] name = thread.getName().getBytes(StandardCharsets.UTF_8);
    int bytes = Math.min(name.length, WaitsLayout.NAME_BYTES);
    words.setInt(entry + WaitsLayout.FACTS_AT, timed ? bytes | WaitsLayout.TIMED : bytes);
    words.copyIn(entry + WaitsLayout.NAME_AT, MemorySegment.ofArray(name), 0, bytes);
    words.setLong(entry + WaitsLayout.THREAD_AT, thread.threadId());
    words.setLong(entry + WaitsLayout.SINCE_AT, Instant.now().toEpochMilli());
    words.setLongRelease(entry + WaitsLayout.LOCK_AT, lock); // release: pairs with WaitsViewer
  }

  private long at(int entry) {
    return table + entry * WaitsLayout.BYTES;
  }
}
