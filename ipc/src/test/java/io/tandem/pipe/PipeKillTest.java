package io.tandem.pipe;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whoever dies at a pipe, at any access: nobody hangs, no message is torn, and the other end is
/// told what became of it.
@Timeout(300)
class PipeKillTest {
  @Test
  void aPipeSurvivesEveryDeath() {
    long deaths = new PipeStories(PipeBug.NONE).all();

    assertTrue(deaths > 500, () -> "only " + deaths);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void everyPlantedBugIsFound(PipeBug bug) {
    assertThrows(AssertionError.class, () -> new PipeStories(bug).all());
  }
}
