package io.tandem.bench.duel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.tandem.demos.bench.Floor;
import io.tandem.demos.bench.Result;
import io.tandem.demos.bench.Result.Extra;
import io.tandem.demos.bench.Result.Failed;
import io.tandem.demos.bench.Result.Figures;
import io.tandem.demos.bench.Result.LeftOut;
import io.tandem.demos.bench.Result.Verdict;
import io.tandem.demos.bench.Work;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a row becomes.
@Timeout(60)
class TrialTest {
  private static final Work WORK = Work.cost("a.b", "work", "ns").floor(Floor.ratio(1));
  private static final Sampling TWO_ROUNDS = new Sampling(2, 0, 1);

  private final PrintStream err = System.err;

  @BeforeEach
  void hush() {
    System.setErr(new PrintStream(OutputStream.nullOutputStream())); // it tells of each failure
  }

  @AfterEach
  void speak() {
    System.setErr(err);
  }

  @Test
  void whatGoesWrongIsAFailureAndNotLeftOut() {
    var wrong = new IllegalStateException("the counter shows 3 after 4 pairs");

    assertFailed(wrong, of(duel -> duel.ours(() -> failing(wrong))));
    assertFailed(wrong, of(duel -> failing(wrong)));
    assertFailed(
        wrong,
        of(
            duel -> {
              duel.ours(() -> 1);
              duel.aside("what it needs", "ns", () -> failing(wrong));
            }));
    assertEquals(
        new Failed("java.lang.IllegalStateException: A figure is NaN"),
        of(duel -> duel.ours(() -> Double.NaN)).outcome());
  }

  private static void assertFailed(Exception why, Result result) {
    assertEquals(new Failed(why.toString()), result.outcome());
    assertEquals(Verdict.FAILED, result.verdict());
  }

  private static double failing(RuntimeException why) {
    throw why;
  }

  @Test
  void whatCannotBeMeasuredHereIsLeftOut() {
    Trial trial =
        new Trial(
            WORK,
            TWO_ROUNDS,
            duel -> {
              throw new IOException("must not be prepared");
            });

    assertEquals(new LeftOut("no gcc"), trial.unless("no gcc").measure(false).outcome());
  }

  @Test
  void whatIsToldBesideIsOfAllPairsOfAllRounds() {
    var pairs = new AtomicInteger();

    Result result =
        new Trial(
                WORK,
                new Sampling(2, 1, 2),
                duel -> {
                  duel.ours(() -> 1);
                  duel.allocated(() -> 10 * pairs.incrementAndGet());
                  duel.aside("so many pairs", "", pairs::get);
                  duel.aside("so many pairs", "ms", () -> -pairs.get());
                })
            .noting("the peer sleeps")
            .measure(false);

    Figures figures = assertInstanceOf(Figures.class, result.outcome());
    assertEquals(4, pairs.get());
    assertEquals(
        new Extra(
            25.0, "the peer sleeps; so many pairs 2.5 [1..4], so many pairs -2.5 ms [-4..-1]"),
        figures.extra());
  }

  private static Result of(Trial.Preparation preparation) {
    return new Trial(WORK, TWO_ROUNDS, preparation).measure(false);
  }
}
