package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Semaphores when their users die, are paused or go on late, before every access that they make.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SemaphoreKillTest {
  private static SemaphoreStories stories(SemaphoreKind kind) {
    return new SemaphoreStories(kind, Bug.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void oneMayDieAndTheOthersGoOn(SemaphoreKind kind) {
    assertTrue(stories(kind).oneDies() >= 8, "every access is a place to die");
  }

  @ParameterizedTest
  @EnumSource
  void twoMayDieOneAfterTheOther(SemaphoreKind kind) {
    assertTrue(stories(kind).twoDie() >= 64);
  }

  @Test
  void thePermitsOfADeadOneAreNotThoseOfWhoHasItsSlotNow() {
    stories(SemaphoreKind.OWNED).oneDiesAndItsSlotIsUsedAgain();
  }

  @Test
  void aDyingOneKeepsItsPermitsUntilItHasStopped() {
    stories(SemaphoreKind.OWNED).oneGoesOnAfterItsMark();
  }

  @ParameterizedTest
  @EnumSource
  void aPausedOneKeepsItsPermits(SemaphoreKind kind) {
    stories(kind).oneIsPaused();
  }

  @ParameterizedTest
  @EnumSource
  void noWakeIsLostBetweenTheLookAndTheSleep(SemaphoreKind kind) {
    stories(kind).theHolderReleases();
  }

  @Test
  void aDeathEndsTheSleepOfWhoWaitsForItsPermits() {
    stories(SemaphoreKind.OWNED).theHolderDies();
  }

  @ParameterizedTest
  @EnumSource
  void whoeverDiesReleasingTakesNoWakeAlong(SemaphoreKind kind) {
    stories(kind).theHolderDiesReleasing();
  }

  @ParameterizedTest
  @EnumSource
  void whoeverIsWokenWakesTheNextIfThereAreMorePermits(SemaphoreKind kind) {
    stories(kind).theHolderReleasesTwiceAndTwoWait();
  }

  @ParameterizedTest
  @EnumSource
  void whoeverNeedsMoreKeepsNoPermitFromOthers(SemaphoreKind kind) {
    stories(kind).theHolderReleasesOneAndOneNeedsTwo();
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptedOnePassesItsWakeOn(SemaphoreKind kind) {
    stories(kind).oneIsWokenAndInterrupted();
  }

  @ParameterizedTest
  @EnumSource
  void aDyingOneTakesNoWakeAlong(SemaphoreKind kind) {
    stories(kind).oneIsWokenAndDies();
  }
}
