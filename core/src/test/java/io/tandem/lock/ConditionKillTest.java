package io.tandem.lock;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A condition when those who wait for it and those who signal die before every access.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConditionKillTest {
  private final ConditionStories stories = new ConditionStories(Bug.NONE);

  @Test
  void aDeadWaiterTakesNoSignalFromOthers() {
    assertTrue(stories.aWaiterDies() >= 40, "every access is a place to die");
  }

  @Test
  void aWaiterThatDiesAsleepIsNotSignalled() {
    stories.aWaiterDiesAsleep();
  }

  @Test
  void aSignalIsSentOrRepeatedWhenItsSenderDies() {
    assertTrue(stories.aSignallerDies() >= 20);
    assertTrue(stories.aSignallerOfAllDies() >= 20);
  }

  @Test
  void whatADeadSignallerLeftIsFoundByTheNext() {
    stories.aSignallerDiesAndAnotherRepairs();
  }

  @Test
  void anAbandonedLockStaysAbandoned() {
    stories.theLockIsAbandonedAndOneDies();
  }

  @Test
  void twoMayDieOneAfterTheOther() {
    assertTrue(stories.twoDie() >= 1_000);
  }

  @Test
  void noSignalIsLostBetweenTheUnlockAndTheSleep() {
    stories.aSignalComesAtAnyMoment();
  }

  @Test
  void allAreSignalled() {
    stories.allAreSignalled();
  }

  @Test
  void aSignalIsForThoseThatWait() {
    stories.aSignalIsForThoseThatWait();
  }
}
