package io.tandem.peer;

import io.tandem.linux.Futex;
import io.tandem.linux.Platform;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Processes that are born and die when a test says so. Their life words are real and lie in memory
/// of this process; their deaths look as the kernel makes them.
///
/// Any thread may call any method.
public final class FakePeers implements Peers {
  private static final int SLOTS = 1024;
  private static final int SLOT_BITS = 10;
  private static final int EPOCH = 7;
  private static final long LIFE_BYTES = 64;
  private static final long EPOCH_AT = 16;
  private static final long CHANGES_OFFSET = 0; // slot 0 is nobody's
  private static final int ALIVE = 1 << 31 | 4711; // as the kernel has it: waiters and a thread
  private static final int DEAD = 1 << 31 | 1 << 30;

  private final Words life =
      new SegmentWords(Arena.ofAuto().allocate(SLOTS * LIFE_BYTES, LIFE_BYTES));
  private final Set<Integer> awaited = ConcurrentHashMap.newKeySet();
  private final AtomicInteger deaths = new AtomicInteger();
  private final int self = join();

  /// Only this process lives.
  public FakePeers() {}

  /// Makes one more living process.
  ///
  /// @return its owner
  public synchronized int join() {
    int slot = life.getIntAcquire(CHANGES_OFFSET) + 1;
    int owner = live(slot, EPOCH);
    life.getAndAddInt(CHANGES_OFFSET, 1);
    wake(CHANGES_OFFSET, Integer.MAX_VALUE);
    return owner;
  }

  /// Makes a living process in the slot of a dead one.
  ///
  /// @return its owner
  public int joinInSlotOf(int dead) {
    return live(dead & SLOTS - 1, (dead >>> SLOT_BITS) + 1);
  }

  private int live(int slot, int epoch) {
    life.setIntRelease(lifeOffset(slot) + EPOCH_AT, epoch);
    life.setIntRelease(lifeOffset(slot), ALIVE);
    return epoch << SLOT_BITS | slot;
  }

  /// Marks the life word and wakes one sleeper of it.
  public void kill(int owner) {
    life.setIntVolatile(lifeOffset(owner), DEAD);
    deaths.incrementAndGet();
    wake(lifeOffset(owner), 1);
  }

  /// How many were killed.
  public int deaths() {
    return deaths.get();
  }

  /// The owners that somebody waited for to have stopped.
  public Set<Integer> awaited() {
    return Set.copyOf(awaited);
  }

  private void wake(long offset, int most) {
    if (Platform.NATIVE_LINUX) {
      Futex.wake(life.segment().address() + offset, most);
    }
  }

  @Override
  public int self() {
    return self;
  }

  @Override
  public boolean isDead(int owner) {
    return isMarked(this, owner)
        || life.getIntAcquire(lifeOffset(owner) + EPOCH_AT) != owner >>> SLOT_BITS;
  }

  /// Whether the life word of the owner's slot is marked, whoever has the slot now.
  public static boolean isMarked(Peers peers, int owner) {
    return peers.lifeWords().getIntAcquire(peers.lifeOffset(owner)) != ALIVE;
  }

  @Override
  public void awaitStopped(int owner) {
    awaited.add(owner);
  }

  @Override
  public void onDeath(int owner, Runnable action) {
    throw new UnsupportedOperationException("Needs real deaths");
  }

  @Override
  public Words lifeWords() {
    return life;
  }

  @Override
  public long lifeOffset(int owner) {
    return (owner & SLOTS - 1) * LIFE_BYTES;
  }

  @Override
  public String describe(int owner) {
    return "process 'fake' (slot %d)".formatted(owner & SLOTS - 1);
  }

  @Override
  public int[] living() {
    int last = life.getIntAcquire(CHANGES_OFFSET);
    return IntStream.rangeClosed(1, last)
        .map(slot -> life.getIntAcquire(lifeOffset(slot) + EPOCH_AT) << SLOT_BITS | slot)
        .filter(owner -> owner != self && !isDead(owner))
        .toArray();
  }

  @Override
  public long changesOffset() {
    return CHANGES_OFFSET;
  }

  @Override
  public boolean deathsWake(int[] owners) {
    return Platform.NATIVE_LINUX;
  }
}
