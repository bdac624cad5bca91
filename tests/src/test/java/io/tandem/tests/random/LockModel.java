package io.tandem.tests.random;

import static io.tandem.tests.random.Subject.DIED;
import static io.tandem.tests.random.Subject.DONE;
import static io.tandem.tests.random.Subject.NO;
import static io.tandem.tests.random.Subject.REFUSED;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A reentrant lock that fails when a holder has died, until somebody recovers it.
final class LockModel implements Model<LockModel.State> {
  private final List<Event> all;

  /// @param all events: who waits is in the way of others of its process
  LockModel(List<Event> all) {
    this.all = all;
  }

  /// @param holder a thread, or nobody
  /// @param waiting how often each thread holds it again after its wait, or 0 if it does not wait
  record State(int holder, int holds, boolean damaged, List<Integer> waiting) {
    State heldBy(int thread, int holds) {
      return new State(thread, holds, damaged, waiting);
    }

    State free() {
      return heldBy(NOBODY, 0);
    }

    State repaired() {
      return new State(holder, holds, false, waiting);
    }

    State waiting(int thread, int holds) {
      var all = new ArrayList<>(waiting);
      all.set(thread, holds);
      return new State(holder, this.holds, damaged, List.copyOf(all));
    }

    /// A waiter may look in between whether its wait is over.
    boolean mayBeHeldBriefly() {
      return waiting.stream().anyMatch(holds -> holds > 0);
    }
  }

  private static final int NOBODY = -1;
  private static final Set<String> COMPETING = Set.of("lock", "tryLockFor", "awaitFor", "recover");

  @Override
  public State start() {
    return new State(NOBODY, 0, false, Collections.nCopies(Program.MOST_THREADS, 0));
  }

  @Override
  public List<String> moments(Event event) {
    boolean died = event.result() == DIED;
    return switch (event.step().name()) {
      case "lock", "tryLock", "tryLockFor" ->
          event.isPending()
              ? List.of("takeAny", "drop")
              : died ? List.of("takeDamaged", "drop") : List.of("try");
      case "recover" ->
          event.isPending()
              ? List.of("takeAny", "repair", "drop")
              : event.result() == DONE
                  ? List.of("takeDamaged", "repair", "drop")
                  : List.of("take", "drop");
      case "awaitFor" ->
          event.result() == REFUSED
              ? List.of("seeNotHeld")
              : died
                  ? List.of("wait", "retakeDamaged")
                  : List.of("wait", event.isPending() ? "takeAny" : "retake");
      case "unlock" -> List.of(event.result() == REFUSED ? "seeNotHeld" : "drop");
      default -> List.of(event.result() == REFUSED ? "seeNotHeld" : "seeHeld");
    };
  }

  @Override
  public List<State> apply(State state, Event event, String moment) {
    State next = next(state, event, moment);
    return next == null ? List.of() : List.of(next);
  }

  private @Nullable State next(State state, Event event, String moment) {
    int me = event.thread();
    boolean mine = state.holder() == me;
    boolean free = state.holder() == NOBODY;
    return switch (moment) {
      case "try" -> event.result() == NO ? refused(state, event) : taken(state, me);
      case "take" -> taken(state, me);
      case "takeAny" -> free ? state.heldBy(me, 1) : mine ? again(state) : null;
      case "takeDamaged" ->
          !state.damaged() ? null : free ? state.heldBy(me, 1) : mine ? again(state) : null;
      case "retakeDamaged" ->
          free && state.damaged() ? state.heldBy(me, state.waiting().get(me)).waiting(me, 0) : null;
      case "repair" -> mine ? state.repaired() : null;
      case "drop" ->
          !mine ? null : state.holds() == 1 ? state.free() : state.heldBy(me, state.holds() - 1);
      case "wait" -> mine ? state.free().waiting(me, state.holds()) : null;
      case "retake" ->
          free && !state.damaged()
              ? state.heldBy(me, state.waiting().get(me)).waiting(me, 0)
              : null;
      case "seeHeld" -> mine ? state : null;
      case "seeNotHeld" -> mine ? null : state;
      default -> throw new IllegalArgumentException(moment);
    };
  }

  private static @Nullable State taken(State state, int me) {
    if (state.holder() == me) {
      return again(state);
    }
    return state.holder() == NOBODY && !state.damaged() ? state.heldBy(me, 1) : null;
  }

  private static State again(State state) {
    return state.heldBy(state.holder(), state.holds() + 1);
  }

  private @Nullable State refused(State state, Event event) {
    boolean mine = state.holder() == event.thread();
    boolean held = state.holder() != NOBODY && !mine;
    return held || !mine && isBehindAnother(event) || state.mayBeHeldBriefly() ? state : null;
  }

  /// One thread of each process competes at a time: while it has yet to get the lock, the time of
  /// another one that waits behind it may be over.
  private boolean isBehindAnother(Event event) {
    return event.step().name().equals("tryLockFor")
        && all.stream()
            .anyMatch(
                other ->
                    other.thread() != event.thread()
                        && Program.processOf(other.thread()) == Program.processOf(event.thread())
                        && COMPETING.contains(other.step().name())
                        && other.start() <= event.end()
                        && event.start() <= other.end());
  }

  @Override
  public State kill(State state, int process) {
    State after = state;
    for (int thread = process; thread < Program.MOST_THREADS; thread += Program.PROCESSES) {
      after = after.waiting(thread, 0);
    }
    boolean held = state.holder() != NOBODY && Program.processOf(state.holder()) == process;
    return held ? new State(NOBODY, 0, true, after.waiting()) : after;
  }
}
