package io.tandem.demos.plot;

import static io.tandem.demos.plot.Drawings.assertReadable;
import static io.tandem.demos.plot.Drawings.hints;
import static io.tandem.demos.plot.Drawings.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.demos.plot.Interleaving.Event;
import io.tandem.demos.plot.Interleaving.Kind;
import io.tandem.demos.plot.Interleaving.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;
import org.junit.jupiter.api.Test;

/// Each chart says what it shows, shows all of its data, and is readable whatever they are.
class ChartTest {
  private static final Axis BYTES = Axis.linear("throughput", Unit.BYTES_PER_SECOND);

  @Test
  void barsHaveTheirNamesValuesGoalAndUnit() {
    var row =
        new BarChart.Row(
            "pipe",
            OptionalDouble.of(2e9),
            List.of(new BarChart.Bar("ours", 1e9, 9e8, 1.2e9), BarChart.Bar.of("theirs", 5e8)));

    Drawing drawing = new BarChart("Title", "note", BYTES, "the goal", List.of(row)).draw();

    assertEquals("Title", drawing.title());
    assertTrue(
        texts(drawing)
            .containsAll(
                List.of(
                    "Title",
                    "note",
                    "ours",
                    "theirs",
                    "range of all runs",
                    "the goal",
                    "pipe",
                    "throughput",
                    "0 B/s",
                    "2 GB/s",
                    "1 GB/s",
                    "500 MB/s")),
        texts(drawing)::toString);
    assertEquals(List.of("pipe, ours: 1 GB/s", "pipe, theirs: 500 MB/s"), hints(drawing));
    assertReadable(drawing);
  }

  @Property(tries = 200)
  void barsAreReadable(@ForAll("rows") List<BarChart.Row> rows, @ForAll boolean logarithmic) {
    Axis axis = new Axis("throughput", Unit.BYTES_PER_SECOND, logarithmic);

    Drawing drawing = new BarChart("Title", "note", axis, "the goal", rows).draw();

    assertReadable(drawing);
    assertEquals(rows.stream().mapToInt(row -> row.bars().size()).sum(), hints(drawing).size());
  }

