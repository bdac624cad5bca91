package io.tandem.bench.lock;

import io.tandem.bench.duel.Duel;
import io.tandem.bench.duel.Sampling;
import io.tandem.bench.duel.Trial;
import io.tandem.bench.side.CProgram;
import io.tandem.bench.side.Side;
import io.tandem.demos.bench.Floor;
import io.tandem.demos.bench.Work;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How long it takes until two processes have waited for each other, beside the same in C: by locks
/// that each holds before the other, and by a condition, a semaphore or an event for each. At once,
/// where ours spins and C sleeps, and with so much work between that both sleep.
public final class Handovers {
  private static final Sampling SAMPLING = new Sampling(2, 5, 5);
  private static final int FEWEST_ROUNDS = 5_000; // each pair some more: that is how they meet
  private static final int FEWEST_ASLEEP = 500;
  private static final long PAUSE_NANOS = 200_000; // longer than anybody spins

  private final String way;
  private final long pause;
  private int rounds;

  private Handovers(String way, boolean asleep) {
    this.way = way;
    this.pause = asleep ? PAUSE_NANOS : 0;
    this.rounds = asleep ? FEWEST_ASLEEP : FEWEST_ROUNDS;
  }

  public static List<Trial> trials() {
    var trials = new ArrayList<Trial>();
    for (String way : List.of("condition", "lock", "semaphore", "event")) {
      for (boolean asleep : new boolean[] {false, true}) {
        Work work =
            Work.cost(
                    "handover.%s.%s".formatted(way, asleep ? "asleep" : "awake"),
                    "two processes wait for each other, p50: " + way,
                    "us")
                .between("Tandem", "C")
                .floor(Floor.ratio(1 / 1.3));
        trials.add(
            new Trial(work, SAMPLING, duel -> new Handovers(way, asleep).prepare(duel))
                .unless(CProgram.whyNot())
                .noting(asleep ? null : "ours spins, C sleeps"));
      }
    }
    return trials;
  }

  private void prepare(Duel duel) throws IOException, InterruptedException {
    Path program = CProgram.compile("handover.c", duel.folder());
    String file = duel.folder().resolve("handover-of-c").toString();
    List<String> ours = Side.jvm(List.of(), HandoverSide.class);
    Side c1 = ready(duel, 0, List.of(program.toString(), file, "make"));
    Side c2 = ready(duel, 1, List.of(program.toString(), file));
    Side j1 = ready(duel, 0, ours);
    Side j2 = ready(duel, 1, ours);
    duel.ours(() -> roundTrip(j1, j2));
    duel.peer(() -> roundTrip(c1, c2));
  }

  private static Side ready(Duel duel, int cpu, List<String> command) throws IOException {
    return duel.with(Side.start(Side.pinned(cpu, command))).ready();
  }

  /// @return the median in microseconds
  private double roundTrip(Side first, Side second) {
    rounds++;
    first.say("%s 0 %d %d".formatted(way, rounds, pause));
    second.say("%s 1 %d %d".formatted(way, rounds, pause));
    double median = Double.parseDouble(first.answer()) / 1e3;
    String _ = second.answer();
    return median;
  }
}
