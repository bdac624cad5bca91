package io.tandem.bench.lock;

import static io.tandem.demos.bench.Work.cost;
import static io.tandem.demos.bench.Work.rate;

import io.tandem.bench.duel.Duel;
import io.tandem.bench.duel.Sampling;
import io.tandem.bench.duel.Trial;
import io.tandem.bench.side.CProgram;
import io.tandem.bench.side.PythonProgram;
import io.tandem.bench.side.Side;
import io.tandem.demos.bench.Floor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The shared lock beside a process-shared pthread mutex in C, a JVM's lock, Java's lock of a file
/// and Python's lock: alone, and fought for by two processes.
public final class Locks {
  private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Sampling ALONE = new Sampling(3, 20, 10);
  private static final Sampling FIGHT = new Sampling(3, 40, 10);
  private static final String OURS = "SharedLock";
  private static final String PTHREAD = "pthread in C";
  private static final String PYTHON = "Python's Lock";
  private static final String FILE_LOCK = "Java FileLock";

  private Locks() {}

  public static List<Trial> trials() {
    return List.of(
        alone("pthread", PTHREAD, 1 / 1.2, Locks::inC).unless(CProgram.whyNot()),
        alone("python", PYTHON, 5, Locks::inPython).unless(PythonProgram.whyNot()),
        alone("file", FILE_LOCK, 40, duel -> jvm(duel, 0, "file")),
        new Trial(
            cost("lock.alone.reentrant", "lock and unlock, alone", "ns")
                .between(OURS, "ReentrantLock")
                .floor(Floor.ratio(1 / 1.3)),
            ALONE,
            duel -> compareAlone(duel, jvm(duel, 0, "reentrant"))),
        two("pthread", PTHREAD, Floor.ratio(0.9), duel -> new Fight(inC(duel), inC(duel, 1)))
            .unless(CProgram.whyNot()),
        two("python", PYTHON, Floor.ratio(10), duel -> new Fight(inPython(duel)))
            .unless(PythonProgram.whyNot()),
        two(
            "file",
            FILE_LOCK,
            Floor.NONE,
            duel -> new Fight(jvm(duel, 0, "file"), jvm(duel, 1, "file"))));
  }

  private interface Start<T> {
    T of(Duel duel) throws Exception;
  }

  private static Trial alone(String key, String peer, double floor, Start<Side> start) {
    return new Trial(
        cost("lock.alone." + key, "lock and unlock, alone", "ns")
            .between(OURS, peer)
            .floor(Floor.ratio(floor)),
        ALONE,
        duel -> compareAlone(duel, start.of(duel)));
  }

  private static void compareAlone(Duel duel, Side peer) throws IOException {
    Side ours = jvm(duel, 0, "shared");
    String question = "alone " + WINDOW_NANOS;
    duel.ours(() -> Double.parseDouble(ours.ask(question)));
    duel.peer(() -> Double.parseDouble(peer.ask(question)));
  }

  private static Trial two(String key, String peer, Floor floor, Start<Fight> start) {
    return new Trial(
        rate("lock.two." + key, "lock, count, unlock, by two processes", "M/s")
            .between(OURS, peer)
            .floor(floor),
        FIGHT,
        duel -> {
          Fight theirs = start.of(duel);
          var ours = new Fight(jvm(duel, 0, "shared"), jvm(duel, 1, "shared"));
          duel.ours(ours::round);
          duel.peer(theirs::round);
          duel.aside("the slower one's share", "", ours::share);
          duel.aside("the peer's", "", theirs::share);
          duel.aside("longest time without", "ms", ours::pause);
          duel.aside("the peer's", "ms", theirs::pause);
        });
  }

  private static Side jvm(Duel duel, int cpu, String kind) throws IOException {
    String file = duel.folder().resolve("locked").toString();
    return ready(duel, cpu, Side.jvm(List.of(), LockSide.class, kind, file));
  }

  private static Side inC(Duel duel) throws IOException, InterruptedException {
    return inC(duel, 0);
  }

  /// The first, on the first CPU, makes the mutex.
  private static Side inC(Duel duel, int cpu) throws IOException, InterruptedException {
    Path mutex = CProgram.compile("mutex.c", duel.folder());
    String file = duel.folder().resolve("shared").toString();
    return ready(
        duel,
        cpu,
        cpu == 0 ? List.of(mutex.toString(), file, "make") : List.of(mutex.toString(), file));
  }

  private static Side inPython(Duel duel) throws IOException {
    return duel.with(Side.start(PythonProgram.command("lock", duel.folder()))).ready();
  }

  private static Side ready(Duel duel, int cpu, List<String> command) throws IOException {
    return duel.with(Side.start(Side.pinned(cpu, command))).ready();
  }
}
