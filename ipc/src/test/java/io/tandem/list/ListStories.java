package io.tandem.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.word.Kills;
import io.tandem.word.Steps;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/// What happens to those who use a list, told for every access before which it can happen.
///
/// @param bug what is wrong: then one of the stories must fail
record ListStories(ListWorld.Bug bug) {
  private static final List<Integer> SIZES = List.of(0, 1, 3, 8, 9);
  private static final String LONG = "a text of its own record";

  /// One change, of shared memory and of a model.
  ///
  /// @param least that must be in the list for it
  record Change(String name, int least, Shared shared, UnaryOperator<List<String>> model) {
    List<String> of(List<String> before) {
      return model.apply(new ArrayList<>(before));
    }
  }

  interface Shared {
    void change(ListMemory list);
  }

  private static final List<Change> CHANGES =
      List.of(
          splice("append a short one", 0, size -> size, 0, List.of("end")),
          splice("append a long one", 0, size -> size, 0, List.of(LONG)),
          splice("append many", 0, size -> size, 0, ListWorld.some(9)),
          splice("insert first", 0, size -> 0, 0, List.of(LONG)),
          splice("insert between", 2, size -> 1, 0, List.of("x", LONG + "!")),
          splice("remove first", 1, size -> 0, 1, List.of()),
          splice("remove last", 1, size -> size - 1, 1, List.of()),
          splice("remove between", 3, size -> 1, 1, List.of()),
          splice("replace some", 3, size -> 1, 2, List.of(LONG, "y", "z", LONG + "?")),
          new Change("clear", 0, list -> list.splice(0, list.size(), List.of()), list -> List.of()),
          set("set a short one", "now"),
          set("set a long one", LONG + ", now"),
          set("set one that needs room", LONG.repeat(40)),
          new Change("reverse", 0, ListStories::reverse, List::reversed));

  private interface Place {
    int of(int size);
  }

  private static Change splice(
      String name, int least, Place place, int removed, List<String> inserted) {
    return new Change(
        name,
        least,
        list -> {
          int at = place.of(list.size());
          list.splice(at, at + removed, ListWorld.bytes(inserted));
        },
        model -> {
          int at = place.of(model.size());
          model.subList(at, at + removed).clear();
          model.addAll(at, inserted);
          return model;
        });
  }

  private static Change set(String name, String text) {
    return new Change(
        name,
        1,
        list -> list.set(list.size() / 2, ListWorld.bytes(text)),
        model -> {
          model.set(model.size() / 2, text);
          return model;
        });
  }

