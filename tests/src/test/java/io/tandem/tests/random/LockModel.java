package io.tandem.tests.random;

import static io.tandem.tests.random.Subject.DIED;
import static io.tandem.tests.random.Subject.DONE;
import static io.tandem.tests.random.Subject.NO;
import static io.tandem.tests.random.Subject.REFUSED;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A reentrant lock that fails when a holder has died, until somebody recovers it.
final class LockModel implements Model<LockModel.State> {
  private final List<Event> all;

  /// @param all events: who waits is in the way of others of its process
  LockModel(List<Event> all) {
    this.all = all;
  }

  /// How a thread's wait for the condition goes.
  private enum Phase {
    NONE,
    WAITING,
    SIGNALLED,

    /// Its time was over before a signal came.
    LATE
  }

  /// A thread's wait.
  ///
  /// @param holds how often the thread holds the lock again after it
  record Waiter(Phase phase, int holds) {
    private static final Waiter NONE = new Waiter(Phase.NONE, 0);

    Waiter as(Phase next) {
      return new Waiter(next, holds);
    }
  }

  /// @param holder a thread, or nobody
  /// @param unsure whether waits may end as by a signal, since one died that held it or waited
  /// @param waiters one for each thread
  record State(int holder, int holds, boolean damaged, boolean unsure, List<Waiter> waiters) {
    State heldBy(int thread, int holds) {
      return new State(thread, holds, damaged, unsure, waiters);
    }

    State free() {
      return heldBy(NOBODY, 0);
    }

    State repaired() {
      return new State(holder, holds, false, unsure, waiters);
    }

    State with(int thread, Waiter waiter) {
      var all = new ArrayList<>(waiters);
      all.set(thread, waiter);
      return new State(holder, holds, damaged, unsure, List.copyOf(all));
    }

    /// The holder begins to wait.
    State waiting(int thread) {
      return free().with(thread, new Waiter(Phase.WAITING, holds));
    }

    /// A thread's wait is over, and it holds the lock as before.
    State retaken(int thread) {
      return heldBy(thread, waiters.get(thread).holds()).with(thread, Waiter.NONE);
    }

    State signalled(int thread) {
      return with(thread, waiters.get(thread).as(Phase.SIGNALLED));
    }

    Phase phaseOf(int thread) {
      return waiters.get(thread).phase();
    }

    /// Threads that a signal may be for.
    List<Integer> waitingThreads() {
      return IntStream.range(0, waiters.size())
          .filter(thread -> phaseOf(thread) == Phase.WAITING)
          .boxed()
          .toList();
    }

    /// A waiter may look in between whether its wait is over.
    boolean mayBeHeldBriefly() {
      return waiters.stream().anyMatch(waiter -> waiter.phase() != Phase.NONE);
    }
  }

  private static final int NOBODY = -1;
  private static final Set<String> COMPETING = Set.of("lock", "tryLockFor", "awaitFor", "recover");

  @Override
  public State start() {
    return new State(
        NOBODY, 0, false, false, Collections.nCopies(Program.MOST_THREADS, Waiter.NONE));
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
      case "awaitFor" -> momentsOfWait(event);
      case "unlock" -> List.of(event.result() == REFUSED ? "seeNotHeld" : "drop");
      default -> List.of(event.result() == REFUSED ? "seeNotHeld" : event.step().name());
    };
  }

  private static List<String> momentsOfWait(Event event) {
    return switch (event.result()) {
      case REFUSED -> List.of("seeNotHeld");
      case DIED -> List.of("wait", "retakeDamaged");
      case DONE -> List.of("wait", "retakeSignalled");
      case NO -> List.of("wait", "giveUp", "retakeLate");
      default -> List.of("wait", "takeAny");
    };
  }

  @Override
  public List<State> apply(State state, Event event, String moment) {
    return switch (moment) {
      case "signal" -> state.holder() == event.thread() ? signalOne(state) : List.of();
      case "signalAll" -> state.holder() == event.thread() ? List.of(signalAll(state)) : List.of();
      default -> {
        State next = next(state, event, moment);
        yield next == null ? List.of() : List.of(next);
      }
    };
  }

  /// Any one of those that wait.
  private static List<State> signalOne(State state) {
    List<Integer> waiting = state.waitingThreads();
    return waiting.isEmpty() ? List.of(state) : waiting.stream().map(state::signalled).toList();
  }

  private static State signalAll(State state) {
    State after = state;
    for (int thread : state.waitingThreads()) {
      after = after.signalled(thread);
    }
    return after;
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
      case "retakeDamaged" -> free && state.damaged() ? state.retaken(me) : null;
      case "repair" -> mine ? state.repaired() : null;
      case "drop" ->
          !mine ? null : state.holds() == 1 ? state.free() : state.heldBy(me, state.holds() - 1);
      case "wait" -> mine ? state.waiting(me) : null;
      case "giveUp" ->
          state.phaseOf(me) == Phase.WAITING
              ? state.with(me, state.waiters().get(me).as(Phase.LATE))
              : null;
      case "retakeLate" ->
          free && !state.damaged() && state.phaseOf(me) == Phase.LATE ? state.retaken(me) : null;
      case "retakeSignalled" -> free && !state.damaged() ? retakenBySignal(state, me) : null;
      case "seeNotHeld" -> mine ? null : state;
      default -> throw new IllegalArgumentException(moment);
    };
  }

  private static @Nullable State retakenBySignal(State state, int me) {
    Phase phase = state.phaseOf(me);
    boolean over = phase == Phase.SIGNALLED || phase == Phase.WAITING && state.unsure();
    return over ? state.retaken(me) : null;
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
    boolean waited = false;
    for (int thread = process; thread < Program.MOST_THREADS; thread += Program.PROCESSES) {
      waited |= state.phaseOf(thread) != Phase.NONE;
      after = after.with(thread, Waiter.NONE);
    }
    boolean held = state.holder() != NOBODY && Program.processOf(state.holder()) == process;
    State settled = held ? after.free() : after;
    return new State(
        settled.holder(),
        settled.holds(),
        held || state.damaged(),
        waited || held || state.unsure(),
        settled.waiters());
  }
}
