package io.tandem.tests.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Threads that a test tells what to do: see [Actors]. They are in one process or in several, the
/// first in the first, the next in the next, and so on.
final class Cast {
  private static final long WATCHDOG_SECONDS = 60;
  private static final long A_WHILE_MILLIS = 40;

  private final PrivateRoot root = PrivateRoot.open();
  private final SharedScope scope = SharedScope.open(Actors.SCOPE, 1 << 20);
  private final Setting setting;
  private final Deeds.Kind kind;
  private final List<Stage> stages = new ArrayList<>();
  private final @Nullable ChildJvm server;
  private int actors;
  private int uses;

  Cast(Setting setting, Deeds.Kind kind) throws IOException, InterruptedException {
    this.setting = setting;
    this.kind = kind;
    server = kind == Deeds.Kind.MANAGED_LOCK ? LockServer.start(setting.flags()) : null;
    for (int i = 0; i < setting.processes(); i++) {
      stages.add(new Stage());
    }
  }

  /// A thread that has not done anything, in the process whose turn it is.
  Actor actor() throws IOException, InterruptedException {
    int stage = actors % stages.size();
    if (!stages.get(stage).process.isAlive()) {
      stages.set(stage, new Stage());
    }
    return new Actor(stages.get(stage), "actor" + actors++);
  }

  /// An object that nobody has used yet, for the next actors.
  void begin() {
    uses++;
    actors = Math.ceilDiv(actors, stages.size()) * stages.size();
  }

  void close() throws InterruptedException {
    stages.forEach(Stage::close);
    if (server != null) {
      server.say("end");
      server.awaitSuccess();
    }
    scope.unlink();
    scope.close();
    root.close();
  }

  /// A process.
  private final class Stage {
    private final Process process;
    private final PrintStream orders;
    private final Map<String, BlockingQueue<String>> answers = new ConcurrentHashMap<>();

    Stage() throws IOException {
      process =
          new ProcessBuilder(ChildJvm.command(setting.flags(), Actors.class, kind.name()))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      orders = new PrintStream(process.getOutputStream(), true);
      Thread.ofPlatform().daemon().start(this::read);
    }

    private void read() {
      try (BufferedReader lines = process.inputReader()) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          String[] words = line.split(" ", 2);
          answersOf(words[0]).add(words[words.length - 1]);
        }
      } catch (IOException e) {
        // It was killed.
      }
    }

    private BlockingQueue<String> answersOf(String name) {
      return answers.computeIfAbsent(name, _ -> new LinkedBlockingQueue<>());
    }

    void close() {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  /// A thread of one of the processes.
  final class Actor {
    private final Stage stage;
    private final String name;

    private Actor(Stage stage, String name) throws InterruptedException {
      this.stage = stage;
      this.name = name;
      does("use " + uses);
    }

    /// Begins to do something that may take long.
    Actor begins(String deed) {
      stage.orders.println(name + " " + deed);
      return this;
    }

    /// What came of what it began.
    String ends() throws InterruptedException {
      for (int i = 0; i < WATCHDOG_SECONDS && stage.process.isAlive(); i++) {
        String answer = stage.answersOf(name).poll(1, TimeUnit.SECONDS);
        if (answer != null) {
          return answer;
        }
      }
      throw new AssertionError(name + (stage.process.isAlive() ? " hangs" : " has ended"));
    }

    /// Whether an answer is there.
    boolean hasEnded() {
      return !stage.answersOf(name).isEmpty();
    }

    /// Does something, to its end.
    String does(String deed) throws InterruptedException {
      return begins(deed).ends();
    }

    void does(String deed, String expected) throws InterruptedException {
      assertEquals(expected, does(deed), deed);
    }

    /// Fails with an exception whose name and message begin so.
    void fails(String deed, String expected) throws InterruptedException {
      String answer = does(deed);
      assertTrue(answer.startsWith(expected), answer);
    }

    /// It is still at what it began.
    void waits() throws InterruptedException {
      assertNull(stage.answersOf(name).poll(A_WHILE_MILLIS, TimeUnit.MILLISECONDS), "ended");
    }

    void interrupt() {
      begins("interrupt");
    }

    /// Kills its process, and with it all that are in it.
    void killProcess() {
      stage.close();
    }

    /// Whether another process does what it does.
    boolean isElsewhereThan(Actor other) {
      return stage != other.stage;
    }

    /// Stops its process.
    void stop() throws IOException, InterruptedException {
      signal("-STOP");
    }

    void goOn() throws IOException, InterruptedException {
      signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
      String pid = Long.toString(stage.process.pid());
      assertEquals(0, new ProcessBuilder("kill", signal, pid).start().waitFor());
    }
  }
}
