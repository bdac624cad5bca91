package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedScope.Place;
import io.tandem.park.Parker;
import io.tandem.peer.FakePeers;
import io.tandem.peer.Peers;
import io.tandem.peer.SeenBy;
import io.tandem.word.SegmentWords;
import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A queue in memory of this process, and processes, played by one thread, that use it.
final class QueueWorld {
  static final int CAPACITY = 4;

  private static final QueueOptions OPTIONS =
      QueueOptions.DEFAULT.withMessages(CAPACITY).withBytes(1024).withLeases(3);
  private static final byte JUNK = 0x5a;

  private static final ThreadLocal<MemorySegment> MEMORY =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(QueueMemory.blockBytes(OPTIONS), 64));

  final Words memory = new SegmentWords(MEMORY.get().fill((byte) 0));
  final FakePeers peers = new FakePeers();
  private final Words steps = new SegmentWords(MemorySegment.ofArray(new long[8]));
  private final List<Block> all = new ArrayList<>();
  private final Map<Integer, Steps> running = new HashMap<>();
  private final Deque<Runnable> duringSleeps = new ArrayDeque<>();
  private final Bug bug;
  private boolean woken;
  private boolean unheardDeath;

  QueueWorld(Bug bug) {
    this(bug, OPTIONS);
  }

  private QueueWorld(Bug bug, QueueOptions options) {
    this.bug = bug;
    QueueMemory.initialize(memory, options);
  }

  /// In which whoever is left alone is told.
  static QueueWorld tellingAbandoned(Bug bug) {
    return new QueueWorld(bug, OPTIONS.tellingAbandoned());
  }

  /// In which one message can be leased at a time.
  static QueueWorld forOneLease(Bug bug) {
    return new QueueWorld(bug, OPTIONS.withLeases(1));
  }

  /// What is wrong, planted from outside.
  interface Bug {
    Bug NONE = new Bug() {};

    default Words around(Words words) {
      return words;
    }

    default boolean wakes() {
      return true;
    }

    default boolean frees() {
      return true;
    }

    default boolean awaitsProof() {
      return true;
    }
  }

  /// What others do while somebody sleeps, one after the other until that is over.
  void duringSleeps(Runnable others) {
    duringSleeps.add(others);
  }

  /// Makes a process, which the steps may stop.
  Member join(Steps its) {
    return new Member(its);
  }

  Member join() {
    return join(Steps.unlimited());
  }

  long usedBlocks() {
    return all.stream().filter(block -> block.used).count();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// One process.
  final class Member {
    final int owner = peers.join();
    final Steps its;
    final Blocks blocks;
    final Inlet inlet;
    final Outlet outlet;

    private Member(Steps its) {
      this.its = its;
      this.blocks = new StepBlocks(its);
      running.put(owner, its);
      Words words = bug.around(new OwnWords(its));
      Sides sides = Sides.of(words, seenBy(owner), new StoryParker());
      this.inlet = sides.inlet();
      this.outlet = sides.outlet();
    }

    /// Runs its code, to the end or to its death.
    boolean live(Steps.Code code) {
      boolean ended = its.run(code);
      if (!ended) {
        die();
      }
      return ended;
    }

    /// It is gone.
    void die() {
      running.remove(owner);
      becomeMarked();
    }

    /// It is known to be dead, and may go on for a moment.
    void becomeMarked() {
      peers.kill(owner);
      unheardDeath = true;
    }

    boolean offer(String text) {
      MemorySegment source = MemorySegment.ofArray(bytes(text));
      return inlet.offer(blocks, source, 0, (int) source.byteSize());
    }

    void put(String text) throws InterruptedException {
      MemorySegment source = MemorySegment.ofArray(bytes(text));
      assertTrue(inlet.put(blocks, source, 0, (int) source.byteSize(), Long.MAX_VALUE));
    }

    int offerAll(List<String> texts) {
      byte[][] all = texts.stream().map(QueueWorld::bytes).toArray(byte[][]::new);
      return inlet.offerSome(blocks, Batch.of(all, 0, outlet.memory.longestInRing()), 0);
    }

    @Nullable String poll() {
      var take = new Take(outlet, blocks);
      return outlet.tryRun(take, blocks) ? text(take.bytes()) : null;
    }

    /// As [#poll], into memory that it has.
    @Nullable String pollInto() {
      var take = new TakeInto(outlet, blocks);
      MemorySegment target = MemorySegment.ofArray(new byte[1024]);
      take.aim(target, 1);
      return outlet.tryRun(take, blocks)
          ? text(target.asSlice(1, take.length()).toArray(ValueLayout.JAVA_BYTE))
          : null;
    }

    String take() throws InterruptedException {
      var take = new Take(outlet, blocks);
      assertTrue(outlet.run(take, blocks, Long.MAX_VALUE));
      return text(take.bytes());
    }

    List<String> drain(int most) {
      var drain = new Drain(outlet, most);
      return outlet.tryRun(drain, blocks)
          ? drain.taken().stream().map(QueueWorld::text).toList()
          : List.of();
    }

    List<String> look() {
      var look = new Look(outlet, blocks, Long.MAX_VALUE);
      return outlet.look(look, blocks)
          ? look.found().stream().map(QueueWorld::text).toList()
          : List.of();
    }

    /// @return where it is, or [Holdings#NONE]
    int lease() {
      var take = new LeaseTake(outlet, blocks);
      return outlet.tryRun(take, blocks) ? take.leased() : Holdings.NONE;
    }

    String leased(int holding) {
      return text(outlet.holdings.bytes(holding, blocks));
    }

    void ack(int holding) {
      outlet.holdings.drop(holding, blocks);
      outlet.ringTakers();
    }

    /// As [#ack], of a queue whose tasks are counted.
    void finishTask(int holding) {
      outlet.finishTask(holding, blocks);
      ack(holding);
    }

    /// Whether all tasks are done.
    boolean canJoin() {
      try {
        return outlet.join(0, blocks);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    void nack(int holding) {
      outlet.holdings.giveBack(holding);
      outlet.ringTakers();
    }

    /// As [SharedQueue#free], but for the queue's own block.
    void free() {
      inlet.close(blocks);
      assertTrue(takeAll().size() <= CAPACITY);
      outlet.freeAll(blocks);
    }

    /// Takes all there is.
    List<String> takeAll() {
      List<String> taken = new ArrayList<>();
      for (String each = poll(); each != null; each = poll()) {
        taken.add(each);
      }
      return taken;
    }
  }

  /// What is written once is read when a process attaches, before it lives here.
  private final class OwnWords extends StepWords {
    OwnWords(Steps its) {
      super(memory, its);
    }

    @Override
    public long getLong(long offset) {
      return offset < QueueLayout.STATE_AT ? memory.getLong(offset) : super.getLong(offset);
    }

    @Override
    public int getInt(long offset) {
      return offset < QueueLayout.STATE_AT ? memory.getInt(offset) : super.getInt(offset);
    }
  }

  private static String text(byte @Nullable [] bytes) {
    return new String(java.util.Objects.requireNonNull(bytes), StandardCharsets.UTF_8);
  }

  /// Whoever is waited for to stop does so before its next access.
  private Peers seenBy(int self) {
    return new SeenBy(peers, self) {
      @Override
      public void awaitStopped(int owner) {
        super.awaitStopped(owner);
        if (bug.awaitsProof() && running.containsKey(owner)) {
          running.get(owner).dieAfter(0);
        }
      }
    };
  }

  /// Sleeping where one thread plays all: what others do meanwhile must end the sleep.
  private final class StoryParker implements Parker {
    @Override
    public void park(Words words, long offset, int expected, int owner, long nanos) {
      if (words.getIntAcquire(offset) != expected) {
        return;
      }
      woken = false;
      while (!woken && !isHeard(owner) && !duringSleeps.isEmpty()) {
        duringSleeps.pop().run();
      }
      assertTrue(woken || isHeard(owner), "sleeps for ever");
      unheardDeath = false;
    }

    private boolean isHeard(int owner) {
      return unheardDeath && owner == ANYBODY;
    }

    @Override
    public void parkUninterruptibly(Words words, long offset, int expected, int owner, long nanos) {
      park(words, offset, expected, owner, nanos);
    }

    @Override
    public boolean isCostly() {
      return false;
    }

    @Override
    public void wakeOne(Words words, long offset) {
      wakeAll(words, offset);
    }

    @Override
    public void wakeAll(Words words, long offset) {
      int _ = words.getIntAcquire(offset); // so that one can die before it wakes
      woken |= bug.wakes();
    }
  }

  /// A place for a message.
  private static final class Block {
    private Words words = new SegmentWords(MemorySegment.ofArray(new long[1]));
    private int generation = 1;
    private boolean used;
  }

  /// The blocks as one process reaches them. What the scope does is one step here: it is tested on
  /// its own.
  private final class StepBlocks implements Blocks {
    private final Steps its;

    StepBlocks(Steps its) {
      this.its = its;
    }

    @Override
    public void requireQueue() {}

    @Override
    public Words allocate(long bytes, Place place) {
      mayDie();
      int i = 0;
      while (i < all.size() && all.get(i).used) {
        i++;
      }
      if (i == all.size()) {
        all.add(new Block());
      }
      Block block = all.get(i);
      block.used = true;
      boolean done = false;
      try {
        place.is(i + 1, block.generation);
        mayDie();
        done = true;
      } finally {
        if (!done) { // whoever takes over gives it another generation
          block.used = false;
          block.generation++;
        }
      }
      block.words = new SegmentWords(MemorySegment.ofArray(new long[(int) bytes / Long.BYTES + 1]));
      return new StepWords(block.words, its);
    }

    @Override
    public Words find(long offset, int generation) {
      mayDie();
      Block block = all.get((int) offset - 1);
      if (!block.used || block.generation != generation) {
        throw new MemoryException.Incompatible("There is no such block");
      }
      return new StepWords(block.words, its);
    }

    @Override
    public void free(long offset, int generation) {
      mayDie();
      Block block = all.get((int) offset - 1);
      if (bug.frees() && block.used && block.generation == generation) {
        block.used = false;
        block.generation++;
        block.words.segment().fill(JUNK);
      }
    }

    private void mayDie() {
      long _ = new StepWords(steps, its).getLong(0);
    }
  }
}
