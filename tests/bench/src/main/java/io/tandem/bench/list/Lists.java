package io.tandem.bench.list;

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
import java.util.concurrent.TimeUnit;

/// Getting and setting a number in a shared list, beside Python's `ShareableList` and an
/// `ArrayList`.
public final class Lists {
  private static final Sampling SAMPLING = new Sampling(3, 20, 10);
  private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private Lists() {}

  public static List<Trial> trials() {
    var trials = new ArrayList<Trial>();
    for (String what : List.of("get", "set")) {
      Work work = Work.cost("list.%s.python".formatted(what), what + " of a number", "ns");
      trials.add(
          new Trial(
                  work.between("ShareableList", "Python's ShareableList")
                      .floor(Floor.ratio(30).andValue(50)),
                  SAMPLING,
                  duel -> compare(duel, what, jvm(duel, "shareable"), python(duel)))
              .unless(PythonProgram.whyNot()));
      trials.add(besideArrayList("shareable", "ShareableList", what));
      trials.add(besideArrayList("shared", "SharedList", what));
    }
    return trials;
  }

  private static Trial besideArrayList(String kind, String name, String what) {
    Work work =
        Work.cost("list.%s.%s".formatted(what, kind), what + " of a number", "ns")
            .between(name, "ArrayList");
    return new Trial(
        work, SAMPLING, duel -> compare(duel, what, jvm(duel, kind), jvm(duel, "array")));
  }

  private static Side jvm(Duel duel, String kind) throws IOException {
    return duel.with(Side.start(List.of(), ListSide.class, kind)).ready();
  }

  private static Side python(Duel duel) throws IOException {
    return duel.with(Side.start(PythonProgram.command("shareable_list", duel.folder()))).ready();
  }

  private static void compare(Duel duel, String what, Side ours, Side peer) {
    String question = what + " " + WINDOW_NANOS;
    duel.ours(() -> Double.parseDouble(ours.ask(question)));
    duel.peer(() -> Double.parseDouble(peer.ask(question)));
  }
}
