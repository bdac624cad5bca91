package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Events and latches when their users die or others act, before every access that they make.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventKillTest {
  private final EventStories events = new EventStories(Bug.NONE);
  private final LatchStories latches = new LatchStories(Bug.NONE);

  @Test
  void anEventIsOfUseAfterADeath() {
    assertTrue(events.oneDies() >= 8, "every access is a place to die");
  }

  @Test
  void anEventIsOfUseAfterTwoDeaths() {
    assertTrue(events.twoDie() >= 64);
  }

  @Test
  void noWakeIsLostBetweenTheLookAndTheSleep() {
    events.oneSets();
  }

  @Test
  void anEventThatIsClearedAtOnceLetsAllGoWhoWaited() {
    events.oneSetsAndClearsAtOnce();
  }

  @Test
  void whoeverDiesSettingAnEventTakesNoWakeAlong() {
    events.oneDiesSetting();
  }

  @Test
  void aLatchIsOfUseAfterADeath() {
    assertTrue(latches.oneDies() >= 4, "every access is a place to die");
  }

  @Test
  void aLatchIsOfUseAfterTwoDeaths() {
    assertTrue(latches.twoDie() >= 16);
  }

  @Test
  void theLastOneIsNotMissed() {
    latches.theLastComes();
  }

  @Test
  void thoseBeforeTheLastOpenNothing() {
    latches.thoseBeforeTheLastCome();
  }

  @Test
  void whoeverDiesComingLastTakesNoWakeAlong() {
    latches.theLastDiesComing();
  }
}