  @Provide
  Arbitrary<List<BarChart.Row>> rows() {
    Arbitrary<Double> values = Arbitraries.doubles().between(1, 9e12);
    Arbitrary<BarChart.Bar> bars =
        Combinators.combine(Arbitraries.of("ours", "theirs", "others'"), values, values)
            .as(
                (name, a, b) ->
                    new BarChart.Bar(name, Math.min(a, b), Math.min(a, b), Math.max(a, b)));
    Arbitrary<OptionalDouble> goals = values.map(OptionalDouble::of);
    return Combinators.combine(
            Arbitraries.of("pipe", "shared memory", "a name that is not so short"),
            Arbitraries.oneOf(goals, Arbitraries.just(OptionalDouble.empty())),
            bars.list().ofMinSize(1).ofMaxSize(5))
        .as(BarChart.Row::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Test
  void barsThatCannotBeDrawnAreRefused() {
    Axis ratios = Axis.logarithmic("ratio", Unit.RATIO);
    var row =
        new BarChart.Row("row", OptionalDouble.empty(), List.of(BarChart.Bar.of("series", 0)));
    var goal = new BarChart.Row("row", OptionalDouble.of(1), List.of(BarChart.Bar.of("series", 1)));

    assertRefused(
        "'series' of 'row' is 0.0, and must be a number > 0",
        () -> new BarChart("Title", "note", ratios, "", List.of(row)));
    assertRefused(
        "The chart 'Title' does not say what its goals are",
        () -> new BarChart("Title", "note", ratios, "", List.of(goal)));
    assertRefused(
        "The chart 'Title' has no bars",
        () -> new BarChart("Title", "note", ratios, "", List.of()));
    assertRefused("1.0 is not from 2.0 to 3.0", () -> new BarChart.Bar("series", 1, 2, 3));
    assertRefused("NaN is not from NaN to NaN", () -> BarChart.Bar.of("series", Double.NaN));
  }

  @Test
  void aHistogramHasAShareForEachTimeAndNamesTheMedian() {
    long[] times = new long[200];
    java.util.Arrays.setAll(times, i -> i < 150 ? 40 : i < 198 ? 300 : 5_000);
    Drawing drawing =
        new HistogramChart("Title", "note", "time of a call", List.of(new Samples("lock", times)))
            .draw();

    assertTrue(
        texts(drawing)
            .containsAll(
                List.of(
                    "Title",
                    "note",
                    "lock",
                    "median 40 ns, 99 % 300 ns",
                    "time of a call",
                    "median",
                    "99 % are faster",
                    "1 µs")),
        texts(drawing)::toString);
    assertEquals(
        List.of("75 %", "24 %", "1 %"),
        hints(drawing).stream().map(hint -> hint.replaceAll(".*: (.*)", "$1")).toList());
    assertReadable(drawing);
  }

  @Property(tries = 200)
  void aHistogramIsReadableAndItsSharesAreAll(@ForAll("kinds") List<Samples> rows) {
    Drawing drawing = new HistogramChart("Title", "note", "time of a call", rows).draw();

    assertReadable(drawing);
    double sum =
        hints(drawing).stream()
            .mapToDouble(hint -> Double.parseDouble(hint.replaceAll(".*: (.*) %", "$1")))
            .sum();
    assertEquals(100 * rows.size(), sum, 0.06 * hints(drawing).size() + 0.2 * rows.size());
  }

  @Provide
  Arbitrary<List<Samples>> kinds() {
    return Combinators.combine(
            Arbitraries.of("lock", "lock, 2 processes", "a name that is not so short"),
            Arbitraries.longs().between(1, 10_000_000_000L).array(long[].class).ofMinSize(1))
        .as(Samples::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(8);
  }

  @Test
  void aPercentileIsTheLeastTimeThatAsManyDoNotExceed() {
    var samples = new Samples("lock", 30, 10, 20, 40);

    assertEquals(10, samples.percentile(0));
    assertEquals(20, samples.percentile(50));
    assertEquals(30, samples.percentile(51));
    assertEquals(40, samples.percentile(100));
    assertEquals("lock: median 20 ns, 99 % 40 ns, longest 40 ns", samples.toString());
    assertRefused("lock: no samples", () -> new Samples("lock"));
    assertRefused("lock: a sample is 0 ns", () -> new Samples("lock", 1, 0));
    assertRefused("101.0 is not from 0 to 100", () -> samples.percentile(101));
  }

  @Test
  void anInterleavingSaysWhoDidWhatAndWhen() {
    Drawing drawing =
        new Interleaving(
                "Title",
                "note",
                "Ann",
                "balance",
                "Bob",
                List.of(
                    new Event(Side.RIGHT, Kind.WRITE, 1_080, 1_100, "writes 99"),
                    new Event(Side.LEFT, Kind.READ, 1_000, 1_030, "reads 100"),
                    new Event(Side.LEFT, Kind.LOST, 1_040, 1_070, "writes 101")))
            .draw();

    assertTrue(
        texts(drawing)
            .containsAll(
                List.of(
                    "Title",
                    "note",
                    "Ann",
                    "balance",
                    "Bob",
                    "reads",
                    "writes",
                    "writes, and it is lost",
                    "reads 100",
                    "writes 101",
                    "writes 99",
                    "time",
                    "0 ns",
                    "100 ns")),
        texts(drawing)::toString);
    assertEquals(
        List.of("reads 100, 0 to 30 ns", "writes 101, 40 to 70 ns", "writes 99, 80 to 100 ns"),
        hints(drawing));
    assertReadable(drawing);
  }

  @Property(tries = 200)
  void anInterleavingIsReadable(@ForAll("spans") List<Tuple2<Integer, Integer>> spans) {
    List<Event> events = new ArrayList<>();
    for (var span : spans) {
      Side side = Side.values()[events.size() % 2];
      Kind kind = Kind.values()[events.size() % 3];
      long end = (long) span.get1() + span.get2();
      events.add(new Event(side, kind, span.get1(), end, "reads 1000"));
    }

    assertReadable(new Interleaving("Title", "note", "Ann", "balance", "Bob", events).draw());
  }

  @Provide
  Arbitrary<List<Tuple2<Integer, Integer>>> spans() {
    Arbitrary<Integer> begins = Arbitraries.integers().between(0, 1_000_000_000);
    Arbitrary<Integer> lengths = Arbitraries.integers().between(0, 1_000_000);
    return Combinators.combine(begins, lengths).as(Tuple::of).list().ofMinSize(1).ofMaxSize(60);
  }

  @Test
  void eventsThatAreNoneAreRefused() {
    assertRefused(
        "The chart 'Title' has no events",
        () -> new Interleaving("Title", "note", "Ann", "balance", "Bob", List.of()));
    assertRefused(
        "reads 1 ends 2 ns too early", () -> new Event(Side.LEFT, Kind.READ, 5, 3, "reads 1"));
  }

  private static void assertRefused(String message, Runnable making) {
    var refused = assertThrows(IllegalArgumentException.class, making::run);
    assertEquals(message, refused.getMessage());
  }
}
