package io.tandem.tests.random;

import static io.tandem.tests.random.Subject.NO;
import static io.tandem.tests.random.Subject.NUMBER;
import static io.tandem.tests.random.Subject.REFUSED;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A bounded queue, first in, first out. What was leased and comes back is taken before all others,
/// in any order.
final class QueueModel implements Model<QueueModel.State> {
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /// @param returned leases that were given back, or whose process died
  /// @param leased by each thread
  record State(List<Integer> queue, List<Integer> returned, List<List<Integer>> leased) {
    State put(int number) {
      return new State(with(queue, number), returned, leased);
    }

    State withoutFirst() {
      return new State(queue.subList(1, queue.size()), returned, leased);
    }

    State withoutReturned(int index) {
      return new State(queue, without(returned, index), leased);
    }

    State lease(int thread, int number) {
      return with(thread, with(leased.get(thread), number));
    }

    /// The first that a thread has leased is gone.
    State end(int thread) {
      return with(thread, without(leased.get(thread), 0));
    }

    State giveBack(int number) {
      return new State(queue, with(returned, number), leased);
    }

    private State with(int thread, List<Integer> leases) {
      var all = new ArrayList<>(leased);
      all.set(thread, leases);
      return new State(queue, returned, List.copyOf(all));
    }

    private static List<Integer> with(List<Integer> numbers, int number) {
      return Stream.concat(numbers.stream(), Stream.of(number)).toList();
    }

    private static List<Integer> without(List<Integer> numbers, int index) {
      var rest = new ArrayList<>(numbers);
      rest.remove(index);
      return List.copyOf(rest);
    }
  }

  @Override
  public State start() {
    return new State(
        List.of(), List.of(), Collections.nCopies(Program.MOST_THREADS + 1, List.of()));
  }

  @Override
  public List<String> moments(Event event) {
    return List.of(event.step().name());
  }

  @Override
  public List<State> apply(State state, Event event, String moment) {
    return switch (moment) {
      case "poll", "pollFor" -> taken(state, event, false);
      case "lease" -> taken(state, event, true);
      case "acknowledge", "giveBack" -> ended(state, event);
      case "peek" -> same(state, sees(event, first(state)));
      case "size" ->
          same(state, sees(event, List.of(state.queue().size() + state.returned().size())));
      case "look" ->
          same(state, shows(event.result() - NUMBER, List.of(), state.returned(), state.queue()));
      default -> put(state, event);
    };
  }

  private static List<State> same(State state, boolean possible) {
    return possible ? List.of(state) : List.of();
  }

  private static boolean sees(Event event, List<Integer> numbers) {
    return event.isPending()
        || (numbers.isEmpty()
            ? event.result() == NO
            : numbers.stream().anyMatch(number -> event.result() == NUMBER + number));
  }

  private static List<Integer> first(State state) {
    return state.returned().isEmpty() ? state.queue().stream().limit(1).toList() : state.returned();
  }

  /// Whether a look shows what came back in some order, and then the queue.
  private static boolean shows(
      int code, List<Integer> before, List<Integer> returned, List<Integer> queue) {
    if (returned.isEmpty()) {
      return code == QueueSubject.code(Stream.concat(before.stream(), queue.stream()).toList());
    }
    return IntStream.range(0, returned.size())
        .anyMatch(
            i ->
                shows(
                    code, State.with(before, returned.get(i)), State.without(returned, i), queue));
  }

  private static List<State> put(State state, Event event) {
    boolean full = state.queue().size() == QueueSubject.ROOM;
    if (event.result() == NO) {
      return same(state, full || waitedForOthers(event));
    }
    return full ? List.of() : List.of(state.put(QueueSubject.number(event.step())));
  }

  /// Whether its time may have been over before it had its turn.
  private static boolean waitedForOthers(Event event) {
    return event.step().micros() > 0 && event.end() - event.start() >= PATIENCE_NANOS;
  }

  private static List<State> taken(State state, Event event, boolean leased) {
    List<Integer> first = first(state);
    if (event.result() == NO) {
      return same(state, first.isEmpty() || leased || waitedForOthers(event));
    }
    var after = new ArrayList<State>();
    for (int i = 0; i < first.size(); i++) {
      int number = first.get(i);
      if (sees(event, List.of(number))) {
        State rest = state.returned().isEmpty() ? state.withoutFirst() : state.withoutReturned(i);
        after.add(leased ? rest.lease(event.thread(), number) : rest);
      }
    }
    return after;
  }

  private static List<State> ended(State state, Event event) {
    List<Integer> leased = state.leased().get(event.thread());
    if (leased.isEmpty()) {
      return same(state, event.result() == REFUSED || event.isPending());
    }
    if (event.result() == REFUSED) {
      return List.of();
    }
    State rest = state.end(event.thread());
    boolean back = event.step().name().equals("giveBack");
    return List.of(back ? rest.giveBack(leased.getFirst()) : rest);
  }

  @Override
  public State kill(State state, int process) {
    State after = state;
    for (int thread = process; thread < Program.MOST_THREADS; thread += Program.PROCESSES) {
      for (int number : state.leased().get(thread)) {
        after = after.end(thread).giveBack(number);
      }
    }
    return after;
  }
}
