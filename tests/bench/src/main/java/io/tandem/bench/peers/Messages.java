package io.tandem.bench.peers;

import static io.tandem.bench.peers.TransportKind.AERON;
import static io.tandem.bench.peers.TransportKind.AGRONA_BACKOFF;
import static io.tandem.bench.peers.TransportKind.AGRONA_MANY;
import static io.tandem.bench.peers.TransportKind.AGRONA_SPIN;
import static io.tandem.bench.peers.TransportKind.CHRONICLE;
import static io.tandem.bench.peers.TransportKind.FIFO;
import static io.tandem.bench.peers.TransportKind.PIPE;
import static io.tandem.bench.peers.TransportKind.QUEUE;
import static io.tandem.bench.peers.TransportKind.QUEUE_BATCH;
import static io.tandem.bench.peers.TransportKind.RECORDS;
import static io.tandem.bench.peers.TransportKind.SOCKET;
import static io.tandem.bench.peers.TransportKind.SOCKET_BATCH;
import static io.tandem.bench.peers.TransportKind.TANDEM;
import static io.tandem.bench.peers.TransportKind.TANDEM_MANY;
import static io.tandem.bench.peers.TransportKind.TANDEM_SPIN;
import static io.tandem.bench.peers.TransportKind.TCP;
import static io.tandem.demos.bench.Work.cost;
import static io.tandem.demos.bench.Work.rate;

import io.tandem.bench.duel.Duel;
import io.tandem.bench.duel.Sampling;
import io.tandem.bench.duel.Trial;
import io.tandem.demos.bench.Floor;
import io.tandem.demos.bench.Work;
import java.util.List;
import java.util.stream.Stream;

/// Our rings, queue and pipe between two processes, each on a CPU of its own, beside their peers.
public final class Messages {
  private static final Sampling FLOWS = new Sampling(3, 4, 5);
  private static final Sampling IDLE = new Sampling(1, 0, 3);
  private static final Floor AHEAD = Floor.ratio(1);
  private static final Contestant<Pair> FUTEX_RING =
      Contestant.inC("C ring, futex", "futex_ring.c");

  private Messages() {}

