package io.tandem.tests.random;

import io.tandem.memory.SharedScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.stream.Stream;

/// A process that runs its part of one program after the other: each is a line with the number of
/// the program, the kind of its subject, and for each of its threads a number and steps.
final class Player {
  static final String SCOPE = "programs";

  private Player() {}

  public static void main(String... arguments) throws Exception {
    try (var scope = SharedScope.attach(SCOPE);
        var lines = new Scanner(System.in)) {
      int _ = scope.peers().self();
      System.out.println("plays");
      while (lines.hasNextLine()) {
        play(scope, lines.nextLine().split(";"));
      }
    }
  }

  private static void play(SharedScope scope, String... line) throws InterruptedException {
    var history = History.open(scope, Integer.parseInt(line[0]));
    Subject subject = Subject.of(line[1], history.block(), Company.nameOf(line[0]));
    List<Thread> threads = new ArrayList<>();
    for (int i = 2; i + 1 < line.length; i += 2) {
      int thread = Integer.parseInt(line[i]);
      List<Step> steps =
          Stream.of(line[i + 1].split(",")).filter(s -> !s.isEmpty()).map(Step::of).toList();
      threads.add(Thread.ofPlatform().start(() -> act(history, subject, thread, steps)));
    }
    System.out.println("ready");
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.println("done");
  }

  private static void act(History history, Subject subject, int thread, List<Step> steps) {
    history.awaitGo();
    try {
      int index = 0;
      for (Step step : steps) {
        perform(history, subject, thread, index++, step);
      }
      for (Step rest = subject.cleanUp(); rest != null; rest = subject.cleanUp()) {
        perform(history, subject, thread, index++, rest);
      }
    } catch (Exception | Error e) {
      System.out.println("wrong: " + e);
      Runtime.getRuntime().halt(1); // or it would look as if it had been killed
    }
  }

  private static void perform(History history, Subject subject, int thread, int index, Step step)
      throws Exception {
    history.begin(thread, index);
    history.end(thread, index, subject.perform(step));
  }
}
