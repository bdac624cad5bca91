package io.tandem.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// A map: submits chunks as long as there are items, no more at a time than keep the workers busy,
/// and collects the results in the order of the items.
final class MapRun {
  private final Chunks chunks;
  private final Semaphore onTheirWay;
  private final List<TaskFuture<Object>> submitted = new ArrayList<>();

  /// @param most chunks on their way at a time
  MapRun(Chunks chunks, int most) {
    this.chunks = chunks;
    this.onTheirWay = new Semaphore(most);
  }

  /// Runs it on the calling thread.
  ///
  /// @throws CompletionException with what became of the first item that failed, once all are done
  List<@Nullable Object> run() throws InterruptedException {
    boolean good = false;
    try {
      while (chunks.hasNext()) {
        onTheirWay.acquire();
        submit();
      }
      List<@Nullable Object> results = collect();
      good = true;
      return results;
    } finally {
      if (!good) {
        submitted.forEach(chunk -> chunk.cancel(true));
      }
    }
  }

  private void submit() {
    TaskFuture<Object> chunk = chunks.submit();
    submitted.add(chunk);
    chunk.whenComplete(
        (done, _) -> {
          if (done != null) {
            chunks.measure(done);
          }
          onTheirWay.release();
        });
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
