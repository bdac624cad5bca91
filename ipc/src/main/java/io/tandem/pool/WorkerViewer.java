package io.tandem.pool;

import io.tandem.inspect.Details;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.Viewer;
import io.tandem.pool.WorkerView.State;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.IntFunction;

/// Reads what a worker and its pool share. Tools find it as a service: nothing needs to name it.
///
/// ```java
/// boolean known = new io.tandem.pool.WorkerViewer().isFor("worker", 1);
/// ```
public final class WorkerViewer implements Viewer {
  /// For tools.
  public WorkerViewer() {}

  @Override
  public boolean isFor(String tag, int version) {
    return WorkerBlock.TYPE.is(tag, version);
  }

  @Override
  public Details view(MemorySegment memory, IntFunction<PeerView> peers) {
    Words words = new SegmentWords(memory);
    var block = new WorkerBlock(words);
    long turn = words.getLongAcquire(WorkerLayout.TURN_AT); // acquire: pairs with WorkerBlock.start
    int started = WorkerLayout.started(turn);
    long age = System.nanoTime() - words.getLong(WorkerLayout.STARTED_AT_AT);
    double progress = started == 0 ? -1 : block.progress(started);
    return new WorkerView(
        state(block.state()),
        block.pid(),
        started,
        started == 0 ? Duration.ZERO : Duration.ofNanos(Math.max(0, age)),
        progress < 0 ? OptionalDouble.empty() : OptionalDouble.of(progress),
        WorkerLayout.takenBack(turn),
        words.getIntAcquire(WorkerLayout.INTERRUPT_AT)); // acquire: pairs with interrupt
  }

  private static State state(int state) {
    return switch (state) {
      case WorkerLayout.STARTING -> State.STARTING;
      case WorkerLayout.ATTACHED -> State.INITIALIZING;
      case WorkerLayout.READY -> State.READY;
      default -> throw new IllegalArgumentException("There is no state " + state);
    };
  }
}
