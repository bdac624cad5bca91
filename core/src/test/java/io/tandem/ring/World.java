package io.tandem.ring;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.word.SegmentWords;
import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;

/// A ring in private memory, and processes that share it, live, and die as a story says.
final class World {
  static final int CAPACITY = 1024;

  private static final int FIRST_OWNER = 5 << 10 | 1;
  private static final ThreadLocal<MemorySegment> MEMORY =
      ThreadLocal.withInitial(
          () -> Arena.ofAuto().allocate(RingLayout.BYTES + CAPACITY + Ring.TRAILER_BYTES, 128));

  final Ledger ledger = new Ledger();
  final Kind kind;
  private final Bug bug;
  final Words memory;
  private final Set<Integer> dead = new HashSet<>();
  private final Set<Integer> running = new HashSet<>(); // although dead
  private int nextOwner = FIRST_OWNER;

  enum Kind {
    ONE_TO_ONE,
    MANY_TO_ONE,
    BROADCAST
  }

  /// @param start the position of the first record
  World(Kind kind, long start, int expectedProducers, Bug bug) {
    this.kind = kind;
    this.bug = bug;
    memory = new SegmentWords(MEMORY.get().fill((byte) 0));
    RingMemory.initialize(memory, CAPACITY, expectedProducers);
    memory.setLong(RingLayout.headAt(CAPACITY), start);
    memory.setLong(RingLayout.tailAt(CAPACITY), start);
    memory.setLong(RingLayout.TAKEN_AT, start);
    if (kind == Kind.BROADCAST) {
      memory.setLong(RingLayout.broadcastIntentAt(CAPACITY), start);
      memory.setLong(RingLayout.broadcastTailAt(CAPACITY), start);
      memory.setLong(RingLayout.broadcastLatestAt(CAPACITY), start);
    }
  }

  /// Makes a process.
  Member join(Steps steps) {
    return new Member(steps, nextOwner++);
  }

  /// Makes a process that must not die.
  Member join() {
    return join(Steps.unlimited());
  }

  RingView view() {
    return RingViewer.view(join().ring);
  }

  /// One process: its accesses, what it knows of the others, and its code.
  final class Member implements Peers, Parker {
    final RingMemory ring;
    private final Steps steps;
    private final int owner;
    private final Words words;

    private Member(Steps steps, int owner) {
      this.steps = steps;
      this.owner = owner;
      this.words = bug.plantIn(new StepWords(memory, steps));
      this.ring = RingMemory.of(words, CAPACITY, this, this, "the ring");
    }

    /// Runs its code, to the end or to its death. Where it would sleep, it dies.
    ///
    /// @return whether it came to the end
    boolean live(Steps.Code code) {
      boolean ended;
      try {
        ended = steps.run(code);
      } catch (WouldSleep e) {
        ended = false;
      }
      if (!ended) {
        dead.add(owner);
      }
      running.remove(owner);
      return ended;
    }

    /// As [#live], where nothing may keep it from coming to the end.
    void mustLive(Steps.Code code) {
      try {
        assertTrue(steps.run(code));
      } catch (WouldSleep e) {
        throw new AssertionError("hangs: " + e.getMessage(), e);
      }
    }

    /// Marks it as dead while its code still runs: for a while, its accesses go on.
    void die(long lateAccesses) {
      dead.add(owner);
      running.add(owner);
      steps.dieAfter(lateAccesses);
    }

    RingProducer producer() {
      if (kind == Kind.MANY_TO_ONE) {
        return new ManyToOneProducer(ring, WaitStrategy.PARK);
      }
      return new OneToOneProducer(ring, WaitStrategy.PARK);
    }

    BroadcastProducer broadcaster() {
      return new BroadcastProducer(ring);
    }

    RingConsumer consumer() {
      return new RingConsumer(ring, WaitStrategy.PARK);
    }

    /// A handler that makes an access before and after it takes a message in.
    void receive(int type, org.agrona.MutableDirectBuffer buffer, int at, int bytes) {
      words.getLong(RingLayout.MESSAGES_AT);
      ledger.receive(type, buffer, at, bytes);
      words.getLong(RingLayout.MESSAGES_AT);
    }

    int id() {
      return owner;
    }

    // ---- the others, and sleep ----

    @Override
    public int self() {
      return owner;
    }

    @Override
    public boolean isDead(int other) {
      return bug.believesDead(dead.contains(other), other != owner);
    }

    @Override
    public void awaitStopped(int other) {
      if (running.contains(other) && bug != Bug.TAKEOVER_WITHOUT_PROOF) {
        throw new WouldSleep("until a dead process has stopped");
      }
    }

    @Override
    public void onDeath(int other, Runnable action) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int[] living() {
      throw new UnsupportedOperationException();
    }

    @Override
    public long changesOffset() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean deathsWake(int[] owners) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Words lifeWords() {
      throw new UnsupportedOperationException();
    }

    @Override
    public long lifeOffset(int other) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String describe(int other) {
      return "process %#x".formatted(other);
    }

    @Override
    public void park(Words words, long offset, int expected, int other, long nanos) {
      throw new WouldSleep("at byte " + offset);
    }

    @Override
    public void parkUninterruptibly(Words words, long offset, int expected, int other, long nanos) {
      throw new WouldSleep("at byte " + offset);
    }

    @Override
    public void wakeOne(Words words, long offset) {}

    @Override
    public void wakeAll(Words words, long offset) {}
  }
}
