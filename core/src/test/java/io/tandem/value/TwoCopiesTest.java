package io.tandem.value;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A record that is replaced while its readers and writers die, are paused or go on late, before
/// every access that they make.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TwoCopiesTest {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nobodyReadsATornRecordOrWaitsForTheDead(boolean strict) {
    long stops = new CopiesStories(CopiesBug.NONE, strict).tell();

    assertTrue(stops > 1_000, () -> stops + " deaths and pauses");
  }

  /// A test that cannot fail proves nothing.
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void aPlantedBugIsFound(CopiesBug planted) {
    var stories = new CopiesStories(planted, false);

    AssertionError red = assertThrows(AssertionError.class, stories::tell);

    assertTrue(red.getMessage().contains(planted.symptom), red::getMessage);
  }
}
