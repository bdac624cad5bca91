package io.tandem.tests.sync;

import io.tandem.memory.SharedScope;
import java.util.HashMap;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.LinkedBlockingQueue;

/// A process with threads that do as they are told, each its own lines in their order: the name of
/// the thread, what to do, and with what number. Each answers every line with one of its own.
///
/// A thread begins with its first line and ends with `end`; `interrupt` interrupts it at once.
final class Actors {
  static final String SCOPE = "actors";
  static final String VIRTUAL = "tandem.test.virtual";

  private final SharedScope scope;
  private final Deeds.Kind kind;
  private final Map<String, Actor> actors = new HashMap<>();

  private Actors(SharedScope scope, Deeds.Kind kind) {
    this.scope = scope;
    this.kind = kind;
  }

  public static void main(String... arguments) {
    try (var scope = SharedScope.open(SCOPE);
        var lines = new Scanner(System.in)) {
      var actors = new Actors(scope, Deeds.Kind.valueOf(arguments[0]));
      System.out.println("ready");
      while (lines.hasNextLine()) {
        actors.tell(lines.nextLine());
      }
      Runtime.getRuntime().halt(0); // some may wait for ever
    }
  }

  private void tell(String line) {
    String[] words = line.split(" ", 2);
    Actor actor = actors.computeIfAbsent(words[0], name -> new Actor(name, kind.in(scope)));
    if (words[1].equals("interrupt")) {
      actor.thread.interrupt();
    } else {
      actor.lines.add(words[1]);
    }
    if (words[1].equals("end")) {
      actors.remove(words[0]);
    }
  }

  private static final class Actor {
    private final String name;
    private final Deeds deeds;
    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Thread thread;

    Actor(String name, Deeds deeds) {
      this.name = name;
      this.deeds = deeds;
      boolean virtual = Boolean.getBoolean(VIRTUAL);
      thread = virtual ? Thread.ofVirtual().start(this::act) : Thread.ofPlatform().start(this::act);
    }

    private void act() {
      for (String line = next(); !line.equals("end"); line = next()) {
        System.out.println(name + " " + answer(line));
      }
      System.out.println(name + " ended");
    }

    /// An interrupt is for what it does next.
    private String next() {
      boolean interrupted = false;
      try {
        while (true) {
          try {
            return lines.take();
          } catch (InterruptedException e) {
            interrupted = true;
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private String answer(String line) {
      String[] words = line.split(" ");
      long number = words.length > 1 ? Long.parseLong(words[1]) : 0;
      try {
        return deeds.run(words[0], number);
      } catch (Exception | Error e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
      }
    }
  }
}
