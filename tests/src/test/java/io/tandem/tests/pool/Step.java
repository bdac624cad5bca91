package io.tandem.tests.pool;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// What a random program does to a pool.
sealed interface Step {
  int MOST_STEPS = 16;
  int MOST_RETRIES = 2;
  int MOST_ITEMS = 40;

  /// What a task does, after it has counted its run.
  enum Deed {
    RETURN,
    NAP,
    THROW,
    /// Until it is interrupted, which its timeout sees to.
    HANG,
    /// The end of its worker.
    HALT
  }

  enum How {
    MAP,
    STREAM,
    STREAM_UNORDERED
  }

  record Submit(Deed deed, int retries, int priority) implements Step {}

  /// Of what was submitted last, and so on backwards.
  record Cancel(int back, boolean interrupt) implements Step {}

  /// Wait until one runs.
  record AwaitStart(int back) implements Step {}

  /// Apply a mapper to numbers.
  record Many(How how, int items, int chunkSize, int retries) implements Step {}

  /// Kill a worker, which costs a JVM.
  record Kill(int which) implements Step {}

  static Arbitrary<List<Step>> programs() {
    return Arbitraries.<Step>frequencyOf(
            Tuple.of(90, submits()),
            Tuple.of(30, cancels()),
            Tuple.of(30, back().map(AwaitStart::new)),
            Tuple.of(25, manies()),
            Tuple.of(1, Arbitraries.integers().between(0, 1).map(Kill::new)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(MOST_STEPS);
  }

  private static Arbitrary<Submit> submits() {
    Arbitrary<Deed> deeds =
        Arbitraries.frequency(
            Tuple.of(100, Deed.RETURN),
            Tuple.of(40, Deed.NAP),
            Tuple.of(30, Deed.THROW),
            Tuple.of(15, Deed.HANG),
            Tuple.of(1, Deed.HALT));
    return Combinators.combine(deeds, retries(), Arbitraries.integers().between(-1, 1))
        .as(Submit::new);
  }

  private static Arbitrary<Cancel> cancels() {
    return Combinators.combine(back(), Arbitraries.of(true, false)).as(Cancel::new);
  }

  private static Arbitrary<Many> manies() {
    return Combinators.combine(
            Arbitraries.of(How.class),
            Arbitraries.integers().between(0, MOST_ITEMS),
            Arbitraries.integers().between(0, 10),
            retries())
        .as(Many::new);
  }

  private static Arbitrary<Integer> back() {
    return Arbitraries.integers().between(0, MOST_STEPS);
  }

  private static Arbitrary<Integer> retries() {
    return Arbitraries.integers().between(0, MOST_RETRIES);
  }
}
