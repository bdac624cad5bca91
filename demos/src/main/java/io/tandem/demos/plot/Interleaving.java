package io.tandem.demos.plot;

import io.tandem.demos.plot.Mark.Anchor;
import java.util.Comparator;
import java.util.List;

/// What two processes did to one thing that they share; time runs downwards.
///
/// ```java
/// var read = new Interleaving.Event(
///     Interleaving.Side.LEFT, Interleaving.Kind.READ, 0, 30, "reads 7");
/// var write = new Interleaving.Event(
///     Interleaving.Side.RIGHT, Interleaving.Kind.WRITE, 20, 45, "writes 8");
/// var chart = new Interleaving("A title", "what was recorded, and where",
///     "Ann", "balance", "Bob", List.of(read, write));
/// String svg = Svg.of(chart.draw());
/// ```
///
/// @param title what it shows, in a line of at most 80 letters
/// @param note how it was measured, in a line
/// @param left the name of one process
/// @param shared the name of what they share
/// @param right the name of the other process
/// @param events in any order
public record Interleaving(
    String title, String note, String left, String shared, String right, List<Event> events)
    implements Chart {
  private static final int HEIGHT = 460;
  private static final int HALF_LANE = 7;
  private static final double LEFT_X = 330;
  private static final double SHARED_X = 510;
  private static final double RIGHT_X = 690;
  private static final double LINE = 17;

  /// @throws IllegalArgumentException if there are no events
  public Interleaving {
    events = events.stream().sorted(Comparator.comparingLong(Event::begin)).toList();
    if (events.isEmpty()) {
      throw new IllegalArgumentException("The chart '" + title + "' has no events");
    }
  }

  /// What a process did from one moment to another, in nanoseconds of one clock.
  ///
  /// @param label said beside it, in at most 25 letters
  public record Event(Side side, Kind kind, long begin, long end, String label) {
    /// @throws IllegalArgumentException if it ends before it begins
    public Event {
      if (end < begin) {
        throw new IllegalArgumentException(label + " ends " + (begin - end) + " ns too early");
      }
    }
  }

  /// Which process.
  public enum Side {
    LEFT,
    RIGHT
  }

  /// What it did.
  public enum Kind {
    READ("reads", Color.SKY),
    WRITE("writes", Color.BLUE),
    LOST("writes, and it is lost", Color.VERMILION);

    private final String meaning;
    private final String color;

    Kind(String meaning, String color) {
      this.meaning = meaning;
      this.color = color;
    }
  }

  @Override
  public Drawing draw() {
    var sketch = new Sketch(title, note);
    for (Kind kind : Kind.values()) {
      if (events.stream().anyMatch(event -> event.kind == kind)) {
        sketch.legendBox(kind.color, kind.meaning);
      }
    }
    double top = Sketch.TOP + 40;
    long begin = events.getFirst().begin;
    long end = events.stream().mapToLong(Event::end).max().orElseThrow();
    Axis axis = Axis.linear("time", Unit.NANOSECONDS);
    Scale scale = new Scale(axis, 0, Math.max(1, end - begin), top, top + HEIGHT);
    drawTime(sketch, axis, scale);
    drawLane(sketch, LEFT_X, left, scale);
    drawLane(sketch, SHARED_X, shared, scale);
    drawLane(sketch, RIGHT_X, right, scale);
    double bottom = top + HEIGHT + 12;
    for (Side side : Side.values()) {
      bottom = Math.max(bottom, drawEvents(sketch, side, scale, begin));
    }
    return sketch.finish(bottom);
  }

  private static void drawTime(Sketch sketch, Axis axis, Scale scale) {
    double edge = Sketch.MARGIN + 64;
    sketch.text(edge - 8, scale.at(0) - 22, axis.title(), Color.INK, Anchor.END);
    sketch.line(edge, scale.at(0), edge, scale.at(scale.high()), Color.FAINT_INK, 1);
    for (double tick : scale.ticks()) {
      double y = scale.at(tick);
      sketch.line(edge, y, edge + 8, y, Color.FAINT_INK, 1);
      sketch.line(LEFT_X, y, RIGHT_X, y, Color.GRID, 1);
      sketch.text(edge - 8, y + 5, axis.unit().format(tick), Color.INK, Anchor.END);
    }
  }

  private static void drawLane(Sketch sketch, double x, String name, Scale scale) {
    sketch.line(x, scale.at(scale.low()), x, scale.at(scale.high()), Color.FAINT_INK, 1);
    sketch.text(x, scale.at(0) - 22, name, Color.INK, 15, true, Anchor.MIDDLE);
  }

  /// Labels stand beside their events, or below the label before where that is too near.
  ///
  /// @return the bottom of the lowest
  private double drawEvents(Sketch sketch, Side side, Scale scale, long origin) {
    double x = side == Side.LEFT ? LEFT_X : RIGHT_X;
    int outward = side == Side.LEFT ? -1 : 1;
    double free = 0;
    for (Event event : events) {
      if (event.side == side) {
        double from = scale.at(event.begin - origin);
        double to = Math.max(from + 2, scale.at(event.end - origin));
        String hint = event.label + ", " + (event.begin - origin) + " to " + (event.end - origin);
        sketch.box(x - HALF_LANE, from, x + HALF_LANE, to, event.kind.color, hint + " ns");
        arrow(sketch, event.kind, x, -outward, (from + to) / 2);
        double y = Math.max(free, (from + to) / 2);
        double edge = x + outward * (HALF_LANE + 2);
        sketch.line(edge, (from + to) / 2, x + outward * 26, y, Color.FAINT_INK, 1);
        Anchor anchor = side == Side.LEFT ? Anchor.END : Anchor.START;
        boolean bold = event.kind == Kind.LOST;
        sketch.text(x + outward * 30, y + 5, event.label, Color.INK, Sketch.SMALL, bold, anchor);
        free = y + LINE;
      }
    }
    return free;
  }

  /// From what is shared to the process that reads, or from the one that writes.
  private static void arrow(Sketch sketch, Kind kind, double x, int inward, double y) {
    double atProcess = x + inward * (HALF_LANE + 2);
    double head = kind == Kind.READ ? atProcess : SHARED_X - inward * 2;
    double tail = kind == Kind.READ ? SHARED_X - inward * 2 : atProcess;
    double back = Math.signum(tail - head) * 9;
    sketch.line(tail, y, head + back, y, kind.color, 2);
    sketch.area(
        List.of(new Point(head, y), new Point(head + back, y - 5), new Point(head + back, y + 5)),
        kind.color,
        "");
  }
}
