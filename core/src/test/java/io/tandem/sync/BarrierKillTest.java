package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The barrier when its parties die, are paused or wake late, before every access that they make.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BarrierKillTest {
  private final BarrierStories stories = new BarrierStories(Bug.NONE);

  @Test
  void othersCanUseItWhateverOneWasAt() {
    assertTrue(stories.oneDies() >= 20, "every access is a place to die");
  }

  @Test
  void twoMayDieOneAfterTheOther() {
    assertTrue(stories.twoDie() >= 400);
  }

  @Test
  void whoComesAfterADeadOneIsToldSo() {
    stories.theFirstDies();
  }

  @Test
  void whoWaitsHearsOfTheDeathOfTheLastToArrive() {
    stories.theSecondDies();
  }

  @Test
  void noDeathIsMissedBetweenTheLookAndTheSleep() {
    stories.oneOfThreeDies();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, Long.MAX_VALUE})
  void whoComesAtTheSameTimeHearsTheSameAndHasAnotherPlace(long nanos) {
    stories.anotherComesAtTheSameTime(nanos);
  }

  @Test
  void whoFindsNoPlaceBelongsToTheNextMeeting() {
    stories.twoOthersMeetMeanwhile();
  }

  @Test
  void whoComesLateTakesNobodysPlace() {
    stories.threeOthersComeMeanwhile();
  }

  @Test
  void whoComesAfterAMeetingHearsNothingOfADeathInIt() {
    stories.theLastPassesAlthoughOneHasDied();
  }

  @Test
  void aResetBreaksItForThoseWhoWaitOnly() {
    stories.oneResets();
  }

  @Test
  void anAbortBreaksItForAll() {
    stories.oneAborts();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 63})
  void whoWakesLateHearsOfItsOwnGeneration(int later) {
    assertEquals(1, stories.oneWakesLate(true, later));
    assertEquals(BarrierStories.BROKE, stories.oneWakesLate(false, Math.min(later, 20)));
  }

  @Test
  void whoWakesTooLateToBeToldIsToldThatItBroke() {
    assertEquals(BarrierStories.BROKE, stories.oneWakesLate(true, 64));
  }
}
