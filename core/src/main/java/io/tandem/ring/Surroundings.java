package io.tandem.ring;

import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Who lives and how to sleep, as far as Java knows by itself: pids, and naps.
final class Surroundings {
  static final Peers PEERS = new Pids();
  static final Parker PARKER = new Naps();

  private Surroundings() {}

  private static final class Pids implements Peers {
    private final Words life = new SegmentWords(Arena.ofAuto().allocate(8, 8));
    private final int self = (int) ProcessHandle.current().pid();

    @Override
    public int self() {
      return self;
    }

    @Override
    public boolean isDead(int owner) {
      return ProcessHandle.of(owner).isEmpty();
    }

    @Override
    public void awaitStopped(int owner) {}

    @Override
    public Words lifeWords() {
      return life;
    }

    @Override
    public long lifeOffset(int owner) {
      return 0;
    }

    @Override
    public String describe(int owner) {
      return "process (pid %d)".formatted(owner);
    }
  }

  private static final class Naps implements Parker {
    private static final long NAP = TimeUnit.MICROSECONDS.toNanos(50);

    @Override
    public void park(Words words, long offset, int expected, int owner, long nanos)
        throws InterruptedException {
      parkUninterruptibly(words, offset, expected, owner, nanos);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }

    @Override
    public void parkUninterruptibly(Words words, long offset, int expected, int owner, long nanos) {
      if (words.getIntAcquire(offset) == expected) {
        LockSupport.parkNanos(Math.min(nanos, NAP));
      }
    }

    @Override
    public void wakeOne(Words words, long offset) {}

    @Override
    public void wakeAll(Words words, long offset) {}
  }
}
