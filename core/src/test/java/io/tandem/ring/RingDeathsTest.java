package io.tandem.ring;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.ring.World.Kind;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever dies at a ring, at any access and in any pair of them: nobody hangs, and what was sent
/// comes once, whole and in order.
@Timeout(300)
class RingDeathsTest {
  @ParameterizedTest
  @EnumSource
  void aRingSurvivesEveryDeath(Kind kind) {
    long deaths = tell(kind, Bug.NONE);

    assertTrue(deaths > 1_000, () -> "only " + deaths);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void everyPlantedBugIsFound(Bug bug) {
    for (Kind kind : bug.kinds()) {
      assertThrows(AssertionError.class, () -> tell(kind, bug), kind::name);
    }
  }

  private static long tell(Kind kind, Bug bug) {
    return kind == Kind.BROADCAST ? new BroadcastStories(bug).all() : new Stories(kind, bug).all();
  }
}
