package io.tandem.tests.random;

import static io.tandem.tests.random.Subject.DONE;
import static io.tandem.tests.random.Subject.NUMBER;
import static io.tandem.tests.random.ValueSubject.SWAPPED;

import java.util.List;

/// Two numbers and a text, each changed in one step. Who dies has done its step or has not.
final class ValueModel implements Model<ValueModel.State> {
  record State(int atomic, int guarded, int text) {}

  @Override
  public State start() {
    return new State(0, 0, 0);
  }

  @Override
  public List<String> moments(Event event) {
    return List.of(event.step().name());
  }

  @Override
  public List<State> apply(State state, Event event, String moment) {
    int atomic = state.atomic();
    int guarded = state.guarded();
    int text = state.text();
    return switch (moment) {
      case "getAndAdd" -> seen(event, atomic, new State(atomic + 1, guarded, text));
      case "getAndUpdate" ->
          seen(event, atomic, new State(ValueSubject.update(atomic), guarded, text));
      case "getAndSet" -> seen(event, atomic, new State(SWAPPED, guarded, text));
      case "compareAndSet" -> {
        boolean done = atomic == SWAPPED;
        boolean right = event.isPending() || (event.result() == DONE) == done;
        yield right ? List.of(done ? new State(0, guarded, text) : state) : List.of();
      }
      case "addUnderLock" -> seen(event, guarded, new State(atomic, guarded + 1, text));
      case "getText" -> seen(event, text, state);
      case "look" -> seen(event, guarded, state);
      default -> List.of(new State(atomic, guarded, ValueSubject.textOf(event.step())));
    };
  }

  private static List<State> seen(Event event, int value, State after) {
    boolean right = event.isPending() || event.result() == NUMBER + value;
    return right ? List.of(after) : List.of();
  }

  @Override
  public State kill(State state, int process) {
    return state;
  }
}
