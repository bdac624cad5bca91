package io.tandem.lock;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.word.HeldBack;
import io.tandem.word.NoSleep;
import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import io.tandem.word.TwoProcesses;
import io.tandem.word.Words;
import java.util.function.UnaryOperator;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/// What is written under a lock with plain stores is seen by the next holder, of another process.
public final class WordLockStress {
  private WordLockStress() {}

  @JCStressTest
  @Description("Two processes add 1 to a plain word, each under the lock.")
  @Outcome(id = "0, 1, 2", expect = ACCEPTABLE, desc = "The one, then the other, who saw it.")
  @Outcome(id = "1, 0, 2", expect = ACCEPTABLE, desc = "The other, then the one, who saw it.")
  @Outcome(expect = FORBIDDEN, desc = "Both at once, or the second did not see what the first did.")
  @State
  public static class HandOver {
    private final Additions additions = new Additions(words -> words);

    @Actor
    public void one(JJJ_Result result) {
      result.r1 = additions.one();
    }

    @Actor
    public void other(JJJ_Result result) {
      result.r2 = additions.other();
    }

    @Arbiter
    public void sum(JJJ_Result result) {
      result.r3 = additions.sum();
    }
  }

  @JCStressTest
  @Description("The same, where unlocking does not order what was stored before.")
  @Outcome(
      id = {"0, 1, 2", "1, 0, 2"},
      expect = ACCEPTABLE,
      desc = "In time, by chance.")
  @Outcome(
      id = "0, 0, 1",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The second came in before the first one's store could be seen.")
  @State
  public static class StoresBehindUnlock {
    private final Additions additions =
        new Additions(words -> new HeldBack(words, Additions.NUMBER_AT, LockLayout.BYTES));

    @Actor
    public void one(JJJ_Result result) {
      result.r1 = additions.one();
    }

    @Actor
    public void other(JJJ_Result result) {
      result.r2 = additions.other();
    }

    @Arbiter
    public void sum(JJJ_Result result) {
      result.r3 = additions.sum();
    }
  }

  @JCStressTest
  @Description("The same, where what is compared and set is not so in one step.")
  @Outcome(
      id = {"0, 1, 2", "1, 0, 2"},
      expect = ACCEPTABLE,
      desc = "In turn, by chance.")
  @Outcome(id = "0, 0, 1", expect = ACCEPTABLE_INTERESTING, desc = "Both had the lock.")
  @State
  public static class TwoSteps {
    private final Additions additions = new Additions(InTwoSteps::new);

    @Actor
    public void one(JJJ_Result result) {
      result.r1 = additions.one();
    }

    @Actor
    public void other(JJJ_Result result) {
      result.r2 = additions.other();
    }

    @Arbiter
    public void sum(JJJ_Result result) {
      result.r3 = additions.sum();
    }
  }

  /// A number that two processes add to.
  private static final class Additions {
    static final long NUMBER_AT = LockLayout.GUARDED_AT;

    private final Words memory = TwoProcesses.memory(LockLayout.BYTES);
    private final Words wordsOfOne;
    private final Words wordsOfOther;
    private final WordLock lockOfOne;
    private final WordLock lockOfOther;

    /// @param seen how each process sees the words
    Additions(UnaryOperator<Words> seen) {
      wordsOfOne = seen.apply(memory);
      wordsOfOther = seen.apply(memory);
      lockOfOne = new WordLock(wordsOfOne, 0, TwoProcesses.ONE, new NoSleep());
      lockOfOther = new WordLock(wordsOfOther, 0, TwoProcesses.OTHER, new NoSleep());
    }

    long one() {
      return add(wordsOfOne, lockOfOne);
    }

    long other() {
      return add(wordsOfOther, lockOfOther);
    }

    private static long add(Words words, WordLock lock) {
      Hold _ = lock.lock();
      long number = words.getLong(NUMBER_AT);
      words.setLong(NUMBER_AT, number + 1);
      lock.unlock();
      return number;
    }

    long sum() {
      return memory.getLong(NUMBER_AT);
    }
  }

  /// Takes the lock by a look and then a store, and gives it up whoever has it.
  private static final class InTwoSteps extends StepWords {
    InTwoSteps(Words words) {
      super(words, Steps.unlimited());
    }

    @Override
    public boolean compareAndSetInt(long offset, int expected, int value) {
      boolean changes = expected != 0 ? value == 0 : getIntVolatile(offset) == 0;
      if (changes) {
        setIntVolatile(offset, value);
      }
      return changes || expected != 0 && super.compareAndSetInt(offset, expected, value);
    }
  }
}
