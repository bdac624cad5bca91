package io.tandem.tests.stress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jcstress.infra.runners.TestList;

/// What the tests of jcstress see: quick by default; as long as jcstress takes itself if the system
/// property `jcstress` is one of its modes.
@Timeout(7200)
@TestInstance(Lifecycle.PER_CLASS)
class OrdersTest {
  private static final String MODE = System.getProperty("jcstress", "");

  private Map<String, Outcomes> all = new TreeMap<>();

  @BeforeAll
  void run() throws Exception {
    assumeTrue(
        Runtime.getRuntime().availableProcessors() > 1,
        "Skipped: on one processor nothing is reordered");
    if (MODE.isEmpty()) {
      for (String name : new TreeSet<>(TestList.tests())) {
        all.put(name, QuickRun.of(name));
      }
    } else {
      all = FullRun.of(MODE, Path.of(System.getenv("TANDEM_TESTS"), "jcstress"));
    }
  }

  @Test
  void everyTestHasRun() {
    assertEquals(new TreeSet<>(TestList.tests()), all.keySet());
    assertFalse(all.isEmpty());
  }

  @Test
  void nothingForbiddenIsSeen() {
    List<String> failures = all.values().stream().flatMap(o -> o.failures().stream()).toList();
    assertEquals(List.of(), failures);
  }

  @Test
  void everyPlantedMistakeIsSeen() {
    List<Outcomes> unseen = all.values().stream().filter(Outcomes::missesWhatIsPlanted).toList();
    assertEquals(List.of(), unseen);
  }

  @Test
  void aMistakeWhereNoneIsPlantedIsAFailure() {
    Outcomes planted = all.get("io.tandem.ring.RingStress.HeaderBeforePayload");
    String sound = "io.tandem.ring.RingStress.HeaderBehindPayload";
    List<String> failures = planted.failuresOf(TestList.getInfo(sound));
    assertEquals(1, failures.size());
    assertEquals(
        sound + ": the outcome was 1, 0. The header came before the payload.",
        failures.getFirst().replaceFirst("[0-9]+ times of [0-9]+ ", ""));
  }
}
