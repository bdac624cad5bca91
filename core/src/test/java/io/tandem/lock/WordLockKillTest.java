package io.tandem.lock;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.word.Steps;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The lock when its users die, are paused or go on late, before every access that they make.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WordLockKillTest {
  private final LockStories stories = new LockStories(Bug.NONE);

  @Test
  void aSurvivorGetsTheLockAndIsToldOfTheDeath() {
    assertTrue(stories.oneDies() >= 8, "every access is a place to die");
  }

  @Test
  void twoMayDieOneAfterTheOther() {
    assertTrue(stories.twoDie() >= 64);
  }

  @Test
  void threeMayDieInTheRepair() {
    stories.threeDie();
  }

  @Test
  void theDeathIsToldUntilSomebodyRepairs() {
    stories.oneDiesAndAnotherDoesNotRepair();
  }

  @Test
  void aDeadHolderStaysDeadWhenItsSlotIsUsedAgain() {
    stories.oneDiesAndItsSlotIsUsedAgain();
  }

  @Test
  void aPausedHolderKeepsTheLock() {
    stories.oneIsPaused();
  }

  @Test
  void aDyingHolderThatStillRunsDoesNoHarm() {
    stories.oneGoesOnAfterItsMark();
  }

  @Test
  void noWakeIsLostBetweenTheLookAndTheSleep() {
    stories.theHolderUnlocks();
  }

  @Test
  void noDeathIsMissedBetweenTheLookAndTheSleep() {
    stories.theHolderDies();
  }

  @Test
  void whoeverIsWokenWakesTheNext() {
    stories.theHolderUnlocksAndTwoWait();
  }

  @Test
  void aTakeoverWaitsForTheProof() {
    var world = new LockWorld(Bug.NONE);
    int owner = world.peers.join();
    world.run(owner, Steps.dyingBefore(7));

    world.survive();

    assertTrue(world.peers.awaited().contains(owner));
  }
}
