package io.tandem.bench.manager;

import static io.tandem.demos.bench.Work.cost;
import static io.tandem.demos.bench.Work.rate;

import io.tandem.bench.duel.Duel;
import io.tandem.bench.duel.Sampling;
import io.tandem.bench.duel.Trial;
import io.tandem.bench.side.PythonProgram;
import io.tandem.bench.side.Side;
import io.tandem.demos.bench.Floor;
import io.tandem.demos.bench.Work;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Calls of managed objects beside Python's `SyncManager`.
public final class Managers {
  private static final Sampling CALLS = new Sampling(1, 8, 5);
  private static final Sampling DEATHS = new Sampling(1, 3, 100, 0.99);
  private static final Sampling CLIENTS = new Sampling(1, 0, 3);
  private static final Floor RING = Floor.ratio(8).andValue(5);
  private static final Floor SOCKET = Floor.ratio(2).andValue(20);
  private static final String NANOS = "500000000";

  private Managers() {}

  public static List<Trial> trials() {
    var trials = new ArrayList<Trial>();
    for (String transport : List.of("memory", "socket")) {
      Floor floor = transport.equals("memory") ? RING : SOCKET;
      String by = transport.equals("memory") ? " by shared memory, p50" : " by a Unix socket, p50";
      trials.add(
          trial(
              cost("manager.append." + transport, "append to a list" + by, "us").floor(floor),
              CALLS,
              transport,
              "append " + NANOS));
      trials.add(
          trial(
              cost("manager.get." + transport, "get from a map" + by, "us").floor(floor),
              CALLS,
              transport,
              "get " + NANOS));
    }
    trials.add(
        trial(
            rate("manager.clients", "8 processes that get from a map", "calls/s")
                .floor(Floor.ratio(10)),
            CLIENTS,
            "memory",
            "clients 8 2000000000"));
    trials.add(death());
    return trials;
  }

  private static Trial death() {
    Work work =
        cost("manager.death", "from kill -9 of a server until a call that waits fails, p99", "ms")
            .by("Manager")
            .floor(Floor.value(50));
    return new Trial(
        work,
        DEATHS,
        duel -> {
          Side client = duel.with(Side.start(List.of(), ManagerDeathSide.class)).ready();
          duel.ours(() -> Double.parseDouble(client.ask("kill")) / 1e6);
        });
  }

  private static Trial trial(Work work, Sampling sampling, String transport, String question) {
    return new Trial(
            work.between("Manager", "Python's SyncManager"),
            sampling,
            duel -> prepare(duel, work.isRate(), transport, question))
        .unless(PythonProgram.whyNot());
  }

  private static void prepare(Duel duel, boolean isRate, String transport, String question)
      throws IOException {
    Side ours = duel.with(Side.start(List.of(), ManagerSide.class, transport)).ready();
    Side python = duel.with(Side.start(PythonProgram.command("manager", duel.folder()))).ready();
    duel.ours(() -> ask(ours, question, isRate));
    duel.peer(() -> ask(python, question, isRate));
    duel.warmUpBy(() -> ask(ours, question, isRate));
  }

  /// @return a rate, or microseconds
  private static double ask(Side side, String question, boolean isRate) {
    double found = Double.parseDouble(side.ask(question).split(" ")[0]);
    return isRate ? found : found / 1e3;
  }
}
