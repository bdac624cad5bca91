package io.tandem.bench.pool;

import static io.tandem.demos.bench.Work.cost;
import static io.tandem.demos.bench.Work.rate;

import io.tandem.bench.duel.Duel;
import io.tandem.bench.duel.Sampling;
import io.tandem.bench.duel.Trial;
import io.tandem.bench.side.CProgram;
import io.tandem.bench.side.PythonProgram;
import io.tandem.bench.side.Side;
import io.tandem.demos.bench.Floor;
import io.tandem.demos.bench.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Our pool of two workers beside Python's `Pool` and `ProcessPoolExecutor`, and two processes in
/// C.
public final class Pools {
  private static final Sampling SAMPLING = new Sampling(1, 30, 9);
  private static final Sampling SPEED_UP = new Sampling(1, 1, 5);
  private static final Sampling DEATHS = new Sampling(1, 3, 100, 0.99);
  private static final String CALL = "call 300000000";
  private static final String SUBMIT = "submit 300000000";
  private static final String ONE_BY_ONE = "map 20000 1";
  private static final String USUAL_CHUNKS = "map 100000 0";
  private static final String BYTES = "bytes 300000000";
  private static final Floor MANY = Floor.ratio(5).andValue(200_000);
  private static final long STEPS = 300_000_000;

  private Pools() {}

  public static List<Trial> trials() {
    Work call = cost("pool.call", "a tiny task there and back, p50", "us");
    Work submit = rate("pool.submit", "tiny tasks, one by one", "tasks/s");
    Work map = rate("pool.map", "map with chunk size 1", "tasks/s");
    Work chunks = rate("pool.chunks", "map of 100,000 with the usual chunks", "tasks/s");
    Work bytes = rate("pool.bytes", "64 KiB there and back", "tasks/s");
    return List.of(
        besidePool(call.floor(Floor.ratio(10).andValue(25)), CALL, CALL),
        besidePool(submit.floor(MANY), SUBMIT, ONE_BY_ONE)
            .noting("the peer's is map with chunk size 1, which is faster there"),
        besidePool(map.floor(MANY), ONE_BY_ONE, ONE_BY_ONE),
        besidePool(chunks.floor(Floor.ratio(1)), USUAL_CHUNKS, USUAL_CHUNKS),
        besidePool(bytes.floor(Floor.ratio(5)), BYTES, BYTES),
        besideExecutor(call.floor(Floor.ratio(10)), CALL),
        besideExecutor(submit.floor(Floor.ratio(30)), SUBMIT),
        besideExecutor(map.floor(Floor.ratio(30)), ONE_BY_ONE),
        besideExecutor(bytes.floor(Floor.ratio(5)), BYTES),
        new Trial(
                rate("pool.cpus", "speed-up of work for CPUs by two workers", "times")
                    .between("ProcessPool", "two processes in C")
                    .floor(Floor.ratio(0.95)),
                SPEED_UP,
                Pools::compareSpeedUp)
            .unless(CProgram.whyNot()),
        death("told", "until its task has failed, p99", 50),
        death("refilled", "until two workers work again, p99", 1_000));
  }

  private static Trial death(String key, String until, double floor) {
    Work work =
        cost("pool.death." + key, "from kill -9 of a worker " + until, "ms")
            .by("ProcessPool")
            .floor(Floor.value(floor));
    int place = key.equals("told") ? 0 : 1;
    return new Trial(
        work,
        DEATHS,
        duel -> {
          Side pool = duel.with(Side.start(List.of(), PoolDeathSide.class)).ready();
          duel.ours(() -> Double.parseDouble(pool.ask("kill").split(" ")[place]) / 1e6);
        });
  }

  private static Trial besidePool(Work work, String question, String theirs) {
    return trial(work, "pool", "Python's Pool", question, theirs);
  }

  private static Trial besideExecutor(Work work, String question) {
    return trial(work, "executor", "Python's ProcessPoolExecutor", question, question);
  }

  private static Trial trial(Work work, String kind, String peer, String question, String theirs) {
    return new Trial(
            work.named(kind).between("ProcessPool", peer),
            SAMPLING,
            duel -> {
              Side ours = duel.with(Side.start(List.of(), PoolSide.class)).ready();
              Side python = python(duel, kind);
              duel.ours(() -> ask(ours, question, work.isRate()));
              duel.peer(() -> ask(python, theirs, work.isRate()));
              duel.warmUpBy(() -> ask(ours, question, work.isRate()));
            })
        .unless(PythonProgram.whyNot());
  }

  private static Side python(Duel duel, String kind) throws IOException {
    var command = new ArrayList<>(PythonProgram.command("process_pool", duel.folder()));
    command.add(kind);
    return duel.with(Side.start(command)).ready();
  }

  /// @return a rate, or microseconds
  private static double ask(Side side, String question, boolean isRate) {
    double found = Double.parseDouble(side.ask(question).split(" ")[0]);
    return isRate ? found : found / 1e3;
  }

  /// How much sooner two pieces of work are done by two workers than one after the other.
  private static void compareSpeedUp(Duel duel) throws IOException, InterruptedException {
    Path program = CProgram.compile("compute.c", duel.folder());
    Side ours = duel.with(Side.start(List.of(), PoolSide.class)).ready();
    duel.ours(() -> speedUp(ours.ask("compute " + STEPS)));
    duel.peer(() -> speedUp(inC(program, 1) + " " + inC(program, 2)));
  }

  private static double speedUp(String oneAndBoth) {
    String[] nanos = oneAndBoth.split(" ");
    return 2 * Double.parseDouble(nanos[0]) / Double.parseDouble(nanos[1]);
  }

  /// @return the nanoseconds of the slowest
  private static long inC(Path program, int many) throws IOException {
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      all.add(new ProcessBuilder(program.toString(), Long.toString(STEPS)).start());
    }
    long slowest = 0;
    for (Process each : all) {
      var output = new String(each.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      slowest = Math.max(slowest, Long.parseLong(output.substring(0, output.indexOf(' '))));
    }
    return slowest;
  }
}
