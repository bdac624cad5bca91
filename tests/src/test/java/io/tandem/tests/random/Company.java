package io.tandem.tests.random;

import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import io.tandem.tests.random.Linearizability.Kill;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The processes that run programs, as long as they live.
final class Company implements AutoCloseable {
  private final PrivateRoot root = PrivateRoot.open();
  private final SharedScope scope = SharedScope.create(Player.SCOPE, 1 << 20);
  private final List<ChildJvm> players = new ArrayList<>();
  private ChildJvm spare = ChildJvm.start(Player.class);
  private int programs;

  Company() throws IOException {
    for (int i = 0; i < Program.PROCESSES; i++) {
      players.add(replacement());
    }
  }

  private ChildJvm replacement() throws IOException {
    ChildJvm next = spare;
    spare = ChildJvm.start(Player.class);
    return next;
  }

  /// What came of a program.
  ///
  /// @param kill if a process was killed
  record Run(History history, @Nullable Kill kill) {}

  /// Runs a program to its end. Its history is to be given to [#forget].
  Run run(String subject, Program program) throws IOException, InterruptedException {
    int number = programs++;
    var history = History.open(scope, number);
    for (int process = 0; process < Program.PROCESSES; process++) {
      players.get(process).say(line(number, subject, program, process));
    }
    for (ChildJvm player : players) {
      player.awaitLine("ready");
    }
    history.go();
    Kill kill = program.kills() ? kill(program.killAfterMicros()) : null;
    for (int process = 0; process < (kill == null ? Program.PROCESSES : 1); process++) {
      players.get(process).awaitLine("done");
    }
    if (kill != null) {
      players.set(1, replacement());
    }
    return new Run(history, kill);
  }

  private Kill kill(int micros) {
    LockSupport.parkNanos(micros * 1000L);
    long start = System.nanoTime();
    players.get(1).kill();
    return new Kill(start, System.nanoTime());
  }

  void forget(Run run) {
    run.history().block().free();
  }

  private static String line(int number, String subject, Program program, int process) {
    var line = new StringBuilder("%d;%s".formatted(number, subject));
    for (int thread = process; thread < program.threads().size(); thread += Program.PROCESSES) {
      List<String> steps = program.threads().get(thread).stream().map(Step::toString).toList();
      line.append(";%d;%s".formatted(thread, String.join(",", steps)));
    }
    return line.toString();
  }

  @Override
  public void close() {
    players.forEach(ChildJvm::close);
    spare.close();
    scope.unlink();
    scope.close();
    root.close();
  }
}
