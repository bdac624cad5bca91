package io.tandem.tests.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The protocols hold in every interleaving of a few processes with a kill at any step, and the
/// checker finds what is wrong when a part of them is left out. The models say what their switches
/// leave out.
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpinTest {
  private static final String PROTOCOLS =
      """
      word_lock -DK=0 -DROUNDS=2
      word_lock -DK=1
      word_lock -DK=1 -DNO_SLICE
      word_lock -DK=1 -DNO_SLICE -DGIVES_UP
      word_lock -DK=2 -DNO_WATCHER -DROUNDS=2
      word_lock -DK=2 -DNO_WATCHER -DNO_DEATH_WAKE -DROUNDS=2
      """;

  private static final String BUGS =
      """
      word_lock -DK=1 -DNO_SLICE -DNO_WATCHER -DNO_DEATH_WAKE           | nobody_hangs
      word_lock -DK=1 -DNO_SLICE -DNO_WATCHER                           | nobody_hangs
      word_lock -DK=1 -DNO_SLICE -DNO_DEATH_WAKE                        | nobody_hangs
      word_lock -DK=1 -DNO_SLICE -DWAKES_ONCE                           | nobody_hangs
      word_lock -DK=2 -DNO_SLICE                                        | nobody_hangs
      word_lock -DK=1 -DNO_WATCHER -DNO_PROOF                           | mutual_exclusion
      word_lock -DK=0 -DNO_WATCHER -DIMPATIENT                          | takes_from_dead
      word_lock -DK=0 -DNO_WATCHER -DNO_SLICE -DFORGETS_WAITERS         | nobody_hangs
      word_lock -DK=0 -DNO_WATCHER -DNO_SLICE -DGIVES_UP -DLEAVES_SILENTLY | nobody_hangs
      word_lock -DK=1 -DNO_WATCHER -DHIDES_DAMAGE                       | damage_is_told
      """;

  private static final Pattern SWITCH = Pattern.compile("-D(\\w+)");

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = PROTOCOLS)
  void theProtocolHolds(String run) throws Exception {
    assertEquals(Spin.HOLDS, new Spin(folder).check(run));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = BUGS)
  void theBugIsFound(String run, String invariant) throws Exception {
    assertEquals(invariant, new Spin(folder).check(run));
  }

  @Test
  void everySwitchOfEveryModelIsTried() throws Exception {
    var documented = new TreeSet<String>();
    for (Path model : Spin.models().toList()) {
      addSwitches(documented, nameOf(model), Files.readString(model));
    }
    var tried = new TreeSet<String>();
    (PROTOCOLS + BUGS).lines().forEach(run -> addSwitches(tried, run.split(" ")[0], run));

    assertEquals(documented, tried);
  }

  private static void addSwitches(TreeSet<String> switches, String model, String text) {
    SWITCH
        .matcher(text)
        .results()
        .map((MatchResult found) -> model + " " + found.group())
        .forEach(switches::add);
  }

  private static String nameOf(Path model) throws IOException {
    return model.getFileName().toString().replace(".pml", "");
  }
}
