package io.tandem.sync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.word.HeldBack;
import io.tandem.word.NoSleep;
import io.tandem.word.TwoProcesses;
import io.tandem.word.Words;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZJ_Result;

/// What was written before an event was set, a latch counted down or a permit returned is seen by
/// whoever finds it so: the data are plain.
public final class SyncStress {
  private static final long DATA_AT = 128;
  private static final long BYTES = 136;

  private SyncStress() {}

  @JCStressTest
  @Description("Data, then set; is it set, then data.")
  @Outcome(id = "false, .*", expect = ACCEPTABLE, desc = "Not set yet, and so nothing is promised.")
  @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "Set, and the data are there.")
  @Outcome(id = "true, 0", expect = FORBIDDEN, desc = "Set before the data were there.")
  @State
  public static class Event {
    private final Words words = TwoProcesses.memory(BYTES);
    private final EventWord setter = new EventWord(words, 0, TwoProcesses.ONE, new NoSleep());
    private final EventWord waiter = new EventWord(words, 0, TwoProcesses.OTHER, new NoSleep());

    @Actor
    public void setter() {
      words.setLong(DATA_AT, 1);
      setter.set();
    }

    @Actor
    public void waiter(ZJ_Result result) {
      result.r1 = waiter.isSet();
      result.r2 = words.getLong(DATA_AT);
    }
  }

  @JCStressTest
  @Description("The same, where setting does not order what was stored before.")
  @Outcome(id = "false, .*", expect = ACCEPTABLE, desc = "Not set yet, and so nothing is promised.")
  @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "In time, by chance.")
  @Outcome(id = "true, 0", expect = ACCEPTABLE_INTERESTING, desc = "Set before the data came.")
  @State
  public static class EventBeforeData {
    private final Words words = TwoProcesses.memory(BYTES);
    private final Words late = new HeldBack(words, DATA_AT, BYTES);
    private final EventWord setter = new EventWord(late, 0, TwoProcesses.ONE, new NoSleep());
    private final EventWord waiter = new EventWord(words, 0, TwoProcesses.OTHER, new NoSleep());

    @Actor
    public void setter() {
      late.setLong(DATA_AT, 1);
      setter.set();
    }

    @Actor
    public void waiter(ZJ_Result result) {
      result.r1 = waiter.isSet();
      result.r2 = words.getLong(DATA_AT);
    }
  }

  @JCStressTest
  @Description("Data, then count down to zero; is it zero, then data.")
  @Outcome(id = "false, .*", expect = ACCEPTABLE, desc = "Not zero yet, nothing is promised.")
  @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "Zero, and the data are there.")
  @Outcome(id = "true, 0", expect = FORBIDDEN, desc = "Zero before the data were there.")
  @State
  public static class Latch {
    private final Words words = TwoProcesses.memory(BYTES);
    private final LatchWord counter = new LatchWord(words, 0, TwoProcesses.ONE, new NoSleep());
    private final LatchWord waiter = new LatchWord(words, 0, TwoProcesses.OTHER, new NoSleep());

    public Latch() {
      words.setInt(LatchLayout.WORD_AT, 1);
    }

    @Actor
    public void counter() {
      words.setLong(DATA_AT, 1);
      counter.countDown(1);
    }

    @Actor
    public void waiter(ZJ_Result result) {
      result.r1 = waiter.isOver();
      result.r2 = words.getLong(DATA_AT);
    }
  }

  @JCStressTest
  @Description("Data, then return a permit; take a permit, then data.")
  @Outcome(id = "false, .*", expect = ACCEPTABLE, desc = "No permit yet, nothing is promised.")
  @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "Taken, and the data are there.")
  @Outcome(id = "true, 0", expect = FORBIDDEN, desc = "Taken before the data were there.")
  @State
  public static class Semaphore {
    private final Words words = TwoProcesses.memory(BYTES);
    private final Permits giver =
        new CountedPermits(words, 0, TwoProcesses.ONE, new NoSleep(), Permits.MOST);
    private final Permits taker =
        new CountedPermits(words, 0, TwoProcesses.OTHER, new NoSleep(), Permits.MOST);

    @Actor
    public void giver() {
      words.setLong(DATA_AT, 1);
      giver.give(1);
    }

    @Actor
    public void taker(ZJ_Result result) {
      result.r1 = taker.tryTake(1);
      result.r2 = words.getLong(DATA_AT);
    }
  }
}
