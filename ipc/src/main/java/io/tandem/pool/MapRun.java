package io.tandem.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A map: submits chunks as long as there are items, and collects the results in the order of the
/// items.
///
/// No more chunks are on their way at a time than keep the workers busy. That many are few at
/// first, as long as the size of chunks is to be measured, and more with each chunk that is done.
/// When all are on their way it waits for half of them, so that it need not wake up for each.
final class MapRun {
  private static final int MOST = 512;

  private final Chunks chunks;
  private final AtomicInteger room; // for more of them
  private final AtomicInteger most; // on their way
  private final Thread runner = Thread.currentThread();
  private volatile int wanted = Integer.MAX_VALUE; // room, before the runner is to be woken
  private final List<TaskFuture<Object>> submitted = new ArrayList<>();

  /// @param first chunks on their way at a time, to begin with
  MapRun(Chunks chunks, int first) {
    this.chunks = chunks;
    this.most = new AtomicInteger(first);
    this.room = new AtomicInteger(first);
  }

  /// Runs it on the calling thread, which has made it.
  ///
  /// @throws CompletionException with what became of the first item that failed, once all are done
  List<@Nullable Object> run() throws InterruptedException {
    boolean good = false;
    try {
      while (chunks.hasNext()) {
        awaitRoom();
        submit();
      }
      List<@Nullable Object> results = collect();
      good = true;
      return results;
    } finally {
      chunks.close();
      if (!good) {
        submitted.forEach(chunk -> chunk.cancel(true));
      }
      chunks.report();
    }
  }

  private void awaitRoom() throws InterruptedException {
    if (room.get() == 0) {
      wanted = (most.get() + 1) / 2;
      while (room.get() < wanted) {
        LockSupport.park(this);
        if (Thread.interrupted()) {
          throw new InterruptedException("Interrupted while waiting for results of a map");
        }
      }
      wanted = Integer.MAX_VALUE;
    }
    int _ = room.decrementAndGet();
  }

  /// On a thread of the pool.
  private void settled(TaskFuture<Object> chunk) {
    chunks.measure(chunk);
    int more = most.getAndUpdate(now -> Math.min(MOST, now + 1)) < MOST ? 2 : 1;
    if (room.addAndGet(more) >= wanted) {
      LockSupport.unpark(runner);
    }
  }

  private void submit() {
    TaskFuture<Object> chunk = chunks.submit();
    submitted.add(chunk);
    chunk.whenSettled(() -> settled(chunk));
  }

  private List<@Nullable Object> collect() throws InterruptedException {
    List<@Nullable Object> results = new ArrayList<>();
    CompletionException first = null;
    for (TaskFuture<Object> chunk : submitted) {
      try {
        for (Object result : chunks.results(chunk)) {
          results.add(chunks.value(result));
        }
      } catch (CompletionException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
    return results;
  }
}
