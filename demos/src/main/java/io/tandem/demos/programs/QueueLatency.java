package io.tandem.demos.programs;

import io.tandem.demos.plot.HistogramChart;
import io.tandem.demos.plot.PlotOption;
import io.tandem.demos.plot.Samples;
import io.tandem.pipe.Pipe;
import io.tandem.process.JvmProcess;
import io.tandem.queue.SharedQueue;
import io.tandem.sync.SharedSemaphore;
import io.tandem.value.LongArray;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How long an element is on its way to another process, which is still looking, or sleeps already.
///
/// Each element is the time at which it was put, by `System.nanoTime()`, on one machine one clock
/// for all JVMs; the next is put when it was taken. Python's `Queue` needs a thread and a pipe.
@Command(
    name = "queue-latency",
    description =
        "How long an element is on its way: to one that looks, and to one that sleeps.%n"
            + "prints: SharedQueue, at once: median 5.27 µs, 99 %% 16.5 µs, longest 54.9 ms")
public final class QueueLatency implements Callable<Integer> {
  private static final long PAUSE_NANOS = 1_000_000;

  @Option(
      names = "--elements",
      defaultValue = "20000",
      converter = AtLeastOne.class,
      description = "A twentieth of them after a pause (default: ${DEFAULT-VALUE}).")
  private int elements;

  @Mixin private PlotOption plot;
  private final List<Samples> rows = new ArrayList<>();

  /// Where elements go in; they come out in another process.
  private interface Entrance {
    void put(long time) throws IOException, InterruptedException;
  }

  private interface Exit extends Serializable {
    long take() throws IOException, InterruptedException;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    for (long pause : new long[] {0, PAUSE_NANOS}) {
      SharedQueue<Long> queue = SharedQueue.create();
      measure("SharedQueue", pause, queue::put, queue::take);
      try (var pipe = Pipe.simplex()) {
        var reader = pipe.reader();
        measure("Pipe", pause, pipe.writer()::send, () -> (Long) reader.receive());
      }
    }
    plot.write(
        new HistogramChart(
            "How long an element is on its way to another process",
            elements + " elements one by one; who has waited for 1 ms is asleep, and must be woken",
            "from before put() to after take()",
            rows));
    return 0;
  }

  private void measure(String name, long pause, Entrance entrance, Exit exit)
      throws InterruptedException, IOException {
    int count = pause == 0 ? elements : 1 + elements / 20;
    var taken = SharedSemaphore.create(0);
    var times = LongArray.create(count);
    var taker =
        JvmProcess.start(
            () -> {
              for (int i = -count; i < count; i++) { // as many to warm up
                long time = -exit.take() + System.nanoTime(); // in this order
                times.setPlain(Math.max(0, i), Math.max(1, time));
                taken.release();
              }
            });
    for (int i = -count; i < count; i++) {
      LockSupport.parkNanos(pause);
      entrance.put(System.nanoTime());
      while (!taken.tryAcquire(Duration.ofSeconds(1))) {
        if (!taker.isAlive()) {
          throw new IllegalStateException("The taker has died: " + taker.join());
        }
      }
    }
    taker.join();
    rows.add(new Samples(name + (pause == 0 ? ", at once" : ", asleep"), times.toArray()));
    System.out.println(rows.getLast());
  }
}
