package io.tandem.value;

import io.tandem.lock.Hold;
import io.tandem.lock.WordLock;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;

/// Some processes, played by one thread, and a pair that they share, which is `1, 1` at first.
final class CopiesWorld {
  private static final long PLACE_AT = StructValueLayout.BYTES;

  final Words memory = new SegmentWords(Arena.ofAuto().allocate(128, 64));
  final FakePeers peers = new FakePeers();
  final int survivor = peers.join();
  private final CopiesBug bug;
  private final boolean strict;
  private final Map<Integer, Steps> running = new HashMap<>();

  CopiesWorld(CopiesBug bug, boolean strict) {
    this.bug = bug;
    this.strict = strict;
    memory.setLong(PLACE_AT, 1);
    memory.setLong(PLACE_AT + 8, 1);
  }

  /// Does something in a new process, which the steps may kill or pause.
  void run(Steps steps, Consumer<TwoCopies<Pair>> code) {
    run(peers.join(), steps, code);
  }

  /// @param owner the process
  void run(int owner, Steps steps, Consumer<TwoCopies<Pair>> code) {
    running.put(owner, steps);
    steps.run(() -> code.accept(copies(owner, new StepWords(memory, steps))));
    if (steps.isDead()) {
      peers.kill(owner);
    }
  }

  /// The pair as the one has it that nothing happens to.
  TwoCopies<Pair> survivor() {
    return copies(survivor, memory);
  }

  /// What a program in another language sees.
  Pair place() {
    return new Pair(memory.getLong(PLACE_AT), memory.getLong(PLACE_AT + 8));
  }

  private TwoCopies<Pair> copies(int owner, Words words) {
    Words seen = bug.around(words);
    var lock = new WordLock(seen, 0, bug.around(seenBy(owner)), new NoSleep());
    return new TwoCopies<>(
        seen, Pair.BYTES, new Pair.Stepwise(seen, strict), new Ignoring(lock), () -> {});
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

  /// Nobody ever has to sleep: all run in one thread.
  private static final class NoSleep implements Parker {
    @Override
    public void park(Words words, long offset, int expected, int owner, long nanos) {
      throw new AssertionError("sleeps for ever");
    }

    @Override
    public void parkUninterruptibly(Words words, long offset, int expected, int owner, long nanos) {
      throw new AssertionError("sleeps for ever");
    }

    @Override
    public void wakeOne(Words words, long offset) {}

    @Override
    public void wakeAll(Words words, long offset) {}
  }

  /// Goes on after a holder's death, as the lock of a value does.
  private record Ignoring(WordLock word) implements Lock {
    @Override
    public void lock() {
      ignoreDeath(word.lock());
    }

    @Override
    public boolean tryLock() {
      return ignoreDeath(word.tryLock());
    }

    private boolean ignoreDeath(Hold hold) {
      if (hold == Hold.INCONSISTENT) {
        word.setConsistent();
      }
      return hold != Hold.NONE;
    }

    @Override
    public void unlock() {
      word.unlock();
    }

    @Override
    public void lockInterruptibly() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Condition newCondition() {
      throw new UnsupportedOperationException();
    }
  }
}
