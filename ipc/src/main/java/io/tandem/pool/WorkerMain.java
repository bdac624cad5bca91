package io.tandem.pool;

import io.tandem.linux.Signals;
import io.tandem.memory.SharedBlock;
import io.tandem.peer.ExitStep;
import io.tandem.pipe.Connection;
import io.tandem.pipe.ConnectionException;
import io.tandem.process.Action;
import io.tandem.process.Task;
import io.tandem.word.SegmentWords;
import java.io.EOFException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What a worker's process runs.
@SuppressWarnings("serial")
final class WorkerMain implements Action { // no record: a child is slower to read those
  private static final long SHORT_TASK_MILLIS = 50;

  private final String name;
  private final Connection connection;
  private final SharedBlock memory;
  private final @Nullable Task<?> initializer;
  private final @Nullable Action onExit;
  private final @Nullable String outputKey; // for marks between tasks
  private final Class<?>[] classes; // on whose class path it has to run

  WorkerMain(
      String name,
      Connection connection,
      SharedBlock memory,
      @Nullable Task<?> initializer,
      @Nullable Action onExit,
      @Nullable String outputKey,
      Set<Class<?>> classes) {
    this.name = name;
    this.connection = connection;
    this.memory = memory;
    this.initializer = initializer;
    this.onExit = onExit;
    this.outputKey = outputKey;
    this.classes = classes.toArray(Class<?>[]::new);
  }

  @Override
  public void run() throws Exception {
    Thread.ofPlatform().daemon().name("tandem-signals").start(WorkerMain::disregardInterrupts);
    var block = new WorkerBlock(new SegmentWords(memory.segment()));
    ExitStep.END_CHILDREN.add(block::setExits);
    System.exit(status(block)); // whatever threads the tasks have left behind
  }

  /// Ctrl-C is for the pool's process.
  private static void disregardInterrupts() {
    try {
      TimeUnit.MILLISECONDS.sleep(SHORT_TASK_MILLIS); // the first native call may take as long
      Signals.disregardInterrupts();
    } catch (InterruptedException _) {
      // By the code of a task, which then is interrupted by Ctrl-C.
    }
  }

  private int status(WorkerBlock block) throws Exception {
    try {
      OutputMark mark = outputKey == null ? null : new OutputMark(outputKey);
      return new WorkerLoop(name, connection, block, mark).run(initializer, onExit) ? 0 : 1;
    } catch (EOFException | ConnectionException.BrokenPipe _) {
      return 1; // the pool's process is gone
    }
  }
}
