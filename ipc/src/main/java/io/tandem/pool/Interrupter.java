package io.tandem.pool;

import java.util.concurrent.TimeUnit;

/// Interrupts the task that a worker runs when the pool says so. It looks from time to time: a load
/// costs nothing and needs no native call, the first of which would take longer than a small task.
final class Interrupter extends Thread {
  private static final long LOOK_MILLIS = 20;

  private final WorkerBlock block;
  private final Thread worker;

  // Guarded by this.
  private boolean running;
  private int place;

  private volatile boolean over;

  Interrupter(WorkerBlock block, Thread worker) {
    super("tandem-interrupter");
    this.block = block;
    this.worker = worker;
    setDaemon(true);
  }

  /// The worker's thread is about to run a task, without an interrupt that was meant for another.
  synchronized void begin(int place) {
    boolean _ = Thread.interrupted();
    this.place = place;
    running = true;
    if (isInterrupted(place)) {
      worker.interrupt();
    }
  }

  /// It has run it. What interrupts it was meant for, or what it did to itself, is over.
  synchronized void end() {
    running = false;
    boolean _ = Thread.interrupted();
  }

  /// There will be no more tasks.
  void finish() {
    over = true;
  }

  boolean isInterrupted(int place) {
    return place != WorkerLayout.NO_TASK && block.interrupted() == place;
  }

  @Override
  public void run() {
    int last = WorkerLayout.NO_TASK;
    while (!over) {
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      } catch (InterruptedException _) {
        // Goes on: nobody else may stop it.
      }
      int asked = block.interrupted();
      if (asked != last) {
        interrupt(asked);
        last = asked;
      }
    }
  }

  private synchronized void interrupt(int asked) {
    if (running && place == asked) {
      worker.interrupt();
    }
  }
}
