package io.tandem.tests.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.word.SegmentWords;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// A lock with a condition under random programs: two never hold it, no update is lost, tokens
/// grow, every wait ends, and all that was seen could have happened in some order.
class LockProgramsTest {
  private static final Step CLEAN_UP = new Step("unlock", 0);
  private static final int LONGEST_WAIT_MICROS = 2_000;
  private static final int LATEST_KILL_MICROS = 500;

  private static Company company;

  @BeforeContainer
  static void start() throws Exception {
    company = new Company();
  }

  @AfterContainer
  static void close() {
    company.close();
  }

  @Provide
  Arbitrary<Program> programs() {
    Arbitrary<Step> plain =
        Arbitraries.of("lock", "lock", "tryLock", "unlock", "unlock", "signal", "signalAll")
            .map(name -> new Step(name, 0));
    Arbitrary<Step> timed =
        Arbitraries.of("tryLockFor", "awaitFor")
            .flatMap(
                name ->
                    Arbitraries.integers()
                        .between(1, LONGEST_WAIT_MICROS)
                        .map(micros -> new Step(name, micros)));
    Arbitrary<Step> recover = Arbitraries.just(new Step("recover", 0));
    Arbitrary<List<Step>> steps =
        Arbitraries.oneOf(plain, plain, timed, recover).list().ofMaxSize(Program.MOST_STEPS);
    Arbitrary<Integer> kill =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.just(-1)),
            Tuple.of(1, Arbitraries.integers().between(0, LATEST_KILL_MICROS)));
    return steps
        .list()
        .ofMinSize(1)
        .ofMaxSize(Program.MOST_THREADS)
        .flatMap(threads -> kill.map(after -> new Program(threads, after)));
  }

  @Property(tries = 200)
  void whatIsSeenCouldHaveHappenedInSomeOrder(@ForAll("programs") Program program)
      throws Exception {
    Company.Run run = company.run("lock", program);
    List<List<Event>> history =
        IntStream.range(0, program.threads().size())
            .mapToObj(i -> run.history().of(i, program.threads().get(i), CLEAN_UP))
            .toList();
    requireNoLostUpdate(run, history);
    requireTokensGrow(history);
    requirePatience(history);
    assertTrue(
        Linearizability.holds(new LockModel(), history, run.kill()),
        () -> "No order explains " + history + " with " + run.kill());
    company.forget(run);
  }

  private static void requireNoLostUpdate(Company.Run run, List<List<Event>> history) {
    long least = all(history).stream().filter(e -> e.token() != 0 && !isAwait(e)).count();
    long pending = all(history).stream().filter(Event::isPending).count();
    long found = new SegmentWords(run.history().block().segment()).getLong(LockSubject.COUNTER_AT);
    assertTrue(
        found >= least && found <= least + pending,
        () -> "%d updates, and the counter shows %d".formatted(least, found));
  }

  /// A wait returns with the token of a holder of its own.
  private static void requireTokensGrow(List<List<Event>> history) {
    List<Event> holders = all(history).stream().filter(e -> e.token() != 0).toList();
    for (Event one : holders) {
      for (Event other : holders) {
        assertTrue(one == other || one.token() != other.token(), "the same token twice");
        assertTrue(one.end() >= other.start() || one.token() < other.token(), "a token shrank");
      }
    }
  }

  private static void requirePatience(List<List<Event>> history) {
    for (Event event : all(history)) {
      boolean late = event.step().name().equals("tryLockFor") && event.result() == LockSubject.NO;
      long nanos = event.step().micros() * 1000L;
      assertTrue(!late || event.end() - event.start() >= nanos, () -> "impatient: " + event);
    }
  }

  private static boolean isAwait(Event event) {
    return event.step().name().equals("awaitFor");
  }

  private static List<Event> all(List<List<Event>> history) {
    var all = new ArrayList<Event>();
    history.forEach(all::addAll);
    return all;
  }

  @Property(tries = 200)
  void aStepReadsAsItWasWritten(@ForAll("programs") Program program) {
    for (Step step : all(program)) {
      assertEquals(step, Step.of(step.toString()));
    }
  }

  private static List<Step> all(Program program) {
    return program.threads().stream().flatMap(List::stream).toList();
  }
}