  public static List<Trial> trials() {
    return Stream.of(rings(), manyToOne(), waiting(), queues(), pipes())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Trial> rings() {
    return List.of(
        flow("ring.32b.agrona", 32, TANDEM_SPIN, AGRONA_SPIN, Floor.ratio(0.9)),
        flow("ring.32b.backoff", 32, TANDEM_SPIN, AGRONA_BACKOFF, Floor.ratio(0.9)),
        flow("ring.32b.aeron", 32, TANDEM_SPIN, AERON, AHEAD),
        flow("ring.32b.chronicle", 32, TANDEM_SPIN, CHRONICLE, AHEAD),
        flow("ring.1k.agrona", 1024, TANDEM_SPIN, AGRONA_SPIN, AHEAD),
        flow("ring.1k.backoff", 1024, TANDEM_SPIN, AGRONA_BACKOFF, AHEAD),
        flow("ring.1k.aeron", 1024, TANDEM_SPIN, AERON, AHEAD),
        flow("ring.1k.chronicle", 1024, TANDEM_SPIN, CHRONICLE, AHEAD),
        trip("ring.trip.agrona", TANDEM_SPIN, AGRONA_SPIN, Floor.ratio(1 / 1.15)),
        trip("ring.trip.aeron", TANDEM_SPIN, AERON, AHEAD),
        trip("ring.trip.chronicle", TANDEM_SPIN, CHRONICLE, AHEAD));
  }

  private static List<Trial> manyToOne() {
    Work senders =
        rate("many.senders.agrona", "messages of 32 B by two threads of a process", "M/s")
            .floor(Floor.ratio(0.9));
    return List.of(
        flow("many.32b.agrona", 32, TANDEM_MANY, AGRONA_MANY, Floor.ratio(0.9)),
        flow("many.1k.agrona", 1024, TANDEM_MANY, AGRONA_MANY, Floor.ratio(0.9)),
        trip("many.trip.agrona", TANDEM_MANY, AGRONA_MANY, Floor.NONE),
        trial(
            senders,
            Contestant.of(TANDEM_MANY),
            Contestant.of(AGRONA_MANY),
            pair -> pair.throughput(32, 2)));
  }

  private static List<Trial> waiting() {
    return List.of(
        trip("waiting.trip.spin", TANDEM, TANDEM_SPIN, Floor.ratio(1 / 1.3)),
        trip("waiting.trip.backoff", TANDEM, AGRONA_BACKOFF, Floor.NONE),
        flow("waiting.32b.backoff", 32, TANDEM, AGRONA_BACKOFF, Floor.NONE),
        asleep("waiting.asleep.futex", TANDEM, Floor.ratio(1 / 1.15)),
        asleep("pipe.asleep.futex", PIPE, Floor.ratio(1 / 1.3)),
        idle("idle.ring", TANDEM),
        idle("idle.pipe", PIPE),
        idle("idle.queue", QUEUE));
  }

  private static List<Trial> queues() {
    Contestant<Pair> queue = Contestant.of(QUEUE);
    Contestant<TwoPairs> two =
        Contestant.of("two and two", folder -> TwoPairs.start(QUEUE, folder));
    Contestant<Pair> boost = Contestant.withBoost("Boost message_queue", "boost_queue.cpp");
    Contestant<Pair> mutex = Contestant.inC("C mutex and conditions", "condition_ring.c");
    Contestant<Pair> mq = Contestant.inC("C, POSIX mq", "posix_queue.c");
    return List.of(
        beside("python", Contestant.python("bytes"), Floor.ratio(50)),
        beside("socket", Contestant.of(SOCKET), Floor.ratio(10)),
        beside("boost", boost.holding("16,384"), AHEAD),
        beside("mutex", mutex.holding("16,384"), AHEAD),
        beside("tcp", Contestant.of(TCP), Floor.NONE),
        beside("fifo", Contestant.of(FIFO), Floor.NONE),
        beside("mq", mq.holding("10"), Floor.NONE),
        beside("pipe", Contestant.inC("C, pipe", "pipe.c"), Floor.NONE),
        flow("queue.32b.ring", 32, QUEUE, TANDEM, Floor.ratio(0.5)),
        flow("queue.64k.socket", 1 << 16, QUEUE, SOCKET, Floor.ratio(4)),
        flow("queue.batch.socket", 32, QUEUE_BATCH, SOCKET_BATCH, AHEAD),
        Messages.<Flow>trial(
            rate("queue.two.one", "messages of 32 B by two and two processes", "M/s")
                .floor(Floor.ratio(0.6)),
            two,
            queue,
            flow -> flow.throughput(32)),
        Messages.<Flow>trial(
            rate("queue.record.python", "small records, beside tuples", "M/s")
                .floor(Floor.ratio(20)),
            Contestant.of(RECORDS),
            Contestant.python("tuples"),
            flow -> flow.throughput(32)));
  }

  private static List<Trial> pipes() {
    return List.of(
        flow("pipe.32b.ring", 32, PIPE, TANDEM, Floor.NONE),
        trip("pipe.trip.ring", PIPE, TANDEM, Floor.ratio(1 / 1.3)),
        flow("pipe.64k.socket", 1 << 16, PIPE, SOCKET, Floor.ratio(4)));
  }

  private static Trial beside(String key, Contestant<? extends Flow> peer, Floor floor) {
    return Messages.<Flow>trial(
        rate("queue.32b." + key, "messages of 32 B", "M/s").floor(floor),
        Contestant.of(QUEUE),
        peer,
        flow -> flow.throughput(32));
  }

  private static Trial flow(
      String name, int bytes, TransportKind ours, TransportKind peer, Floor floor) {
    String size = bytes < 1024 ? bytes + " B" : bytes / 1024 + " KiB";
    boolean large = bytes > 1024;
    return Messages.<Flow>trial(
        rate(name, "messages of " + size, large ? "GB/s" : "M/s").floor(floor),
        Contestant.of(ours),
        Contestant.of(peer),
        flow -> flow.throughput(bytes) * (large ? bytes / 1e3 : 1));
  }

  private static Trial trip(String name, TransportKind ours, TransportKind peer, Floor floor) {
    return trial(
        cost(name, "32 B there and back, both awake, p50", "us").floor(floor),
        Contestant.of(ours),
        Contestant.of(peer),
        Pair::warmTrip);
  }

  private interface Measurement<P> {
    double of(P processes);
  }

  private static <P extends Flow> Trial trial(
      Work work,
      Contestant<? extends P> ours,
      Contestant<? extends P> peer,
      Measurement<P> measurement) {
    return new Trial(
            work.between(ours.title(), peer.title()),
            FLOWS,
            duel -> {
              P mine = duel.with(ours.start(duel.folder()));
              P theirs = duel.with(peer.start(duel.folder()));
              duel.ours(() -> measurement.of(mine));
              duel.peer(() -> measurement.of(theirs));
            })
        .unless(peer.whyNot())
        .noting(peer.note());
  }

  private static Trial asleep(String name, TransportKind kind, Floor floor) {
    Contestant<Pair> ours = Contestant.of(kind);
    Work work =
        cost(name, "32 B there and back, both asleep, p50", "us")
            .between(ours.title(), FUTEX_RING.title())
            .floor(floor);
    return new Trial(work, FLOWS, duel -> prepareAsleep(duel, ours)).unless(FUTEX_RING.whyNot());
  }

  private static void prepareAsleep(Duel duel, Contestant<Pair> ours) throws Exception {
    Pair mine = duel.with(ours.start(duel.folder()));
    Pair theirs = duel.with(FUTEX_RING.start(duel.folder()));
    duel.ours(mine::asleepTrip);
    duel.peer(theirs::asleepTrip);
    duel.warmUpBy(() -> mine.dozingTrip() + theirs.dozingTrip());
  }

  private static Trial idle(String name, TransportKind kind) {
    Work work =
        cost(name, "CPU time of a JVM that waits for a message", "% of a core")
            .by(kind.toString())
            .floor(Floor.value(0.1));
    return new Trial(
        work,
        IDLE,
        duel -> {
          Pair pair = duel.with(Pair.start(kind, duel.folder()));
          duel.ours(pair::idle);
        });
  }
}
