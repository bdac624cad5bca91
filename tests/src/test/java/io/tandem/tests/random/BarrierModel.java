package io.tandem.tests.random;

import static io.tandem.tests.random.BarrierSubject.PARTIES;
import static io.tandem.tests.random.Subject.BROKEN;
import static io.tandem.tests.random.Subject.LATE;
import static io.tandem.tests.random.Subject.NO;
import static io.tandem.tests.random.Subject.NUMBER;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/// A barrier: a generation passes once all have arrived and the last one says so, or breaks for all
/// who are in it.
final class BarrierModel implements Model<BarrierModel.State> {
  /// What became of a thread that has arrived, until it knows.
  enum Fate {
    AWAY,
    WAITS,
    PASSED,
    BROKE
  }

  /// @param arrived in this generation, in their order; nobody if it is broken
  /// @param dead whether process 1 is
  record State(List<Integer> arrived, boolean broken, boolean dead, List<Fate> fates) {
    boolean isFull() {
      return arrived.size() == PARTIES;
    }

    boolean isLast(int thread) {
      return isFull() && arrived.getLast() == thread;
    }

    /// Somebody has died who arrived, so that it breaks as soon as anybody looks.
    boolean isDoomed() {
      return dead && arrived.stream().anyMatch(thread -> Program.processOf(thread) == 1);
    }

    Fate fate(int thread) {
      return fates.get(thread);
    }

    State with(int thread, Fate fate) {
      var all = new ArrayList<>(fates);
      all.set(thread, fate);
      return new State(arrived, broken, dead, List.copyOf(all));
    }

    State arrive(int thread) {
      List<Integer> all = Stream.concat(arrived.stream(), Stream.of(thread)).toList();
      return new State(all, broken, dead, fates).with(thread, Fate.WAITS);
    }

    State breakForAll() {
      return end(true, Fate.BROKE);
    }

    State pass() {
      return end(false, Fate.PASSED);
    }

    State whole() {
      return new State(List.of(), false, dead, fates);
    }

    private State end(boolean broken, Fate fate) {
      List<Fate> all = fates.stream().map(each -> each == Fate.WAITS ? fate : each).toList();
      return new State(List.of(), broken, dead, all);
    }
  }

  @Override
  public State start() {
    return new State(
        List.of(), false, false, Collections.nCopies(Program.MOST_THREADS + 1, Fate.AWAY));
  }

  @Override
  public List<String> moments(Event event) {
    return switch (event.step().name()) {
      case "awaitFor" ->
          event.isPending()
              ? List.of("enter", "end")
              : switch (event.result()) {
                case LATE -> List.of("seeFull");
                case BROKEN -> List.of("enter", "hearBroken");
                case NO -> List.of("enter", "breakInTime");
                case NUMBER -> List.of("enter", "pass");
                default -> List.of("enter", "hearPassed");
              };
      // Another one may reset it meanwhile, and others arrive again.
      case "reset" -> List.of("mayBreak", "mayBegin", "mayBreak", "begin");
      default -> List.of(event.step().name());
    };
  }

  @Override
  public List<State> apply(State state, Event event, String moment) {
    int me = event.thread();
    return switch (moment) {
      case "enter" -> enter(state, event, me);
      case "pass" -> state.isLast(me) ? List.of(state.pass().with(me, Fate.AWAY)) : List.of();
      case "breakInTime" -> breakInTime(state, me);
      case "end" -> state.isLast(me) ? List.of(state.pass()) : breakInTime(state, me);
      case "seeFull" -> state.isFull() ? List.of(state) : List.of();
      case "hearPassed" -> hear(state, me, Fate.PASSED);
      case "hearBroken" -> hear(state.isDoomed() ? state.breakForAll() : state, me, Fate.BROKE);
      case "isBroken" -> isBroken(state, event);
      case "abort" -> List.of(state.breakForAll());
      case "mayBreak" ->
          state.arrived().isEmpty() ? List.of(state) : List.of(state, state.breakForAll());
      case "mayBegin" -> state.broken() ? List.of(state, state.whole()) : List.of(state);
      case "begin" -> state.arrived().isEmpty() ? List.of(state.whole()) : List.of();
      default -> throw new IllegalArgumentException(moment);
    };
  }

  private static List<State> enter(State state, Event event, int me) {
    if (state.broken() || state.isDoomed()) {
      return List.of(state.breakForAll().with(me, Fate.BROKE));
    }
    int index = PARTIES - 1 - state.arrived().size();
    boolean other = event.result() >= NUMBER && event.result() != NUMBER + index;
    return state.isFull() || other ? List.of() : List.of(state.arrive(me));
  }

  private static List<State> breakInTime(State state, int me) {
    boolean waits = state.fate(me) == Fate.WAITS && !state.isLast(me);
    return waits ? List.of(state.breakForAll().with(me, Fate.AWAY)) : List.of();
  }

  private static List<State> hear(State state, int me, Fate fate) {
    return state.fate(me) == fate ? List.of(state.with(me, Fate.AWAY)) : List.of();
  }

  private static List<State> isBroken(State state, Event event) {
    State seen = state.isDoomed() ? state.breakForAll() : state;
    return seen.broken() == (event.result() == BROKEN) ? List.of(seen) : List.of();
  }

  @Override
  public State kill(State state, int process) {
    return new State(state.arrived(), state.broken(), true, state.fates());
  }
}
