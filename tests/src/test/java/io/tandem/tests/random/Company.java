package io.tandem.tests.random;

import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import io.tandem.tests.random.Linearizability.Kill;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The processes that run programs, as long as they live.
final class Company implements AutoCloseable {
  private static final int SPARES = 2;

  private final PrivateRoot root = PrivateRoot.open();
  private final SharedScope scope = SharedScope.create(Player.SCOPE, 1 << 20);
  private final List<ChildJvm> players = new ArrayList<>();
  private final Queue<ChildJvm> spares = new ArrayDeque<>();
  private int programs;

  Company() throws IOException {
    for (int i = 0; i < SPARES; i++) {
      spares.add(ChildJvm.start(Player.class));
    }
    for (int i = 0; i < Program.PROCESSES; i++) {
      players.add(replacement());
    }
  }

  private ChildJvm replacement() throws IOException {
    spares.add(ChildJvm.start(Player.class));
    return spares.remove();
  }

  /// What came of a program.
  ///
  /// @param threads what each did
  /// @param kill if a process was killed
  record Run(History history, Subject subject, List<List<Event>> threads, @Nullable Kill kill) {
    List<Event> all() {
      return threads.stream().flatMap(List::stream).toList();
    }

    /// What this process sees of the subject after the end.
    Event look() throws Exception {
      Step look = subject.look();
      long start = System.nanoTime();
      Subject.Outcome seen = subject.perform(look);
      return new Event(
          Program.MOST_THREADS, look, seen.result(), start, System.nanoTime(), seen.token());
    }
  }

  /// Runs a program to its end. What came of it is to be given to [#forget].
  ///
  /// One at a time: when the time for making a program smaller is over, another thread goes on.
  ///
  /// @param cleanUp the step with which a thread of this kind of subject ends, if it has to
  synchronized Run run(String kind, Program program, Step cleanUp) throws Exception {
    int number = programs++;
    var history = History.open(scope, number);
    boolean played = false;
    Kill kill;
    try {
      kill = play(number, kind, program, history);
      played = true;
    } finally {
      if (!played) {
        replaceAll();
      }
    }
    var subject = Subject.of(kind, history.block(), nameOf("" + number));
    var threads = new ArrayList<List<Event>>();
    for (int i = 0; i < program.threads().size(); i++) {
      threads.add(history.of(i, program.threads().get(i), cleanUp));
    }
    return new Run(history, subject, threads, kill);
  }

  /// Whatever a subject has outside of its block has a name that begins so.
  static String nameOf(String program) {
    return "subject-" + program;
  }

  private @Nullable Kill play(int number, String kind, Program program, History history)
      throws IOException, InterruptedException {
    for (int process = 0; process < Program.PROCESSES; process++) {
      players.get(process).say(line(number, kind, program, process));
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
    return kill;
  }

  /// One of them has ended, or hangs, or is in the middle of a program.
  private void replaceAll() throws IOException {
    for (int i = 0; i < Program.PROCESSES; i++) {
      players.get(i).close();
      players.set(i, replacement());
    }
  }

  private Kill kill(int micros) {
    LockSupport.parkNanos(micros * 1000L);
    long start = System.nanoTime();
    players.get(1).kill();
    return new Kill(start, System.nanoTime());
  }

  void forget(Run run) {
    run.subject().free();
    run.history().block().free();
  }

  private static String line(int number, String kind, Program program, int process) {
    var line = new StringBuilder("%d;%s".formatted(number, kind));
    for (int thread = process; thread < program.threads().size(); thread += Program.PROCESSES) {
      List<String> steps = program.threads().get(thread).stream().map(Step::toString).toList();
      line.append(";%d;%s".formatted(thread, String.join(",", steps)));
    }
    return line.toString();
  }

  @Override
  public void close() {
    players.forEach(ChildJvm::close);
    spares.forEach(ChildJvm::close);
    scope.unlink();
    scope.close();
    root.close();
  }
}
