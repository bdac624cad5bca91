package io.tandem.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.tandem.word.NoSleep;
import io.tandem.word.TwoProcesses;
import io.tandem.word.Words;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/// Nobody sleeps while there is a message: who has stored one and then looks for a sleeper, and who
/// has said that it sleeps and then looks for a message, do not both look too early.
///
/// A store that is followed by a load of something else is what all CPUs reorder. So this is the
/// one order that fails on any machine when it is not asked for.
public final class DoorbellStress {
  private static final long MESSAGE_AT = 0;
  private static final long BELL_AT = 64;

  private DoorbellStress() {}

  @JCStressTest
  @Description("A producer stores a message and rings; a consumer arms the bell and looks.")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "Seen, and so nobody had to be woken.")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Not seen, but woken.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Seen, and woken in vain.")
  @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Sleeps beside a message.")
  @State
  public static class ArmedAndRung {
    private final Words words = TwoProcesses.memory(128);
    private final Wakes wakes = new Wakes();
    private final Doorbell rung = new Doorbell(words, BELL_AT, wakes);
    private final Doorbell armed = new Doorbell(words, BELL_AT, wakes);

    @Actor
    public void producer() {
      words.setLongRelease(MESSAGE_AT, 1);
      rung.ring();
    }

    @Actor
    public void consumer(II_Result result) {
      int _ = armed.arm();
      result.r1 = (int) words.getLongAcquire(MESSAGE_AT);
    }

    @Arbiter
    public void wakes(II_Result result) {
      result.r2 = wakes.count;
    }
  }

  @JCStressTest
  @Description("The same without the two fences.")
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "Seen, and so nobody had to be woken.")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Not seen, but woken.")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Seen, and woken in vain.")
  @Outcome(
      id = "0, 0",
      expect = ACCEPTABLE_INTERESTING,
      desc = "The producer looked for a sleeper before its message could be seen.")
  @State
  public static class WithoutFences {
    private final Words words = TwoProcesses.memory(128);

    @Actor
    public void producer(II_Result result) {
      words.setLongRelease(MESSAGE_AT, 1);
      VarHandle.acquireFence();
      result.r2 = words.getInt(BELL_AT);
    }

    @Actor
    public void consumer(II_Result result) {
      boolean _ = words.compareAndSetInt(BELL_AT, 0, 1);
      result.r1 = (int) words.getLongAcquire(MESSAGE_AT);
    }
  }

  private static final class Wakes extends NoSleep {
    private int count;

    @Override
    public void wakeAll(Words words, long offset) {
      count++;
    }
  }
}
