package io.tandem.tests.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
      word_lock -DK=0 -DROUNDS=2 -DNO_WATCHER -DNO_SLICE
      word_lock -DK=1 -DNO_SLICE
      word_lock -DK=1 -DNO_WATCHER -DGIVES_UP
      word_lock -DK=2 -DNO_WATCHER
      word_lock -DK=2 -DNO_WATCHER -DNO_DEATH_WAKE
      condition -DK=0 -DITEMS=3 -DNO_WATCHER -DNO_SLICE
      condition -DK=1
      condition -DK=2 -DNO_WATCHER
      slot_reuse -DEPOCHS=3
      many_to_one -DK=2
      many_to_one -DK=1 -DPRODUCERS=3 -DMESSAGES=1
      one_to_one -DK=2
      doorbell -DK=0
      doorbell -DK=1
      semaphore -DK=0 -DNO_SLICE -DNO_WATCHER
      semaphore -DK=0 -DNO_SLICE -DNO_WATCHER -DMANY
      semaphore -DK=0 -DNO_SLICE -DNO_WATCHER -DHANDS_OVER
      semaphore -DK=1 -DNO_SLICE
      semaphore -DK=1 -DNO_WATCHER -DHANDS_OVER
      semaphore -DK=2 -DNO_WATCHER
      semaphore -DK=1 -DNO_WATCHER -DOWNED
      barrier -DK=0 -DROUNDS=2 -DRESETS=0
      barrier -DK=0 -DRESETS=1 -DGIVES_UP
      barrier -DK=1 -DRESETS=0
      """;

  private static final String BUGS =
      """
      word_lock -DK=1 -DNO_SLICE -DNO_WATCHER -DNO_DEATH_WAKE              | nobody_hangs
      word_lock -DK=1 -DNO_SLICE -DNO_WATCHER                              | nobody_hangs
      word_lock -DK=1 -DNO_SLICE -DNO_DEATH_WAKE                           | nobody_hangs
      word_lock -DK=1 -DNO_SLICE -DWAKES_ONCE                              | nobody_hangs
      word_lock -DK=2 -DNO_SLICE                                           | nobody_hangs
      word_lock -DK=1 -DNO_WATCHER -DNO_PROOF                              | mutual_exclusion
      word_lock -DK=0 -DNO_WATCHER -DIMPATIENT                             | takes_from_dead
      word_lock -DK=0 -DNO_WATCHER -DNO_SLICE -DFORGETS_WAITERS            | nobody_hangs
      word_lock -DK=0 -DNO_WATCHER -DNO_SLICE -DGIVES_UP -DLEAVES_SILENTLY | nobody_hangs
      word_lock -DK=1 -DNO_WATCHER -DHIDES_DAMAGE                          | damage_is_told
      condition -DK=0 -DNO_WATCHER -DNO_SLICE -DREADS_LATE                 | nobody_hangs
      condition -DK=0 -DNO_WATCHER -DNO_SLICE -DNO_CHANGE                  | nobody_hangs
      condition -DK=0 -DNO_WATCHER -DHOLDS_ONE                             | nobody_hangs
      condition -DK=1 -DNO_SLICE -DNO_WATCHER                              | nobody_hangs
      condition -DK=1 -DNO_SLICE                                           | nobody_hangs
      condition -DK=1 -DNO_SEATS                                           | nobody_hangs
      condition -DK=1 -DHIDES_DAMAGE                                       | nobody_hangs
      condition -DK=1 -DNO_PROOF                                           | mutual_exclusion
      slot_reuse -DEPOCHS=2                                                | takes_from_dead
      slot_reuse -DNO_EPOCH                                                | owns_only_its_own
      slot_reuse -DLATE_EPOCH                                              | nobody_hangs
      slot_reuse -DEPOCH_FIRST                                             | nobody_hangs
      slot_reuse -DLATE_BYTE                                               | owns_only_its_own
      slot_reuse -DSAME_THREAD_ID                                          | nobody_hangs
      many_to_one -DK=1 -DTAIL_FIRST                                       | at_most_once
      many_to_one -DK=0 -DNEXT_NOT_CLEARED                                 | at_most_once
      many_to_one -DK=1 -DNO_PROOF                                         | within_ring
      many_to_one -DK=0 -DIMPATIENT                                        | skips_dead
      many_to_one -DK=1 -DNO_INTENT                                        | at_most_once
      many_to_one -DK=1 -DPRODUCERS=3 -DMESSAGES=1 -DCLEARS_FIRST          | nobody_stalls
      many_to_one -DK=1 -DIGNORES_TAIL                                     | within_ring
      many_to_one -DK=1 -DSKIPS_BLINDLY                                    | skips_dead
      one_to_one -DK=1 -DNO_PROOF                                          | at_most_once
      one_to_one -DK=0 -DNEXT_NOT_CLEARED                                  | at_most_once
      one_to_one -DK=0 -DCLEARS_LATE                                       | not_torn
      one_to_one -DK=0 -DCOMMITS_FIRST                                     | not_torn
      one_to_one -DK=1 -DSTARTS_AT_HEAD                                    | none_lost
      one_to_one -DK=1 -DNO_INTENT                                         | at_most_once
      doorbell -DK=0 -DNO_BARRIER                                          | none_forgotten
      doorbell -DK=0 -DEARLY_BARRIER                                       | none_forgotten
      doorbell -DK=0 -DNO_SECOND_LOOK                                      | none_forgotten
      doorbell -DK=1 -DNO_WATCHER                                          | none_forgotten
      doorbell -DK=1 -DONLY_WAKES                                          | none_forgotten
      doorbell -DK=1 -DWAKES_ONCE                                          | none_forgotten
      semaphore -DK=1 -DNO_SLICE -DNO_WATCHER                              | nobody_hangs
      semaphore -DK=0 -DNO_SLICE -DNO_WATCHER -DFORGETS_WAITERS            | nobody_hangs
      semaphore -DK=0 -DNO_SLICE -DNO_WATCHER -DHANDS_OVER -DKEEPS_WAKE    | nobody_hangs
      semaphore -DK=0 -DNO_SLICE -DNO_WATCHER -DMANY -DHIDES_MANY          | nobody_hangs
      semaphore -DK=0 -DNO_SLICE -DNO_WATCHER -DMANY -DWAKES_BLINDLY       | nobody_hangs
      semaphore -DK=1 -DNO_WATCHER -DOWNED -DNO_RETURN                     | nobody_hangs
      semaphore -DK=1 -DNO_WATCHER -DOWNED -DNO_RECOUNT                    | conserved
      semaphore -DK=1 -DNO_WATCHER -DOWNED -DNO_PROOF                      | conserved
      barrier -DK=1 -DRESETS=0 -DNO_DEATH_WAKE                             | nobody_hangs
      barrier -DK=1 -DRESETS=0 -DROUNDS=2 -DWAKES_ONCE                     | nobody_hangs
      barrier -DK=1 -DRESETS=0 -DNO_DEATH_LOOK                             | nobody_hangs
      barrier -DK=1 -DRESETS=0 -DNO_FIRST_LOOK                             | meets_the_living
      barrier -DK=0 -DRESETS=0 -DROUNDS=2 -DNO_SECOND_LOOK                 | has_own_place
      barrier -DK=0 -DRESETS=0 -DNO_CAS                                    | has_own_place
      barrier -DK=0 -DRESETS=1 -DMIXES                                     | all_hear_the_same
      barrier -DK=0 -DRESETS=0 -DGIVES_UP -DBLIND_BREAK                    | all_hear_the_same
      barrier -DK=0 -DRESETS=1 -DROUNDS=2 -DENTERS_LATE                    | all_hear_the_same
      barrier -DK=0 -DRESETS=0 -DROUNDS=2 -DGIVES_UP -DNOTES_ENDED         | all_hear_the_same
      """;

  private static final Pattern SWITCH = Pattern.compile("-D(\\w+)");

  private static final Map<String, Future<String>> VERDICTS = new HashMap<>();

  private static ExecutorService processors;

  @TempDir private static Path folder;

  @BeforeAll
  static void startAll() {
    processors = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    (PROTOCOLS + BUGS)
        .lines()
        .map(line -> line.split("\\|")[0].strip())
        .forEach(run -> VERDICTS.put(run, processors.submit(() -> check(run))));
  }

  private static String check(String run) throws Exception {
    return new Spin(Files.createTempDirectory(folder, "model")).check(run);
  }

  @AfterAll
  static void stopAll() {
    processors.shutdownNow();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = PROTOCOLS)
  void theProtocolHolds(String run) throws Exception {
    assertEquals(Spin.HOLDS, VERDICTS.get(run).get());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', textBlock = BUGS)
  void theBugIsFound(String run, String invariant) throws Exception {
    assertEquals(invariant, VERDICTS.get(run).get());
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

  private static String nameOf(Path model) {
    return model.getFileName().toString().replace(".pml", "");
  }
}
