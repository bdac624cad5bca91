package io.tandem.value;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.memory.SharedScope;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/// The access modes of values in shared memory do what those of `AtomicLong` do.
public final class LongValueStress {
  private LongValueStress() {}

  @JCStressTest
  @Description("Plain data, then a flag with release; the flag with acquire, then plain data.")
  @Outcome(
      id = {"0, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "No flag, nothing is promised.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The flag, and the data.")
  @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "The flag without the data.")
  @State
  public static class ReleaseAcquire {
    private final LongValue data = Pool.take();
    private final LongValue flag = Pool.take();

    @Actor
    public void writer() {
      data.setPlain(1);
      flag.setRelease(1);
    }

    @Actor
    public void reader(JJ_Result result) {
      result.r1 = flag.getAcquire();
      result.r2 = data.getPlain();
    }
  }

  @JCStressTest
  @Description("Each sets its own value, and looks at that of the other, both volatile.")
  @Outcome(
      id = {"0, 1", "1, 0", "1, 1"},
      expect = ACCEPTABLE,
      desc = "The later one saw the other.")
  @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Nobody was later.")
  @State
  public static class Volatile {
    private final LongValue one = Pool.take();
    private final LongValue other = Pool.take();

    @Actor
    public void one(JJ_Result result) {
      one.set(1);
      result.r1 = other.get();
    }

    @Actor
    public void other(JJ_Result result) {
      other.set(1);
      result.r2 = one.get();
    }
  }

  @JCStressTest
  @Description("The same with release and acquire, which do not order a store before a load.")
  @Outcome(
      id = {"0, 1", "1, 0", "1, 1"},
      expect = ACCEPTABLE,
      desc = "The later one saw the other.")
  @Outcome(id = "0, 0", expect = ACCEPTABLE_INTERESTING, desc = "Both loads overtook the stores.")
  @State
  public static class ReleaseIsNotVolatile {
    private final LongValue one = Pool.take();
    private final LongValue other = Pool.take();

    @Actor
    public void one(JJ_Result result) {
      one.setRelease(1);
      result.r1 = other.getAcquire();
    }

    @Actor
    public void other(JJ_Result result) {
      other.setRelease(1);
      result.r2 = one.getAcquire();
    }
  }

  @JCStressTest
  @Description("Two add 1.")
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "Both count.")
  @Outcome(expect = FORBIDDEN, desc = "One update was lost.")
  @State
  public static class GetAndAdd {
    private final LongValue sum = Pool.take();

    @Actor
    public void one() {
      long _ = sum.getAndAdd(1);
    }

    @Actor
    public void other() {
      long _ = sum.getAndAdd(1);
    }

    @Arbiter
    public void sum(J_Result result) {
      result.r1 = sum.get();
    }
  }

  @JCStressTest
  @Description("Two get, and set what is 1 more: two steps, as `value += 1` is in Python.")
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "Both count, by chance.")
  @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "One update was lost.")
  @State
  public static class GetThenSet {
    private final LongValue sum = Pool.take();

    @Actor
    public void one() {
      sum.set(sum.get() + 1);
    }

    @Actor
    public void other() {
      sum.set(sum.get() + 1);
    }

    @Arbiter
    public void sum(J_Result result) {
      result.r1 = sum.get();
    }
  }

  /// Values in shared memory, used in turn: more than there are states at any time.
  private static final class Pool {
    private static final int SIZE = 1 << 15;
    private static final SharedScope SCOPE = SharedScope.anonymous(SIZE * 256L);
    private static final LongValue[] ALL = new LongValue[SIZE];
    private static final AtomicInteger NEXT = new AtomicInteger();

    static {
      for (int i = 0; i < SIZE; i++) {
        ALL[i] = LongValue.create(SCOPE, 0);
      }
    }

    static LongValue take() {
      LongValue value = ALL[NEXT.getAndIncrement() & SIZE - 1];
      value.setPlain(0);
      return value;
    }
  }
}
