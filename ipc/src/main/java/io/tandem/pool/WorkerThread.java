package io.tandem.pool;

import io.tandem.pipe.Pipe;
import io.tandem.process.ExitStatus;
import io.tandem.word.SegmentWords;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A worker in the pool's own process: a thread that lives as [WorkerLoop] says, and one that
/// receives what it answers. Only its memory differs: on the heap, so that a thread which was given
/// up may still write there.
final class WorkerThread implements Workplace {
  private static final ExitStatus ENDED = new ExitStatus.Exited(0);
  private static final ExitStatus FAILED = new ExitStatus.Exited(1);

  private final PoolSettings settings;
  private final String name;
  private final WorkerBlock block =
      new WorkerBlock(
          new SegmentWords(MemorySegment.ofArray(new long[(int) WorkerLayout.BYTES / Long.BYTES])));
  private final Pipe.Duplex pipe = Pipe.duplex();
  private final Answers answers = new Answers(pipe.first());
  private final Thread thread;

  private volatile @Nullable Throwable failure;

  WorkerThread(PoolSettings settings, String name) {
    this.settings = settings;
    this.name = name;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::work);
  }

  // ---- its threads ----

  @Override
  public void start(Listener listener) {
    try {
      thread.start();
      Thread.ofPlatform().daemon().name("tandem-" + name).start(() -> receive(listener));
    } catch (Throwable e) {
      kill();
      pipe.close();
      throw e;
    }
  }

  private void work() {
    try {
      boolean _ =
          new WorkerLoop(name, pipe.second(), block, null)
              .run(settings.initializer(), settings.onExit());
    } catch (IOException _) {
      // It was given up.
    } catch (Throwable thrown) { // by the exit action, say
      failure = thrown;
    } finally {
      pipe.second().close();
    }
  }

  private void receive(Listener listener) {
    Throwable unreceived = null;
    try {
      answers.receive(listener);
    } catch (RuntimeException | Error e) {
      unreceived = e;
      kill();
    }
    listener.ended(end(unreceived));
  }

  @Override
  public void free() {
    pipe.close();
  }

  private WorkerEnd end(@Nullable Throwable unreceived) {
    Throwable initial = answers.failure();
    Throwable cause = initial != null ? initial : unreceived != null ? unreceived : failure;
    return new WorkerEnd(
        describe(),
        cause == null ? ENDED : FAILED,
        true,
        block.started(),
        isReady(),
        cause,
        "",
        Printed.NOTHING,
        Optional.empty());
  }

  // ---- for the scheduler ----

  @Override
  public WorkerBlock block() {
    return block;
  }

  @Override
  public void send(byte[] message) {
    if ((Messages.kind(ByteBuffer.wrap(message)) & ~Messages.PARCEL) == Messages.CLASSES) {
      return; // it has all of them
    }
    try {
      Uninterrupted.send(pipe.first(), message);
    } catch (IOException _) {
      // It has ended, which the thread sees that receives.
    }
  }

  @Override
  public void help(BooleanSupplier waits) {
    answers.help(waits);
  }

  /// Gives it up: nobody can end a thread. It ends when its task does, and nobody hears of it.
  @Override
  public void kill() {
    pipe.second().close();
    thread.interrupt();
  }

  @Override
  public String describe() {
    return "'%s' (a thread)".formatted(name);
  }
}
