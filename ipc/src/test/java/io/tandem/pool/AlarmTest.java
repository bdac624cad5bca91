package io.tandem.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AlarmTest {
  private static final long LONG = TimeUnit.HOURS.toNanos(1);

  private final Deque<FutureTask<?>> planned = new ArrayDeque<>();
  private int rung;

  @Test
  void oneThatIsDueGoesOffOnceAndCanBeSetAgain() {
    Alarm alarm = alarm(0);

    alarm.set();
    planned.remove().run();
    assertEquals(1, rung);
    assertTrue(planned.isEmpty());

    alarm.set();
    planned.remove().run();
    assertEquals(2, rung);
  }

  @Test
  void oneThatIsPutOffIsPlannedOnceAndLooksAgainWhenItIsDue() {
    Alarm alarm = alarm(LONG);

    alarm.set();
    alarm.set();
    assertEquals(1, planned.size());
    planned.remove().run();

    assertEquals(0, rung);
    assertEquals(1, planned.size());
  }

  @Test
  void oneForLongerThanTimeLastsDoesNotGoOff() {
    Alarm alarm = alarm(Long.MAX_VALUE);

    alarm.set();
    planned.remove().run();

    assertEquals(0, rung);
  }

  @Test
  void oneThatIsCancelledLeavesNothingPlanned() {
    Alarm alarm = alarm(LONG);
    alarm.cancel();
    alarm.set();
    assertFalse(planned.element().isCancelled());

    alarm.cancel();

    assertTrue(planned.element().isCancelled());
  }

  private Alarm alarm(long nanos) {
    return new Alarm(
        (_, action) -> {
          var look = new FutureTask<>(action, null);
          planned.add(look);
          return look;
        },
        nanos,
        () -> rung++);
  }
}
