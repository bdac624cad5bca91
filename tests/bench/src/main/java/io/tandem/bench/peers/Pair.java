package io.tandem.bench.peers;

import io.tandem.bench.side.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
  static Pair start(TransportKind kind, Path parent) throws IOException {
    String folder = Files.createDirectories(parent.resolve("of-" + kind.name())).toString();
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
  public double throughput(int bytes) {
    return throughput(bytes, 1);
  }

  /// Sends for a while from several threads of one process, on the same CPU.
  ///
  /// @return millions of messages a second
  double throughput(int bytes, int senders) {
    right.say("receive");
    left.say("send %d %d %d".formatted(bytes, WINDOW_NANOS, senders));
    long sent = Long.parseLong(left.answer());
    String[] received = right.answer().split(" ");
    return Flow.rate(title, sent, Long.parseLong(received[0]), Long.parseLong(received[1]));
  }

  /// Sends there and back for a while.
  ///
  /// @return p50 in microseconds
  double warmTrip() {
    return trip(WINDOW_NANOS, 0);
  }

  /// Sends there and back for a while, with enough time between for the receiver to fall asleep.
  ///
  /// @return p50 in microseconds
  double asleepTrip() {
    return trip(ASLEEP_WINDOW_NANOS, GAP_NANOS);
  }

  /// As [#asleepTrip], more often: it makes the JVMs compile what is measured.
  double dozingTrip() {
    return trip(DOZE_WINDOW_NANOS, DOZE_NANOS);
  }

  private double trip(long nanos, long gap) {
    right.say("echo");
    left.say("ping %d %d %d".formatted(ROUND_TRIP_BYTES, nanos, gap));
    String[] found = left.answer().split(" ");
    String _ = right.answer();
    return Long.parseLong(found[1]) / 1e3;
  }

  /// Lets the receiver wait for a while.
  ///
  /// @return the CPU time of it and of the helpers, in percent of a core
  double idle() throws InterruptedException {
    right.say("echo");
    Thread.sleep(SETTLE_MILLIS); // nothing says when a thread has come to rest
    long start = System.nanoTime();
    long before = waitingNanos();
    Thread.sleep(IDLE_MILLIS); // idleness is what is measured
    double used = 100.0 * (waitingNanos() - before) / (System.nanoTime() - start);
    left.say("ping %d 0 0".formatted(ROUND_TRIP_BYTES));
    String _ = left.answer();
    String _ = right.answer();
    return used;
  }

  private long waitingNanos() {
    return right.cpuNanos() + helpers.stream().mapToLong(Side::cpuNanos).sum();
  }

  @Override
  public void close() {
    left.close();
    right.close();
    helpers.forEach(Side::close);
  }
}
