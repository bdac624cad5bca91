package io.tandem.peer;

import io.tandem.linux.Futex;
import io.tandem.linux.Membarrier;
import io.tandem.linux.Platform;
import io.tandem.linux.RobustList;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The registry of the processes that share a user's memory: a slot for each, with a life word that
/// the kernel marks when the process dies, in less than a millisecond and however it dies.
///
/// A process registers when it first owns something, in this order: it locks the slot's byte of the
/// file, which nobody else can hold; it begins a new epoch; it announces the life word to the
/// kernel, writes its guardian's thread id there, and puts it on the guardian's robust list. Only
/// then does anybody learn its owner number. Whatever it owned in an earlier epoch of the slot is
/// therefore known to be a dead one's.
///
/// The mark proves that the guardian has died, not that its sibling threads on other CPUs run no
/// more. [#awaitStopped] waits for that: the signal that kills is pending on all threads before the
/// first of them dies, so it is enough that every CPU has taken an interrupt since. Where the
/// kernel offers no such barrier, the slot's lock comes free when the last thread is gone.
///
/// Where the kernel keeps no robust lists, the lock alone says who lives.
public final class Registry implements Peers {
  /// The size of a registry's file.
  public static final long BYTES = (1 << 10) * SlotLayout.BYTES;

  /// Set to `false` to do without robust lists, as where a kernel or a sandbox has none.
  static final String ROBUST_PROPERTY = "tandem.robust";

  static final int SLOTS = (1 << 10) - 1;

  private static final int NAMED_HOLDERS = 5;
  private static final long PROBE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Words words;
  private final SlotLocks locks;
  private final String where;
  private final DeathActions deathActions = new DeathActions(this);
  private boolean watching; // guarded by this
  private volatile int self = NOBODY;

  /// @param memory the whole file, mapped for ever
  /// @param locks of the same file
  /// @param where the file is, for messages
  public Registry(MemorySegment memory, SlotLocks locks, String where) {
    this.words = new SegmentWords(memory);
    this.locks = locks;
    this.where = where;
  }

  /// Tells this registry from every other, also from one made later in its place.
  public UUID id() {
    return RegistryHeader.id(words);
  }

  // ---- this process ----

  @Override
  public int self() {
    int known = self;
    return known != NOBODY ? known : register();
  }

  /// Whether this process has a slot.
  public boolean isRegistered() {
    return self != NOBODY;
  }

  @Override
  public synchronized void rename(String name) {
    System.setProperty(StaticInitializers.PROCESS_NAME, name);
    if (self != NOBODY) {
      slot(Slot.numberOf(self)).rename(name);
    }
  }

  private synchronized int register() {
    if (self == NOBODY) {
      self = Guardian.start(usesRobustLists(), this::claim);
    }
    return self;
  }

  private static boolean usesRobustLists() {
    return Platform.NATIVE_LINUX
        && Boolean.parseBoolean(System.getProperty(ROBUST_PROPERTY, "true"));
  }

  /// On the guardian's thread.
  int claim(Optional<RobustList> list) {
    locks.lockClaims();
    try {
      Slot slot = lockFreeSlot();
      ProcessHandle process = ProcessHandle.current();
      Instant start = process.info().startInstant().orElse(Instant.EPOCH);
      slot.describe(process.pid(), start, processName(), Barriers.AVAILABLE);
      list.ifPresentOrElse(slot::live, slot::liveByLock);
      words.setInt(RegistryLayout.NEXT_AT, slot.number() % SLOTS);
      announceChange();
      return slot.owner();
    } finally {
      locks.unlockClaims();
    }
  }

  private void announceChange() {
    int _ = words.getAndAddInt(RegistryLayout.CHANGES_AT, 1); // pairs with a watcher's acquire
    if (Platform.NATIVE_LINUX) {
      Futex.wake(words.segment().address() + RegistryLayout.CHANGES_AT, Integer.MAX_VALUE);
    }
  }

