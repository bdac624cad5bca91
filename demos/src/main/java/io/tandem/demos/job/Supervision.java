package io.tandem.demos.job;

import io.tandem.demos.words.WordTable;
import io.tandem.ring.OneToOneRing;
import io.tandem.ring.RingConsumer;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/// What the parent does while the others work: collects the consumers' counts, shows the progress,
/// and looks whether everybody is alive.
final class Supervision {
  private static final long MOST_NAP_NANOS = 10_000_000;

  private final Job job;
  private final List<Worker> workers;
  private final LongSupplier done;
  private final List<Result> results;
  private long shown;

  Supervision(Job job, List<Worker> workers, List<OneToOneRing> results, LongSupplier done) {
    this.job = job;
    this.workers = workers;
    this.done = done;
    this.results = results.stream().map(ring -> new Result(ring.consumer())).toList();
  }

  /// Waits for all counts.
  ///
  /// @throws LostProcessException if a process ended before its work was done
  WordTable await() {
    IdleStrategy idle = new BackoffIdleStrategy(0, 0, 100_000, MOST_NAP_NANOS);
    while (!isComplete()) {
      int received = 0;
      for (Result result : results) {
        received += result.poll();
      }
      requireNoneLost();
      showProgress();
      idle.idle(received);
    }
    showProgress();
    return merge();
  }

  private boolean isComplete() {
    return workers.stream().allMatch(worker -> worker.row().isFinished())
        && results.stream().allMatch(Result::isOver);
  }

  private void requireNoneLost() {
    List<LostProcess> lost = workers.stream().filter(Worker::isLost).map(Worker::loss).toList();
    if (!lost.isEmpty()) {
      throw new LostProcessException(lost);
    }
  }

  private void showProgress() {
    long now = done.getAsLong();
    job.progress().accept(now - shown);
    shown = now;
  }

  private WordTable merge() {
    WordTable words = results.getFirst().table();
    results.stream().skip(1).map(Result::table).forEach(words::merge);
    return words;
  }

  /// What one consumer has sent of its counts.
  private static final class Result {
    private static final int BATCH = 2; // so the consumer has room again while these are copied

    private final RingConsumer ring;
    private final List<InputStream> parts = new ArrayList<>();

    Result(RingConsumer ring) {
      this.ring = ring;
    }

    int poll() {
      return ring.poll(
          (type, buffer, index, length) -> {
            byte[] part = new byte[length];
            buffer.getBytes(index, part);
            parts.add(new ByteArrayInputStream(part));
          },
          BATCH);
    }

    WordTable table() {
      try {
        return WordTable.readFrom(
            new DataInputStream(new SequenceInputStream(Collections.enumeration(parts))));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    boolean isOver() {
      return ring.isEndOfStream();
    }
  }
}
