package io.tandem.demos.programs;

import io.tandem.demos.plot.Chart;
import io.tandem.demos.plot.Interleaving;
import io.tandem.demos.plot.Interleaving.Event;
import io.tandem.demos.plot.Interleaving.Kind;
import io.tandem.demos.plot.Interleaving.Side;
import io.tandem.demos.programs.LostUpdate.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A lost update in what [LostUpdate] has recorded, as text and as a picture.
///
/// @param events around it, by time
record LostUpdateChart(List<Event> events) {
  private static final int MOST_EVENTS = 16;
  private static final long SHORT_NANOSECONDS = 1_500;
  private static final String LEFT = "Ann";
  private static final String RIGHT = "Bob";

  /// Finds the lost update that took the least time, and what came shortly before and after it.
  ///
  /// @param left the steps of one process, in order
  /// @param right those of the other
  static Optional<LostUpdateChart> find(List<Step> left, List<Step> right) {
    return LostPair.shortest(left, right).map(pair -> around(pair, left, right));
  }

  /// If one was stopped for a while, the other has done thousands of steps: then only the two
  /// count.
  private static LostUpdateChart around(LostPair pair, List<Step> left, List<Step> right) {
    long begin = pair.begin() - pair.length() / 3;
    long end = pair.over().writeEnd() + pair.length() / 2;
    List<Event> events = new ArrayList<>();
    add(events, Side.LEFT, left, pair, begin, end);
    add(events, Side.RIGHT, right, pair, begin, end);
    if (events.size() > MOST_EVENTS) {
      boolean leftLost = pair.loser() == Side.LEFT;
      List<Step> ofLeft = List.of(leftLost ? pair.lost() : pair.over());
      return around(pair, ofLeft, List.of(leftLost ? pair.over() : pair.lost()));
    }
    events.sort(Comparator.comparingLong(Event::begin));
    return new LostUpdateChart(List.copyOf(events));
  }

  private static void add(
      List<Event> events, Side side, List<Step> steps, LostPair pair, long begin, long end) {
    for (Step step : steps) {
      if (begin <= step.readBegin() && step.readEnd() <= end) {
        String label = "reads " + step.read();
        events.add(new Event(side, Kind.READ, step.readBegin(), step.readEnd(), label));
      }
      if (begin <= step.writeBegin() && step.writeEnd() <= end) {
        Kind kind = step == pair.lost() ? Kind.LOST : Kind.WRITE;
        String over = step == pair.over() ? " over " + pair.lost().written() : "";
        String label = "writes " + step.written() + over;
        events.add(new Event(side, kind, step.writeBegin(), step.writeEnd(), label));
      }
    }
  }

  private static String name(Side side) {
    return side == Side.LEFT ? LEFT : RIGHT;
  }

  long nanoseconds() {
    long end = events.stream().mapToLong(Event::end).max().orElseThrow();
    return end - events.getFirst().begin();
  }

  /// Whether both processes ran all the time, so that each event is seen.
  boolean isShort() {
    return nanoseconds() <= SHORT_NANOSECONDS;
  }

  void print() {
    long begin = events.getFirst().begin();
    for (Event event : events) {
      System.out.printf(
          "%6d ns  %s %s%n", event.begin() - begin, name(event.side()), event.label());
    }
  }

  Chart chart() {
    return new Interleaving(
        "How an update is lost",
        "Recorded by two processes, Ann adding 1 and Bob taking 1; a box lasts from the look at"
            + " the clock before to the one after",
        LEFT + " adds 1",
        "the balance",
        RIGHT + " takes 1",
        events);
  }
}
