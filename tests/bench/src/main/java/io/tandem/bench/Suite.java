package io.tandem.bench;

import io.tandem.bench.duel.Trial;
import io.tandem.bench.job.Jobs;
import io.tandem.bench.list.Lists;
import io.tandem.bench.lock.Deaths;
import io.tandem.bench.lock.Handovers;
import io.tandem.bench.lock.Idle;
import io.tandem.bench.lock.Joining;
import io.tandem.bench.lock.Locks;
import io.tandem.bench.lock.Orphans;
import io.tandem.bench.manager.Managers;
import io.tandem.bench.peers.Messages;
import io.tandem.bench.pool.Pools;
import io.tandem.bench.start.Starts;
import io.tandem.demos.bench.ReportJson;
import io.tandem.demos.bench.Result;
import io.tandem.demos.bench.Result.LeftOut;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// All benchmarks, for `tandem bench`. It prints a line of JSON for each result, and ends with its
/// input.
///
/// ```text
/// list           all rows, without figures
/// full NAME...   measures these
/// quick NAME...  the same with few pairs
/// ```
final class Suite {
  private Suite() {}

  public static void main(String... arguments) {
    PrintStream results = System.out;
    System.setOut(System.err); // what libraries say is no result
    Thread.ofPlatform().daemon().start(Suite::endWithInput);
    if (arguments[0].equals("list")) {
      trials()
          .map(trial -> new Result(trial.work(), new LeftOut("it was not measured")))
          .forEach(result -> results.println(ReportJson.line(result)));
      return;
    }
    boolean quick = arguments[0].equals("quick");
    Set<String> names = Set.of(Arrays.copyOfRange(arguments, 1, arguments.length));
    trials()
        .filter(trial -> names.contains(trial.work().name()))
        .map(trial -> trial.measure(quick))
        .forEach(result -> results.println(ReportJson.line(result)));
  }

  private static Stream<Trial> trials() {
    return Stream.of(
            Messages.trials(),
            InProcess.trials(),
            Locks.trials(),
            Handovers.trials(),
            Deaths.trials(),
            Orphans.trials(),
            Idle.trials(),
            List.of(ValueMaking.trial()),
            Lists.trials(),
            Pools.trials(),
            Managers.trials(),
            List.of(Joining.trial()),
            List.of(Jobs.trial()),
            Starts.trials())
        .flatMap(List::stream);
  }

  private static void endWithInput() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // as good as its end
    }
    System.exit(130);
  }
}
