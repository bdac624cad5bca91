package io.tandem.pool;

import io.tandem.codec.Codec;
import io.tandem.codec.CodecException;
import io.tandem.codec.Failure;
import org.jspecify.annotations.Nullable;

/// Some items of a map that travel together, and their results: one for each, or a failure.
final class Chunk {
  private Chunk() {}

  /// In the worker: applies a mapper to each item, until the task is cancelled. An interrupt does
  /// not say that it is: a mapper may obey one, which is then over, and may interrupt itself.
  ///
  /// @param where it does so, for failures
  /// @return the results
  static @Nullable Object[] run(Object mapper, @Nullable Object[] items, String where)
      throws InterruptedException {
    TaskContext task = TaskContext.current();
    var results = new @Nullable Object[items.length];
    for (int i = 0; i < items.length; i++) {
      boolean _ = Thread.interrupted(); // before asking, so that none is missed that comes then
      if (task.isCancelled()) {
        throw new InterruptedException("The task was interrupted before item %d".formatted(i));
      }
      results[i] = apply(mapper, items[i], where);
    }
    return results;
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Object apply(Object mapper, @Nullable Object item, String where) {
    try {
      if (mapper instanceof Mapper<?, ?> one) {
        return ((Mapper<Object, Object>) one).apply(item);
      }
      Object[] pair = (Object[]) item;
      return ((BiMapper<Object, Object, Object>) mapper).apply(pair[0], pair[1]);
    } catch (Throwable thrown) {
      return new Failed(Failure.of(thrown, where));
    }
  }

  /// How many of some results are failures.
  static int failed(@Nullable Object[] results) {
    int failed = 0;
    for (Object result : results) {
      failed += result instanceof Failed ? 1 : 0;
    }
    return failed;
  }

  /// Puts failures in the place of results that cannot be sent.
  static @Nullable Object[] sendable(@Nullable Object[] results, String where) {
    for (int i = 0; i < results.length; i++) {
      results[i] = sendable(results[i], where);
    }
    return results;
  }

  private static @Nullable Object sendable(@Nullable Object result, String where) {
    try {
      Codec.data().encode(result);
      return result;
    } catch (CodecException.Unencodable e) {
      return new Failed(
          Failure.of(
              new IllegalStateException(
                  "The mapper has returned what cannot be sent back: " + e.reason(), e),
              where));
    }
  }

  /// In the place of a result.
  ///
  /// @param failure as [Failure#of] makes it
  record Failed(Object[] failure) {}
}
