package io.tandem.lock;

import static io.tandem.lock.ReadWriteLayout.WAITS;

import io.tandem.park.Parker;
import io.tandem.park.Wait;
import io.tandem.park.Waiting;
import io.tandem.peer.Peers;
import io.tandem.word.Words;

/// The entries of all processes that read, as the one sees them who has the writers' word: see
/// [LocalReaders] for the other half.
final class ReaderTable {
  private static final long SPIN_NANOS = 5_000;

  private final Words words;
  private final long offset;
  private final Peers peers;
  private final Parker parker;
  private final Place place;

  ReaderTable(Words words, long offset, Peers peers, Parker parker, Place place) {
    this.words = words;
    this.offset = offset;
    this.peers = peers;
    this.parker = parker;
    this.place = place;
  }

  /// Whether no living process reads.
  boolean isEmpty() {
    return anyReader() == Peers.NOBODY;
  }

  /// How many living processes read.
  int size() {
    int size = 0;
    for (int slot = lastSlot(); slot > 0; slot--) {
      int seen = words.getIntVolatile(at(slot));
      if (reads(seen) && !peers.isDead(seen)) {
        size++;
      }
    }
    return size;
  }

  /// Lets those read that wait for it now.
  ///
  /// @return whether there are any
  boolean grant() {
    boolean any = false;
    for (int slot = lastSlot(); slot > 0; slot--) {
      int seen = words.getIntVolatile(at(slot)); // pairs with LocalReaders.queue
      int owner = seen & Peers.OWNER_MASK;
      if ((seen & WAITS) != 0 && !peers.isDead(owner)) {
        any |= words.compareAndSetInt(at(slot), seen, owner); // pairs with LocalReaders.tryEnter
      }
    }
    return any;
  }

  /// Waits until no process reads.
  ///
  /// @return false if the deadline came first
  boolean awaitNone(long deadline, boolean interruptibly) throws InterruptedException {
    for (int slot = lastSlot(); slot > 0; slot--) {
      var wait = new Entry(at(slot));
      if (!wait.isOver() && !await(wait, deadline, interruptibly)) {
        return false;
      }
    }
    return true;
  }

  private boolean await(Entry wait, long deadline, boolean interruptibly)
      throws InterruptedException {
    var waiting = new Waiting(parker, words, wait.at, SPIN_NANOS);
    LockWaitEvent event = FlightRecording.isOn() ? LockWaitEvent.begin(peers, wait.owner()) : null;
    boolean over = false;
    try {
      over =
          interruptibly
              ? waiting.await(wait, deadline)
              : waiting.awaitUninterruptibly(wait, deadline);
    } finally {
      if (event != null) {
        event.end(place, over);
      }
    }
    return over;
  }

  /// A process that reads and lives, or nobody.
  int anyReader() {
    for (int slot = lastSlot(); slot > 0; slot--) {
      int entry = words.getIntVolatile(at(slot));
      if (reads(entry) && !peers.isDead(entry)) {
        return entry;
      }
    }
    return Peers.NOBODY;
  }

  private int lastSlot() {
    int slots = words.getIntVolatile(offset + ReadWriteLayout.SLOTS_AT);
    return Math.clamp(slots, 0, ReadWriteLayout.SLOTS - 1);
  }

  private long at(int slot) {
    return offset + ReadWriteLayout.readerAt(slot);
  }

  private static boolean reads(int entry) {
    return entry > 0;
  }

  /// One process that may read.
  private final class Entry implements Wait {
    private final long at;
    private int seen;

    Entry(long at) {
      this.at = at;
    }

    @Override
    public boolean isOver() {
      seen = words.getIntVolatile(at); // pairs with LocalReaders
      if (reads(seen) && peers.isDead(seen)) {
        remove(seen);
        seen = words.getIntVolatile(at);
      }
      return !reads(seen);
    }

    /// The other side wakes whenever it sees a writer, which we are.
    @Override
    public int announceSleep() {
      return seen;
    }

    @Override
    public int owner() {
      return seen;
    }

    private void remove(int dead) {
      peers.awaitStopped(dead);
      if (words.compareAndSetInt(at, dead, Peers.NOBODY)) {
        long deaths = offset + ReadWriteLayout.READER_DEATHS_AT;
        words.setLong(deaths, words.getLong(deaths) + 1);
      }
    }
  }
}
