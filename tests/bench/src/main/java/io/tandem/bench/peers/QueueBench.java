package io.tandem.bench.peers;

import static io.tandem.bench.peers.TransportKind.QUEUE;
import static io.tandem.bench.peers.TransportKind.QUEUE_BATCH;
import static io.tandem.bench.peers.TransportKind.RECORDS;
import static io.tandem.bench.peers.TransportKind.SOCKET;
import static io.tandem.bench.peers.TransportKind.SOCKET_BATCH;
import static io.tandem.bench.peers.TransportKind.TANDEM;

import java.io.IOException;
import java.util.List;

/// Our queue between processes beside its peers, pair by pair, each side on a CPU of its own:
/// - one process that puts messages of 32 bytes and one that takes them, beside our ring, a socket,
///   a ring in C with a mutex and conditions, Boost's queue, and Python's;
/// - two that put and two that take, beside one and one of the same queue;
/// - 64 messages put at once, beside 64 written at once;
/// - small records, beside tuples in Python's queue.
///
/// ```text
/// mvn -q -pl tests/bench -am -Pbench verify -DskipTests -Dbench.args="queue 3"
/// mvn -q -pl tests/bench -am -Pbench verify -DskipTests -Dbench.args="queue 3 socket"
/// ```
public final class QueueBench {
  private static final int BYTES = 32;

  private final Rounds rounds;

  private QueueBench(Rounds rounds) {
    this.rounds = rounds;
  }

  /// Prints a line for each measurement: rates, so above 1 ours is faster.
  ///
  /// @param arguments how many rounds, and a part of the names of those to measure
  public static void main(String... arguments) throws IOException, InterruptedException {
    new QueueBench(Rounds.of(arguments)).run();
  }

  private void run() throws IOException, InterruptedException {
    Contestant<Pair> queue = Contestant.of(QUEUE);
    compare(queue, Contestant.of(TANDEM));
    compare(queue, Contestant.of(SOCKET));
    compare(queue, Contestant.inC("C ring, mutex and conditions", "condition_ring.c"));
    compare(queue, Contestant.withBoost("Boost message_queue", "boost_queue.cpp"));
    compare(queue, Contestant.python("bytes"));
    compare(new Contestant<>("two and two", null, root -> TwoPairs.start(QUEUE, root)), queue);
    compare(Contestant.of(QUEUE_BATCH), Contestant.of(SOCKET_BATCH));
    compare(Contestant.of(RECORDS), Contestant.python("tuples"));
  }

  private void compare(Contestant<? extends Flow> ours, Contestant<? extends Flow> peer)
      throws IOException, InterruptedException {
    var flow = new Comparison<Flow>(each -> each.throughput(BYTES), "one way, 32 B: M/s");
    rounds.compare(ours, peer, List.of(flow));
  }
}
