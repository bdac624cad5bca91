package io.tandem.demos.job;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/// What the parent does while the others work: adds up the consumers' counts, shows the progress,
/// and frees what those who died had, so that others do it.
final class Supervision {
  private static final long MOST_NAP_NANOS = 10_000_000;

  private final Job job;
  private final Crew crew;
  private final Board board;
  private final Ledger ledger;
  private final Total total;
  private final List<Results> results; // by consumer
  private final Progress progress;
  private boolean someLost;

  Supervision(Job job, Crew crew, Board board, Ledger ledger, Total total, List<Results> results) {
    this.job = job;
    this.crew = crew;
    this.board = board;
    this.ledger = ledger;
    this.total = total;
    this.results = results;
    this.progress = new Progress(job);
  }

  /// Waits until the total is complete.
  ///
  /// @throws LostProcessException if all producers or all consumers died before it was
  void await() {
    IdleStrategy idle = new BackoffIdleStrategy(0, 0, 100_000, MOST_NAP_NANOS);
    while (!total.isComplete()) {
      boolean received = false;
      for (Results ofConsumer : results) {
        received |= ofConsumer.poll();
      }
      lookForLosses();
      progress.show(crew.done());
      idle.idle(received ? 1 : 0);
    }
    board.setFinished();
    progress.show(crew.done());
  }

  private void lookForLosses() {
    List<Worker> lost = crew.noticeLosses();
    if (!lost.isEmpty()) {
      waitIfThisProcessEnds();
      someLost = true;
      abandonLostConsumers();
    }
    if (someLost && !total.isComplete()) {
      if (ledger.free(crew) > 0) {
        board.setFreed();
      }
      requireSurvivors();
      lost.forEach(this::warn);
    }
  }

  /// Ctrl-C ends all processes of a job, and this one a moment after the others: no loss, and
  /// nothing to report.
  private static void waitIfThisProcessEnds() {
    var hook = new Thread();
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException endsAlready) {
      while (true) {
        LockSupport.park();
      }
    }
  }

  private void abandonLostConsumers() {
    for (int consumer = 0; consumer < results.size(); consumer++) {
      if (crew.isConsumerLost(consumer)) {
        results.get(consumer).abandon();
      }
    }
  }

  /// What is counted needs no producer any more.
  private void requireSurvivors() {
    if (crew.lacksConsumers()) {
      throw new LostProcessException(crew.lost(), "consumer");
    }
    if (crew.lacksProducers() && !ledger.isAllCounted()) {
      throw new LostProcessException(crew.lost(), "producer");
    }
  }

  private void warn(Worker lost) {
    job.warnings().printf("tandem: %s; the others do its work%n", lost.loss().inWords());
    job.warnings().flush();
  }
}
