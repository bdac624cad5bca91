package io.tandem.pool;

import io.tandem.codec.Codec;
import io.tandem.codec.CodecException;
import io.tandem.codec.Failure;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What became of a task. It is decoded late, by a thread of the pool's user, as the code of what
/// is decoded may run.
sealed interface Outcome {
  /// The result, or what is thrown instead of it.
  @Nullable Object get() throws Throwable;

  /// How many nanoseconds the task took, or 0 if it has not returned.
  default long workNanos() {
    return 0;
  }

  /// The task has returned.
  ///
  /// @param codec that finds the classes of the pool's user
  /// @param answer that holds the value
  record Returned(Codec codec, byte[] answer, PendingTask task, Worker worker) implements Outcome {
    @Override
    public @Nullable Object get() {
      try {
        return codec.decode(Messages.value(answer));
      } catch (CodecException e) {
        throw new IllegalStateException(
            "Cannot read the result of %s in worker %s: %s".formatted(task, worker, e.getMessage()),
            e);
      }
    }

    @Override
    public long workNanos() {
      return Messages.number(ByteBuffer.wrap(answer));
    }
  }

  /// The task has thrown an exception.
  ///
  /// @param codec that finds the classes of the pool's user
  /// @param answer that holds it
  record Thrown(Codec codec, byte[] answer) implements Outcome {
    @Override
    public Object get() throws Throwable {
      throw Failure.decode((Object[]) codec.decode(Messages.value(answer)), codec);
    }
  }

  /// One that comes behind something else, which is done once, however many threads ask.
  final class Behind implements Outcome {
    private final Outcome outcome;
    private @Nullable Runnable first; // guarded by this

    Behind(Runnable first, Outcome outcome) {
      this.first = first;
      this.outcome = outcome;
    }

    @Override
    public @Nullable Object get() throws Throwable {
      runFirst();
      return outcome.get();
    }

    @Override
    public long workNanos() {
      return outcome.workNanos();
    }

    private synchronized void runFirst() {
      Runnable now = first;
      first = null;
      if (now != null) {
        now.run();
      }
    }
  }

  /// The pool knows no result.
  ///
  /// @param exception why
  record Lost(Throwable exception) implements Outcome {
    @Override
    public Object get() throws Throwable {
      throw exception;
    }
  }
}
