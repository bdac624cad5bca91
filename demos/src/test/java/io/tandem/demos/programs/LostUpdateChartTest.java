package io.tandem.demos.programs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.demos.plot.Interleaving.Event;
import io.tandem.demos.plot.Interleaving.Kind;
import io.tandem.demos.plot.Interleaving.Side;
import io.tandem.demos.programs.LostUpdate.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// A lost update is found in what was recorded, and nothing else is taken for one.
class LostUpdateChartTest {
  @Test
  void whoHasWrittenWhenTheOtherBeginsToWriteHasLost() {
    var ann = List.of(step(0, 100, 101));
    var bob = List.of(step(15, 100, 99));

    assertEquals(
        Optional.of(
            new LostUpdateChart(
                List.of(
                    new Event(Side.LEFT, Kind.READ, 0, 10, "reads 100"),
                    new Event(Side.RIGHT, Kind.READ, 15, 25, "reads 100"),
                    new Event(Side.LEFT, Kind.LOST, 20, 35, "writes 101"),
                    new Event(Side.RIGHT, Kind.WRITE, 35, 50, "writes 99 over 101")))),
        LostUpdateChart.find(ann, bob));
    var other = LostUpdateChart.find(bob, ann).orElseThrow();
    assertEquals("writes 99 over 101", other.events().getLast().label());
    assertEquals(Side.LEFT, other.events().getLast().side());
  }

  @Test
  void stepsOneAfterTheOtherLoseNothing() {
    assertEquals(
        Optional.empty(),
        LostUpdateChart.find(List.of(step(0, 100, 101)), List.of(step(35, 101, 100))));
    assertEquals(
        Optional.empty(),
        LostUpdateChart.find(List.of(step(0, 100, 101)), List.of(step(80, 100, 99))));
  }

  @Test
  void stepsThatOverlapWithoutReadingTheSameAreNotTakenForOne() {
    assertEquals(
        Optional.empty(),
        LostUpdateChart.find(List.of(step(0, 100, 101)), List.of(step(18, 101, 100))));
  }

  @Test
  void theShortestIsShownWithWhatIsAroundIt() {
    var ann = List.of(step(0, 100, 101), step(1_000, 300, 301), step(1_056, 299, 300));
    var bob = List.of(step(30_000, 200, 199), step(1_018, 300, 299));
    var ordered = List.of(bob.get(1), bob.get(0));

    List<Event> events = LostUpdateChart.find(ann, ordered).orElseThrow().events();

    assertEquals(
        List.of("reads 300", "reads 300", "writes 301", "writes 299 over 301"),
        events.subList(0, 4).stream().map(Event::label).toList());
    assertEquals("reads 299", events.get(4).label());
  }

  @Test
  void thousandsOfStepsInBetweenAreLeftOut() {
    var ann = List.of(new Step(0, 10, 1_000_000, 1_000_010, 100, 101));
    List<Step> bob = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      bob.add(step(5 + 60L * i, 100 - i, 99 - i));
    }

    List<Event> events = LostUpdateChart.find(ann, bob).orElseThrow().events();

    assertEquals(4, events.size());
    assertTrue(events.getLast().label().endsWith(" over 99"), events::toString);
  }

  /// A step of 35 nanoseconds.
  private static Step step(long begin, int read, int written) {
    return new Step(begin, begin + 10, begin + 20, begin + 35, read, written);
  }
}
