package io.tandem.tests.random;

import static io.tandem.tests.random.SemaphoreSubject.PERMITS;
import static io.tandem.tests.random.Subject.NO;
import static io.tandem.tests.random.Subject.NUMBER;
import static io.tandem.tests.random.Subject.REFUSED;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Permits; of an owned semaphore each belongs to a process, and returns when that dies.
final class SemaphoreModel implements Model<SemaphoreModel.State> {
  private static final long GUARD_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final boolean owned;
  private final int most;

  /// @param kind of semaphore
  SemaphoreModel(String kind) {
    owned = kind.equals("owned");
    most = kind.equals("bounded") ? PERMITS : Integer.MAX_VALUE;
  }

  /// @param held by each process; what is given without being held counts below zero
  record State(int free, List<Integer> held) {
    List<State> taken(int count, int process) {
      var all = new ArrayList<>(held);
      all.set(process, held.get(process) + count);
      return List.of(new State(free - count, List.copyOf(all)));
    }
  }

  @Override
  public State start() {
    return new State(PERMITS, Collections.nCopies(Program.PROCESSES, 0));
  }

  @Override
  public List<String> moments(Event event) {
    return List.of(event.step().name());
  }

  @Override
  public List<State> apply(State state, Event event, String moment) {
    int process = Program.processOf(event.thread());
    return switch (moment) {
      case "look" -> event.result() == NUMBER + state.free() ? List.of(state) : List.of();
      case "drain" -> drained(state, event, process);
      case "release" -> released(state, event, process);
      default -> {
        int count = SemaphoreSubject.count(event.step());
        boolean enough = state.free() >= count;
        if (event.result() == NO) {
          yield enough && !mayHaveMissedTheGuard(event) ? List.of() : List.of(state);
        }
        yield enough ? state.taken(count, process) : List.of();
      }
    };
  }

  private List<State> drained(State state, Event event, int process) {
    if (event.isPending() || event.result() == NUMBER + state.free()) {
      return state.taken(state.free(), process);
    }
    return event.result() == NUMBER && mayHaveMissedTheGuard(event) ? List.of(state) : List.of();
  }

  private List<State> released(State state, Event event, int process) {
    boolean possible = owned ? state.held().get(process) > 0 : state.free() < most;
    if (event.result() == REFUSED) {
      return possible ? List.of() : List.of(state);
    }
    return possible ? state.taken(-1, process) : List.of();
  }

  /// Who cannot get at the table of owners for so long finds no permits.
  private boolean mayHaveMissedTheGuard(Event event) {
    return owned && event.end() - event.start() >= GUARD_NANOS;
  }

  @Override
  public State kill(State state, int process) {
    return owned ? state.taken(-state.held().get(process), process).getFirst() : state;
  }
}
