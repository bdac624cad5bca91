package io.tandem.pool;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.NoSuchElementException;
import java.util.SequencedSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// The results of a stream. Chunks are submitted as they are asked for, and some ahead.
final class Results implements Iterator<@Nullable Object> {
  private final Chunks chunks;
  private final int ahead;
  private final boolean inOrder;
  private final SequencedSet<TaskFuture<Object>> submitted = new LinkedHashSet<>();
  private final BlockingQueue<TaskFuture<Object>> done = new LinkedBlockingQueue<>();
  private Iterator<? extends @Nullable Object> current = Arrays.asList().iterator();

  private Results(Chunks chunks, int ahead, boolean inOrder) {
    this.chunks = chunks;
    this.ahead = ahead;
    this.inOrder = inOrder;
  }

  static Results inOrder(Chunks chunks, int ahead) {
    return new Results(chunks, ahead, true);
  }

  static Results asTheyCome(Chunks chunks, int ahead) {
    return new Results(chunks, ahead, false);
  }

  @Override
  public boolean hasNext() {
    return current.hasNext() || !submitted.isEmpty() || chunks.hasNext();
  }

  /// @throws java.util.concurrent.CompletionException with what became of an item that failed; the
  ///   next one can be asked for
  @Override
  public @Nullable Object next() {
    if (!current.hasNext()) {
      current = nextChunk();
    }
    return chunks.value(current.next());
  }

  private Iterator<? extends @Nullable Object> nextChunk() {
    while (submitted.size() < ahead && chunks.hasNext()) {
      TaskFuture<Object> chunk = chunks.submit();
      submitted.add(chunk);
      if (!inOrder) {
        chunk.whenSettled(() -> done.add(chunk));
      }
    }
    if (submitted.isEmpty()) {
      throw new NoSuchElementException("There are no more results");
    }
    TaskFuture<Object> next = null;
    try {
      next = inOrder ? submitted.getFirst() : done.take();
      return Arrays.asList(chunks.measuredResults(next)).iterator();
    } catch (InterruptedException e) {
      close(); // also the one that it waited for
      Thread.currentThread().interrupt();
      throw (CancellationException)
          new CancellationException("Interrupted while waiting for a result").initCause(e);
    } finally {
      submitted.remove(next);
    }
  }

  /// Cancels what was submitted ahead.
  void close() {
    submitted.forEach(chunk -> chunk.cancel(true));
    submitted.clear();
    chunks.close();
  }
}
