package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.park.Parker;
import io.tandem.peer.FakePeers;
import io.tandem.word.SegmentWords;
import io.tandem.word.Steps;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A pipe from the second end to the first in private memory, and processes, played by one thread,
/// that use it.
final class PipeWorld implements Parker {
  static final int CAPACITY = 1024;

  private static final int MOST_SLEEPS = 200;

  private final PipeBug bug;
  private final FakePeers peers = new FakePeers();
  private final MemorySegment memory =
      Arena.ofAuto().allocate(PipeLayout.byteSize(CAPACITY, 1), 128);
  final int maker = peers.join();
  private Runnable others = () -> {};
  private boolean interrupts;
  private int sleeps;

  PipeWorld(PipeBug bug) {
    this.bug = bug;
    PipeMemory.initialize(memory, CAPACITY, 1, bug.plantIn(peers, maker));
  }

  /// Makes a process.
  int join() {
    return peers.join();
  }

  void kill(int process) {
    peers.kill(process);
  }

  boolean isDead(int process) {
    return peers.isDead(process);
  }

  /// Whoever says that a process is gone must have waited until it had stopped.
  void requireProof(int dead) {
    assertTrue(peers.awaited().contains(dead), "nobody waited until it had stopped");
  }

  /// One end as a process has it, which the steps may stop.
  PipeEnd end(boolean first, int process, Steps steps) {
    return new PipeEnd(
        PipeMemory.of(
            memory,
            part -> bug.plantIn(new SegmentWords(part), steps),
            bug.plantIn(peers, process),
            this),
        first);
  }

  PipeEnd end(boolean first, int process) {
    return end(first, process, Steps.unlimited());
  }

  /// What others do while one sleeps.
  void duringSleeps(Runnable others) {
    this.others = others;
  }

  /// The next sleep is interrupted.
  void interruptNext() {
    interrupts = true;
  }

  // ---- sleep ----

  @Override
  public void park(Words words, long offset, int expected, int owner, long nanos)
      throws InterruptedException {
    if (interrupts) {
      interrupts = false;
      throw new InterruptedException();
    }
    others.run();
    if (++sleeps > MOST_SLEEPS) {
      throw new AssertionError("sleeps for ever");
    }
  }

  @Override
  public void parkUninterruptibly(Words words, long offset, int expected, int owner, long nanos) {
    throw new AssertionError("all waits can be interrupted");
  }

  @Override
  public void wakeOne(Words words, long offset) {}

  @Override
  public void wakeAll(Words words, long offset) {}

  @Override
  public boolean isCostly() {
    return false;
  }
}
