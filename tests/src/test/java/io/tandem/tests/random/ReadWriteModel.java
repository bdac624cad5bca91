package io.tandem.tests.random;

import static io.tandem.tests.random.Subject.DIED;
import static io.tandem.tests.random.Subject.DONE;
import static io.tandem.tests.random.Subject.NO;
import static io.tandem.tests.random.Subject.REFUSED;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A reentrant lock that one may hold for writing or several for reading, and that fails once a
/// writer has died, until somebody recovers it.
///
/// Writers are in the way of others for as long as they only try, so that whoever tries without
/// success while anybody else does anything is right.
final class ReadWriteModel implements Model<ReadWriteModel.State> {
  private static final int NOBODY = -1;

  private final List<Event> all;
  private final long deathNanos;

  /// @param all events
  /// @param kill if there was one: nobody it killed is in the way after it
  ReadWriteModel(List<Event> all, Linearizability.@Nullable Kill kill) {
    this.all = all;
    this.deathNanos = kill == null ? Event.NEVER : kill.end();
  }

  /// @param reads how often each thread holds it for reading
  record State(int writer, int writes, boolean damaged, List<Integer> reads) {
    State writtenBy(int thread, int writes) {
      return new State(thread, writes, damaged, reads);
    }

    State reading(int thread, int times) {
      var all = new ArrayList<>(reads);
      all.set(thread, times);
      return new State(writer, writes, damaged, List.copyOf(all));
    }

    State repaired() {
      return new State(writer, writes, false, reads);
    }

    boolean isRead() {
      return reads.stream().anyMatch(times -> times > 0);
    }

    boolean isFree() {
      return writer == NOBODY && !isRead();
    }
  }

  @Override
  public State start() {
    return new State(NOBODY, 0, false, Collections.nCopies(Program.MOST_THREADS, 0));
  }

  @Override
  public List<String> moments(Event event) {
    String name = event.step().name();
    return switch (name) {
      case "read", "tryRead", "tryReadFor" -> locking(event, "read", "read");
      case "write", "tryWrite", "tryWriteFor" -> locking(event, "write", "takeAny");
      case "recover" -> recovering(event);
      default -> List.of(name);
    };
  }

  private static List<String> locking(Event event, String whole, String killed) {
    return switch (event.result()) {
      case 0 -> List.of(killed);
      case DIED -> List.of("takeDamaged", "endWriting");
      default -> List.of(whole);
    };
  }

  private static List<String> recovering(Event event) {
    return switch (event.result()) {
      case 0 -> List.of("takeAny", "repair", "endWriting");
      case DONE -> List.of("takeDamaged", "repair", "endWriting");
      case NO -> List.of("takeAny", "endWriting");
      default -> List.of("write");
    };
  }

  @Override
  public List<State> apply(State state, Event event, String moment) {
    State next = next(state, event, moment);
    return next == null ? List.of() : List.of(next);
  }

  private @Nullable State next(State state, Event event, String moment) {
    int me = event.thread();
    boolean mine = state.writer() == me;
    int reads = state.reads().get(me);
    return switch (moment) {
      case "read" -> read(state, event, mine, reads);
      case "write" -> write(state, event, mine, reads);
      case "takeAny" ->
          mine
              ? state.writtenBy(me, state.writes() + 1)
              : state.isFree() ? state.writtenBy(me, 1) : null;
      case "takeDamaged" -> state.isFree() && state.damaged() ? state.writtenBy(me, 1) : null;
      case "repair" -> mine ? state.repaired() : null;
      case "endReading" -> endReading(state, event, reads);
      case "endWriting" -> endWriting(state, event, mine);
      default -> mine ? endWriting(state, event, true) : endReading(state, event, reads);
    };
  }

  private @Nullable State read(State state, Event event, boolean mine, int reads) {
    boolean possible = mine || reads > 0 || state.writer() == NOBODY && !state.damaged();
    if (event.result() == NO) {
      return possible && isAlone(event) ? null : state;
    }
    return possible ? state.reading(event.thread(), reads + 1) : null;
  }

  private @Nullable State write(State state, Event event, boolean mine, int reads) {
    int me = event.thread();
    boolean possible = mine || state.isFree() && !state.damaged();
    return switch (event.result()) {
      case NO -> possible && isAlone(event) ? null : state;
      case REFUSED -> reads > 0 && !mine ? state : null;
      default -> possible ? state.writtenBy(me, mine ? state.writes() + 1 : 1) : null;
    };
  }

  private static @Nullable State endReading(State state, Event event, int reads) {
    if (event.result() == REFUSED) {
      return reads == 0 ? state : null;
    }
    return reads > 0 ? state.reading(event.thread(), reads - 1) : null;
  }

  private static @Nullable State endWriting(State state, Event event, boolean mine) {
    if (event.result() == REFUSED) {
      return mine ? null : state;
    }
    boolean last = state.writes() == 1;
    return !mine
        ? null
        : last ? state.writtenBy(NOBODY, 0) : state.writtenBy(event.thread(), state.writes() - 1);
  }

  private boolean isAlone(Event event) {
    return all.stream()
        .allMatch(
            other ->
                other == event
                    || other.start() > event.end()
                    || Math.min(other.end(), other.isPending() ? deathNanos : Event.NEVER)
                        < event.start());
  }

  @Override
  public State kill(State state, int process) {
    State after = state;
    for (int thread = process; thread < Program.MOST_THREADS; thread += Program.PROCESSES) {
      after = after.reading(thread, 0);
    }
    boolean wrote = state.writer() != NOBODY && Program.processOf(state.writer()) == process;
    return wrote ? new State(NOBODY, 0, true, after.reads()) : after;
  }
}