  private Slot lockFreeSlot() {
    int first = Math.floorMod(words.getInt(RegistryLayout.NEXT_AT), SLOTS);
    for (int i = 0; i < SLOTS; i++) {
      int number = (first + i) % SLOTS + 1;
      if (locks.tryLock(number)) {
        return slot(number);
      }
    }
    throw new IllegalStateException(
        "Cannot register this process in %s: all %d slots are taken, by %s, ... "
                .formatted(where, SLOTS, firstHolders())
            + "End some of them.");
  }

  private String firstHolders() {
    List<String> holders =
        IntStream.rangeClosed(1, NAMED_HOLDERS).mapToObj(n -> describe(slot(n).owner())).toList();
    return String.join(", ", holders);
  }

  private static String processName() {
    return System.getProperty(StaticInitializers.PROCESS_NAME, "main");
  }

  // ---- the others ----

  @Override
  public boolean isDead(int owner) {
    return Slot.isMarkedDead(words, owner)
        || Slot.isWatchedByLock(words, owner) && isFoundDead(owner);
  }

  /// Whether the lock of a slot that no kernel marks is free. Allocates, and asks the system.
  private boolean isFoundDead(int owner) {
    if (owner == self) {
      return false;
    }
    Slot slot = slot(Slot.numberOf(owner));
    int life = slot.life();
    if (!slot.isWatchedByLock() || locks.isLocked(slot.number())) {
      return false;
    }
    slot.markDead(life);
    return true;
  }

  @Override
  public void awaitStopped(int owner) {
    Slot slot = slot(Slot.numberOf(owner));
    if (Barriers.AVAILABLE && slot.hasBarrier()) {
      Membarrier.all();
      return;
    }
    boolean interrupted = false;
    while (!hasLeft(owner)) {
      LockSupport.parkNanos(PROBE_NANOS);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean hasLeft(int owner) {
    Slot slot = slot(Slot.numberOf(owner));
    return slot.owner() != owner || !locks.isLocked(slot.number());
  }

  @Override
  public void onDeath(int owner, Runnable action) {
    deathWatch();
    deathActions.add(owner, action);
  }

  private synchronized void deathWatch() {
    if (!watching) {
      watching = true;
      new DeathWatch(this, Futex::hasWaitv).add(deathActions);
    }
  }

  @Override
  public Words lifeWords() {
    return words;
  }

  @Override
  public long lifeOffset(int owner) {
    return Slot.offsetOf(Slot.numberOf(owner)) + SlotLayout.LIFE_AT;
  }

  @Override
  public String describe(int owner) {
    Slot slot = slot(Slot.numberOf(owner));
    String found = "process '%s' (pid %d)".formatted(slot.name(), slot.pid());
    return slot.owner() == owner ? found : "a process that ended long ago (%#x)".formatted(owner);
  }

  @Override
  public int[] living() {
    int[] owners = new int[SLOTS];
    int count = 0;
    for (int number = 1; number <= SLOTS; number++) {
      Slot slot = slot(number);
      if (slot.wasEverTaken() && slot.owner() != self && isAlive(slot.owner())) {
        owners[count++] = slot.owner();
      }
    }
    return Arrays.copyOf(owners, count);
  }

  @Override
  public long changesOffset() {
    return RegistryLayout.CHANGES_AT;
  }

  @Override
  public boolean deathsWake(int[] owners) {
    return usesRobustLists()
        && IntStream.of(owners).noneMatch(owner -> slot(Slot.numberOf(owner)).isWatchedByLock());
  }

  /// All processes that have a slot and have not been seen to die, this one included if it has one.
  public List<Peer> peers() {
    return takenSlots()
        .filter(slot -> isAlive(slot.owner()))
        .map(slot -> new Peer(slot.owner(), slot.pid(), slot.start(), slot.name()))
        .toList();
  }

  /// Reads this registry as a tool does.
  public PeerViewer viewer() {
    return new PeerViewer(words, locks, self);
  }

  private Stream<Slot> takenSlots() {
    return IntStream.rangeClosed(1, SLOTS).mapToObj(this::slot).filter(Slot::wasEverTaken);
  }

  private Slot slot(int number) {
    return new Slot(words, number);
  }

  /// Whether barriers reach other processes, found once this process may own something.
  private static final class Barriers {
    static final boolean AVAILABLE = Platform.NATIVE_LINUX && Membarrier.register();
  }
}
