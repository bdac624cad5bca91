package io.tandem.memory;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.AllocatorStories.Single;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The allocator and the directory when those who use them die before any access that they make.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AllocatorKillTest {
  private final AllocatorStories stories = new AllocatorStories(AllocatorBug.NONE);

  @ParameterizedTest
  @EnumSource
  void theNextOneFindsAllInOrderWhateverADeadOneDid(Single what) {
    assertTrue(stories.oneDies(what) >= 5, "every access is a place to die");
  }

  @ParameterizedTest
  @EnumSource
  void whoeverCleansUpMayDieToo(Single what) {
    stories.oneDiesAndThenWhoeverComesNext(what);
  }

  @Test
  void twoMayDieOneAfterTheOther() {
    assertTrue(stories.twoDie() >= 10_000);
  }

  @Test
  void allIsInOrderWhenNobodyDies() {
    stories.nobodyDies();
  }
}
