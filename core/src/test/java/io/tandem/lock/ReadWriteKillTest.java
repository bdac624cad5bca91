package io.tandem.lock;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.lock.ReadWriteWorld.Work;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The read-write lock when its users die, are paused or go on late, before every access that they
/// make.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadWriteKillTest {
  private final ReadWriteStories stories = new ReadWriteStories(Bug.NONE);

  static Stream<Arguments> pairs() {
    return Arrays.stream(Work.values())
        .flatMap(one -> Arrays.stream(Work.values()).map(other -> Arguments.of(one, other)));
  }

  @ParameterizedTest
  @EnumSource
  void aSurvivorReadsAndWrites(Work work) {
    assertTrue(stories.oneDies(work) >= 8, "every access is a place to die");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void twoMayDieOneAfterTheOther(Work first, Work second) {
    assertTrue(stories.twoDie(first, second) >= 64);
  }

  @ParameterizedTest
  @EnumSource
  void theDeadStayDeadWhenTheirSlotIsUsedAgain(Work work) {
    stories.oneDiesAndItsSlotIsUsedAgain(work);
  }

  @ParameterizedTest
  @EnumSource
  void whoIsPausedKeepsWhatItHolds(Work work) {
    stories.oneIsPaused(work);
  }

  @ParameterizedTest
  @EnumSource
  void theDyingThatStillRunDoNoHarm(Work work) {
    stories.oneGoesOnAfterItsMark(work);
  }

  @Test
  void noWakeOfAWriterIsLost() {
    stories.theOtherLeaves(Work.READ, Work.WRITE);
    stories.theOtherLeaves(Work.WRITE, Work.WRITE);
  }

  @Test
  void noWakeOfAReaderIsLost() {
    stories.theOtherLeaves(Work.WRITE, Work.READ);
  }

  @Test
  void noDeathIsMissed() {
    stories.theOtherDies(Work.READ, Work.WRITE);
    stories.theOtherDies(Work.WRITE, Work.WRITE);
    stories.theOtherDies(Work.WRITE, Work.READ);
  }

  @Test
  void aReaderThatSleepsHearsOfAThreadThatEndedWriting() throws Exception {
    stories.aThreadEndsWriting();
  }

  @Test
  void aWriterThatOnlyWaitedLeavesNothingToRepair() {
    stories.aWriterDiesThatOnlyWaited();
  }

  @Test
  void readersThatWaitAreLetInBeforeTheNextWriter() {
    stories.aWriterComesAfterAReader();
  }

  @Test
  void whoGivesUpLeavesNothing() {
    stories.oneGivesUp(Work.READ);
    stories.oneGivesUp(Work.WRITE);
  }
}
