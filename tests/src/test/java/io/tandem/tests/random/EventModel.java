package io.tandem.tests.random;

import static io.tandem.tests.random.Subject.NO;
import static io.tandem.tests.random.Subject.NUMBER;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// An event and a latch. Nobody has them, so that a death changes nothing.
final class EventModel implements Model<EventModel.State> {
  /// @param waits for each thread whether the event was not set since it came
  record State(boolean set, int count, List<Boolean> waits) {
    State event(boolean set) {
      return set ? new State(true, count, Collections.nCopies(waits.size(), false)) : cleared();
    }

    private State cleared() {
      return new State(false, count, waits);
    }

    State waiting(int thread, boolean waits) {
      var all = new ArrayList<>(this.waits);
      all.set(thread, waits);
      return new State(set, count, List.copyOf(all));
    }
  }

  @Override
  public State start() {
    return new State(false, EventSubject.COUNT, Collections.nCopies(Program.MOST_THREADS, false));
  }

  @Override
  public List<String> moments(Event event) {
    boolean inVain = event.step().name().equals("awaitFor") && event.result() == NO;
    return inVain ? List.of("come", "giveUp") : List.of(event.step().name());
  }

  @Override
  public List<State> apply(State state, Event event, String moment) {
    int me = event.thread();
    boolean no = event.result() == NO;
    return switch (moment) {
      case "set" -> List.of(state.event(true));
      case "clear" -> List.of(state.event(false));
      case "awaitFor", "isSet" -> state.set() == no ? List.of() : List.of(state);
      case "come" -> state.set() ? List.of() : List.of(state.waiting(me, true));
      case "giveUp" -> state.waits().get(me) ? List.of(state.waiting(me, false)) : List.of();
      case "countDown" ->
          List.of(new State(state.set(), Math.max(state.count() - 1, 0), state.waits()));
      case "awaitZeroFor" -> (state.count() > 0) == no ? List.of(state) : List.of();
      default -> event.result() == NUMBER + state.count() ? List.of(state) : List.of();
    };
  }

  @Override
  public State kill(State state, int process) {
    return state;
  }
}