  private static void reverse(ListMemory list) {
    int size = list.size();
    var order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = size - 1 - i;
    }
    list.select(order);
  }

  private static Change change(String name) {
    return CHANGES.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private ListWorld worldWith(List<String> content) {
    var world = new ListWorld(bug);
    if (!content.isEmpty()) {
      world.list().splice(0, 0, ListWorld.bytes(content));
    }
    return world;
  }

  // ---- deaths ----

  /// Any change of a list of any size, and whoever makes it dies: it is made or not.
  ///
  /// @return how many accesses there are to die before, in all
  long oneDies() {
    long deaths = 0;
    for (int size : SIZES) {
      for (Change change : CHANGES) {
        deaths += size < change.least() ? 0 : oneDies(change, ListWorld.some(size));
      }
    }
    return deaths;
  }

  private long oneDies(Change change, List<String> before) {
    List<String> after = change.of(before);
    return Kills.each(
        victim -> {
          ListWorld world = worldWith(before);
          boolean done = victim.run(() -> change.shared().change(world.list(victim)));
          List<String> now = world.content();
          String told = change.name() + ": " + now;
          assertTrue(now.equals(after) || !done && now.equals(before), told);
          requireUsable(world, now);
          assertEquals(0, world.strayBlocks(), () -> change.name() + ": memory is lost");
        });
  }

  /// The next ones can change it, and find no more than it should have.
  private static void requireUsable(ListWorld world, List<String> now) {
    long foreign = world.allocateForeign();
    var model = new ArrayList<>(now);
    for (String text : List.of("t", LONG + " of the next one", LONG.repeat(30))) {
      world.list().splice(model.size(), model.size(), List.of(ListWorld.bytes(text)));
      model.add(text);
      assertEquals(model, world.content());
    }
    Collections.reverse(model);
    reverse(world.list());
    assertEquals(model, world.content());
    world.requireForeign(foreign);
    world.freeForeign(foreign);
  }

  /// Two, one after the other, each of which makes three changes until it dies.
  ///
  /// @return how many pairs of accesses
  long twoDie() {
    List<Change> first =
        List.of(
            change("append a long one"),
            change("insert between"),
            change("set one that needs room"));
    List<Change> second = List.of(change("remove first"), change("append many"), change("clear"));
    return twoDie(first, second, 3) + twoDie(second, first, 6);
  }

  private long twoDie(List<Change> first, List<Change> second, int size) {
    return Kills.eachPair(
        (one, other) -> {
          ListWorld world = worldWith(ListWorld.some(size));
          List<String> between = run(world, one, first, ListWorld.some(size));
          List<String> now = new ArrayList<>(run(world, other, second, between));
          world.list().splice(now.size(), now.size(), List.of(ListWorld.bytes(LONG)));
          now.add(LONG);
          assertEquals(now, world.content());
        });
  }

  /// @return what the list is then
  private static List<String> run(
      ListWorld world, Steps process, List<Change> changes, List<String> before) {
    var done = new int[1];
    process.run(
        () -> {
          ListMemory list = world.list(process);
          for (Change change : changes) {
            change.shared().change(list);
            done[0]++;
          }
        });
    List<List<String>> states = states(before, changes);
    List<String> now = world.content();
    int next = Math.min(done[0] + 1, changes.size());
    assertTrue(
        now.equals(states.get(done[0])) || process.isDead() && now.equals(states.get(next)),
        () -> "after %d changes: %s".formatted(done[0], now));
    return now;
  }

  private static List<List<String>> states(List<String> before, List<Change> changes) {
    List<List<String>> states = new ArrayList<>(List.of(before));
    for (Change change : changes) {
      states.add(change.of(states.getLast()));
    }
    return states;
  }

  // ---- pauses ----

  /// Whoever changes the list pauses anywhere, and others read it.
  void aWriterPauses() {
    for (int size : SIZES) {
      for (Change change : CHANGES) {
        if (size >= change.least()) {
          aWriterPauses(change, ListWorld.some(size));
        }
      }
    }
  }

  private void aWriterPauses(Change change, List<String> before) {
    List<String> after = change.of(before);
    Kills.eachPause(
        step -> {
          ListWorld world = worldWith(before);
          var outdated = new ArrayList<Long>();
          var paused =
              Steps.pausingBefore(
                  step,
                  () -> {
                    List<String> seen = world.content();
                    assertTrue(
                        seen.equals(before) || seen.equals(after), () -> change.name() + seen);
                    if (!seen.equals(after)) {
                      outdated.add(world.state());
                    }
                  });
          paused.run(() -> change.shared().change(world.list(paused)));
          assertEquals(after, world.content());
          assertFalse(
              outdated.contains(world.state()), () -> "nobody is told of: " + change.name());
          return paused.hasPaused();
        });
  }

  /// Whoever reads the list pauses anywhere, and others change it, several times.
  void aReaderPauses() {
    List<Change> many =
        List.of(
            change("reverse"),
            change("append many"),
            change("set one that needs room"),
            change("remove first"),
            change("clear"),
            change("append many"),
            change("append many"),
            change("insert first"));
    for (int from = 0; from < many.size(); from++) {
      for (int to = from + 1; to <= many.size(); to++) {
        aReaderPauses(many.subList(from, to));
      }
    }
  }

  private void aReaderPauses(List<Change> meanwhile) {
    List<String> before = ListWorld.some(5);
    List<List<String>> states = states(before, meanwhile);
    Kills.eachPause(
        step -> {
          ListWorld world = worldWith(before);
          var paused =
              Steps.pausingBefore(
                  step, () -> meanwhile.forEach(change -> change.shared().change(world.list())));
          var seen = new ArrayList<List<String>>();
          paused.run(
              () -> {
                ListMemory list = world.list(paused);
                byte[] second = list.get(1);
                String text = second == null ? null : ListWorld.text(second);
                assertTrue(
                    states.stream()
                        .anyMatch(s -> text == null || s.size() > 1 && s.get(1).equals(text)),
                    () -> "never there: " + text);
                seen.add(ListWorld.texts(list.snapshot().elements()));
              });
          assertTrue(states.contains(seen.getFirst()), () -> "never so: " + seen);
          return paused.hasPaused();
        });
  }
}
