package io.tandem.demos.job;

import io.tandem.demos.words.WordTable;
import io.tandem.process.ExitStatus;
import io.tandem.process.JvmProcess;
import io.tandem.ring.OneToOneRing;
import io.tandem.ring.RingConsumer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.LongSupplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/// What the parent does while the others work: collects the consumers' counts, shows the progress,
/// and looks whether everybody is alive.
final class Supervision {
  private static final long MOST_NAP_NANOS = 10_000_000;

  private final Job job;
  private final List<JvmProcess> processes;
  private final LongSupplier done;
  private final List<Result> results;
  private long shown;

  Supervision(Job job, List<JvmProcess> processes, List<OneToOneRing> results, LongSupplier done) {
    this.job = job;
    this.processes = processes;
    this.done = done;
    this.results = results.stream().map(ring -> new Result(ring.consumer())).toList();
  }

  /// Waits for all counts.
  ///
  /// @throws LostProcessException if a process died before they were complete
  WordTable await() {
    IdleStrategy idle = new BackoffIdleStrategy(0, 0, 100_000, MOST_NAP_NANOS);
    while (!results.stream().allMatch(Result::isComplete)) {
      int received = 0;
      for (Result result : results) {
        received += result.poll();
      }
      if (received == 0) {
        requireAllAlive();
      }
      showProgress();
      idle.idle(received);
    }
    showProgress();
    return merge();
  }

  private void requireAllAlive() {
    List<LostProcess> lost = lost(unfinished());
    if (!lost.isEmpty()) {
      throw new LostProcessException(lost);
    }
    if (processes.stream().noneMatch(JvmProcess::isAlive)) {
      requireComplete();
    }
  }

  /// Those whose death would make the total wrong: not a consumer that has sent all its counts.
  private List<JvmProcess> unfinished() {
    return processes.stream().filter(process -> !hasDelivered(process)).toList();
  }

  private boolean hasDelivered(JvmProcess process) {
    int consumer = processes.indexOf(process);
    return consumer < results.size() && results.get(consumer).isComplete();
  }

  /// Everybody ended well, so what they sent is in the rings.
  private void requireComplete() {
    results.forEach(Result::poll);
    if (!results.stream().allMatch(Result::isComplete)) {
      throw new IllegalStateException(
          "All processes ended, but not all counts came. This is a defect: please report it.");
    }
  }

  static List<LostProcess> lost(List<JvmProcess> processes) {
    return processes.stream()
        .filter(process -> process.exitStatus().map(status -> !status.isSuccess()).orElse(false))
        .map(process -> lost(process, process.exitStatus().orElseThrow()))
        .toList();
  }

  private static LostProcess lost(JvmProcess process, ExitStatus status) {
    String how =
        switch (status) {
          case ExitStatus.Exited(int code) -> "exited with code " + code;
          case ExitStatus.Signaled signaled ->
              "was killed by "
                  + signaled.signal().map(s -> "SIG" + s).orElse("signal " + signaled.number());
        };
    return new LostProcess(process.name(), process.pid(), how);
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
    private static final int BATCH = 64;

    private final RingConsumer ring;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Result(RingConsumer ring) {
      this.ring = ring;
    }

    int poll() {
      return ring.poll(
          (type, buffer, index, length) -> {
            byte[] part = new byte[length];
            buffer.getBytes(index, part);
            bytes.writeBytes(part);
          },
          BATCH);
    }

    WordTable table() {
      try {
        return WordTable.readFrom(
            new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    boolean isComplete() {
      return ring.isEndOfStream();
    }
  }
}
