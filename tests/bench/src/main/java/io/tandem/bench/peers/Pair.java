package io.tandem.bench.peers;

import io.tandem.bench.side.CpuTime;
import io.tandem.bench.side.Root;
import io.tandem.bench.side.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Two processes with a transport between them, each on a CPU of its own, and those it needs
/// beside.
record Pair(String title, Side left, Side right, List<Side> helpers) implements Flow {
  private static final long ASLEEP_WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long DOZE_WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long DOZE_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
  private static final long GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SETTLE_MILLIS = 2000;
  private static final long IDLE_MILLIS = 3000;
  private static final int ROUND_TRIP_BYTES = 32;

  /// Starts two JVMs.
  static Pair start(TransportKind kind, Root root) throws IOException {
    String folder = Files.createDirectories(root.folder().resolve("of-" + kind.name())).toString();
    List<Side> helpers =
        kind == TransportKind.AERON
            ? List.of(Side.start(kind.flags(), AeronDriver.class, folder).ready())
            : List.of();
    return start(
        kind.toString(),
        Side.jvm(kind.flags(), JvmSide.class, kind.name(), folder, "left"),
        Side.jvm(kind.flags(), JvmSide.class, kind.name(), folder, "right"),
        helpers);
  }

  /// Starts two processes of a program.
  static Pair start(String title, Path program) throws IOException {
    String file = program.toString();
    String memory = file + "-memory";
    return start(title, List.of(file, memory, "left"), List.of(file, memory, "right"), List.of());
  }

  private static Pair start(
      String title, List<String> leftCommand, List<String> rightCommand, List<Side> helpers)
      throws IOException {
    Side left = Side.start(Side.pinned(0, leftCommand)).ready();
    Side right = Side.start(Side.pinned(1, rightCommand)).ready();
    return new Pair(title, left, right, helpers);
  }

  /// Sends for a while from one thread.
  @Override
  public double[] throughput(int bytes) {
    return throughput(bytes, 1);
  }

  /// Sends for a while from several threads of one process, on the same CPU.
  ///
  /// @return millions of messages a second
  double[] throughput(int bytes, int senders) {
    right.say("receive");
    left.say("send %d %d %d".formatted(bytes, WINDOW_NANOS, senders));
    long sent = Long.parseLong(left.answer());
    String[] received = right.answer().split(" ");
    return Flow.rate(title, sent, Long.parseLong(received[0]), Long.parseLong(received[1]));
  }

  /// Sends there and back for a while.
  ///
  /// @return p50 and p99 in microseconds
  double[] warmTrips() {
    return trips(WINDOW_NANOS, 0);
  }

  /// Sends there and back for a while, with enough time between for the receiver to fall asleep.
  ///
  /// @return p50 and p99 in microseconds, and how often the receiver slept for a message
  double[] asleepTrips() {
    return trips(ASLEEP_WINDOW_NANOS, GAP_NANOS);
  }

  /// As [#asleepTrips], more often.
  double[] dozingTrips() {
    return trips(DOZE_WINDOW_NANOS, DOZE_NANOS);
  }

  private double[] trips(long nanos, long gap) {
    right.say("echo");
    left.say("ping %d %d %d".formatted(ROUND_TRIP_BYTES, nanos, gap));
    String[] found = left.answer().split(" ");
    double sleeps = Long.parseLong(right.answer());
    return new double[] {
      Long.parseLong(found[1]) / 1e3,
      Long.parseLong(found[2]) / 1e3,
      sleeps / Long.parseLong(found[0])
    };
  }

  /// Lets the receiver wait for a while.
  ///
  /// @return the CPU time of it and of the helpers, in parts of a core
  double idle() throws InterruptedException {
    right.say("echo");
    Thread.sleep(SETTLE_MILLIS); // nothing says when a thread has come to rest
    long start = System.nanoTime();
    long before = waitingSide().ranNanos();
    Thread.sleep(IDLE_MILLIS); // idleness is what is measured
    double used = (double) (waitingSide().ranNanos() - before) / (System.nanoTime() - start);
    left.say("ping %d 0 0".formatted(ROUND_TRIP_BYTES));
    String _ = left.answer();
    String _ = right.answer();
    return used;
  }

  private CpuTime waitingSide() {
    return CpuTime.sum(Stream.concat(Stream.of(right), helpers.stream()).map(Side::cpuTime));
  }

  /// The CPU time of its two sides.
  @Override
  public CpuTime cpuTime() {
    return CpuTime.sum(Stream.of(left, right).map(Side::cpuTime));
  }

  @Override
  public void close() {
    left.close();
    right.close();
    helpers.forEach(Side::close);
  }
}
