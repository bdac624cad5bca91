package io.tandem.pool;

import io.tandem.codec.Codec;
import io.tandem.codec.CodecException;
import io.tandem.codec.DataCodec;
import io.tandem.codec.Encoding;
import io.tandem.codec.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// The calls of one mapper, chunk by chunk. For one thread, which the items come from.
final class Chunks {
  private final Scheduler scheduler;
  private final TaskCode code;
  private final Iterator<? extends @Nullable Object> items;
  private final TaskOptions options;
  private final ChunkSize size;
  private long known; // items, before the first one is submitted
  private long expected; // items that were not submitted yet
  private long taken; // items, before those of the next chunk
  private final boolean late; // the pool was shut down before
  private final Codec codec = Codec.data();

  Chunks(
      Scheduler scheduler,
      Object mapper,
      Iterator<? extends @Nullable Object> items,
      MapOptions options) {
    this.scheduler = scheduler;
    this.late = scheduler.isShutdown();
    this.code = TaskCode.ofMapper(mapper);
    this.items = items;
    this.options = options.task();
    this.size = new ChunkSize(options.chunkSize());
  }

  /// Says how many items there are, if that is known.
  Chunks of(Iterable<?> all) {
    if (all instanceof Collection<?> collection) {
      known = collection.size();
    }
    return this;
  }

  /// No more are submitted.
  void close() {
    expect(-expected);
  }

  private void expect(long more) {
    expected += more;
    scheduler.reports().expect(more);
  }

  boolean hasNext() {
    return items.hasNext();
  }

  /// Lets the pool's listeners hear of them before anything else is done.
  void report() {
    scheduler.reports().awaitProgress();
  }

  /// Submits the next one.
  TaskFuture<Object> submit() {
    List<@Nullable Object> chunk = new ArrayList<>();
    for (int left = size.next(); left > 0 && items.hasNext(); left--) {
      chunk.add(items.next());
    }
    Set<Class<?>> classes = new HashSet<>(code.classes());
    Encoding encoded = encode(chunk, classes);
    byte[] message = TaskCall.message(code, encoded, options.name());
    taken += chunk.size();
    expect(known);
    known = 0;
    TaskFuture<Object> submitted = submit(message, classes, chunk.size());
    expect(-Math.min(expected, chunk.size()));
    return submitted;
  }

  private Encoding encode(List<@Nullable Object> chunk, Set<Class<?>> classes) {
    try {
      return DataCodec.encode(Packed.pack(chunk.toArray()), classes);
    } catch (CodecException.Unencodable e) {
      throw rejected(chunk, e);
    }
  }

  /// Names the first item that cannot be sent, by its place among all.
  private RejectedExecutionException rejected(
      List<@Nullable Object> chunk, CodecException.Unencodable whole) {
    for (int i = 0; i < chunk.size(); i++) {
      try {
        Encoding _ = codec.encode(chunk.get(i));
      } catch (CodecException.Unencodable e) {
        return new RejectedExecutionException(
            "Cannot send item %d to a worker: %s".formatted(taken + i, e.reason()), e);
      }
    }
    return new RejectedExecutionException(
        "Cannot send items to a worker: " + whole.reason(), whole); // they change meanwhile
  }

  /// That the pool is broken, or was stopped, comes as it does from an item that was submitted.
  private TaskFuture<Object> submit(byte[] message, Set<Class<?>> classes, int count) {
    try {
      return scheduler.submit(message, classes, options, count);
    } catch (BrokenPoolException e) {
      throw new CompletionException(e);
    } catch (RejectedExecutionException e) {
      if (late || !scheduler.isStopped()) {
        throw e;
      }
      throw (CancellationException)
          new CancellationException("The pool was shut down with items left").initCause(e);
    }
  }

  /// Waits for the results of one: each is a value, or a [Chunk.Failed].
  ///
  /// @throws CompletionException if all of them are lost
  @Nullable Object[] results(TaskFuture<Object> chunk) throws InterruptedException {
    try {
      return Packed.unpack(chunk.get());
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    }
  }

  /// As [#results], and learns from it how large the next ones should be.
  @Nullable Object[] measuredResults(TaskFuture<Object> chunk) throws InterruptedException {
    @Nullable Object[] results = results(chunk);
    measure(chunk);
    return results;
  }

  /// Learns from one that is settled how large the next ones should be.
  void measure(TaskFuture<Object> chunk) {
    long nanos = chunk.workNanos();
    if (nanos > 0) {
      size.measured(chunk.items, nanos);
    }
  }

  /// @throws CompletionException with what the mapper has thrown
  @Nullable Object value(@Nullable Object result) {
    if (result instanceof Chunk.Failed(Object[] failure)) {
      throw new CompletionException(Failure.decode(failure, codec));
    }
    return result;
  }
}
