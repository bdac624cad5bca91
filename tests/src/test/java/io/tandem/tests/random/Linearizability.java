package io.tandem.tests.random;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Whether there is an order in which events could have happened one moment after the other: each
/// between its start and its end, and so that a model agrees with each result.
///
/// `Source:` Wing and Gong, *Testing and Verifying Concurrent Objects*, 1993, with Lowe's memory of
/// what was tried before.
final class Linearizability<S> {
  private final Model<S> model;
  private final List<List<Moment>> threads;
  private final @Nullable Kill kill;
  private final Set<Position<S>> tried = new HashSet<>();

  private record Moment(Event event, String name) {}

  /// The death of process 1, at some time between these two.
  record Kill(long start, long end) {}

  private record Position<S>(List<Integer> next, boolean killed, S state) {}

  private Linearizability(Model<S> model, List<List<Event>> history, @Nullable Kill kill) {
    this.model = model;
    this.kill = kill;
    threads = new ArrayList<>();
    for (List<Event> events : history) {
      var moments = new ArrayList<Moment>();
      for (Event event : events) {
        model.moments(event).forEach(name -> moments.add(new Moment(event, name)));
      }
      threads.add(moments);
    }
  }

  /// @param history of each thread
  static <S> boolean holds(Model<S> model, List<List<Event>> history, @Nullable Kill kill) {
    var search = new Linearizability<>(model, history, kill);
    return search.canEnd(new int[history.size()], kill == null, model.start());
  }

  private boolean canEnd(int[] next, boolean killed, S state) {
    long deadline = earliestEnd(next, killed);
    if (deadline == Event.NEVER) {
      return true; // what is left was killed, and need not have happened
    }
    if (!tried.add(new Position<>(Arrays.stream(next).boxed().toList(), killed, state))) {
      return false;
    }
    if (!killed
        && kill != null
        && kill.start() <= deadline
        && canEnd(next, true, model.kill(state, 1))) {
      return true;
    }
    for (int thread = 0; thread < next.length; thread++) {
      if (canHappenNext(next, thread, killed, deadline) && canGoOn(next, thread, killed, state)) {
        return true;
      }
    }
    return false;
  }

  private boolean canHappenNext(int[] next, int thread, boolean killed, long deadline) {
    boolean dead = kill != null && killed && Program.processOf(thread) == 1;
    return !dead
        && next[thread] < threads.get(thread).size()
        && threads.get(thread).get(next[thread]).event().start() <= deadline;
  }

  private boolean canGoOn(int[] next, int thread, boolean killed, S state) {
    Moment moment = threads.get(thread).get(next[thread]);
    int[] further = next.clone();
    further[thread]++;
    return model.apply(state, moment.event(), moment.name()).stream()
        .anyMatch(after -> canEnd(further, killed, after));
  }

  /// Nothing that started later may come before it.
  private long earliestEnd(int[] next, boolean killed) {
    long earliest = killed || kill == null ? Event.NEVER : kill.end();
    for (int thread = 0; thread < next.length; thread++) {
      if (next[thread] < threads.get(thread).size()) {
        long end = threads.get(thread).get(next[thread]).event().end();
        earliest = Math.min(earliest, end);
      }
    }
    return earliest;
  }
}
