package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.park.Parker;
import io.tandem.tests.stress.Interleavings;
import io.tandem.tests.stress.Interleavings.Story;
import io.tandem.word.LosesWakes;
import io.tandem.word.MonitorParker;
import io.tandem.word.Steps;
import io.tandem.word.SwitchingWords;
import io.tandem.word.TwoProcesses;
import io.tandem.word.Words;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Threads of two processes at a semaphore and at an event, in many orders.
@Timeout(3600)
class SyncInterleavingsTest {
  @Test
  void permitsComeBackAndWhoeverWaitsForThemGetsThem() {
    Interleavings.tell(() -> permits(new MonitorParker()));
  }

  @Test
  void aPermitThatWakesNobodyIsFound() {
    String said = Interleavings.tellUntilItFails(() -> permits(new LosesWakes()));
    assertTrue(said.contains("deadlock"), said);
  }

  /// One needs both permits, two need one each.
  private static Story permits(Parker parker) {
    var words = new SwitchingWords(64);
    words.setInt(SemaphoreLayout.WORD_AT, 2);
    var one = new CountedPermits(words, 0, TwoProcesses.ONE, parker, 2);
    var other = new CountedPermits(words, 0, TwoProcesses.OTHER, parker, 2);
    return new Story(
        List.of(takeAndGive(one, 2), takeAndGive(one, 1), takeAndGive(other, 1)),
        () -> assertEquals(2, one.available()));
  }

  private static Steps.Code takeAndGive(Permits permits, int count) {
    return () -> {
      permits.takeUninterruptibly(count);
      permits.give(count);
    };
  }

  @Test
  void anEventThatIsClearedAtOnceLetsGoWhoWaits() {
    Interleavings.tell(() -> pulse(new MonitorParker()));
  }

  @Test
  void anEventThatWakesNobodyIsFound() {
    String said = Interleavings.tellUntilItFails(() -> pulse(new LosesWakes()));
    assertTrue(said.contains("deadlock"), said);
  }

  private static Story pulse(Parker parker) {
    Words words = new SwitchingWords(64);
    var setter = new EventWord(words, 0, TwoProcesses.ONE, parker);
    var waiter = new EventWord(words, 0, TwoProcesses.OTHER, parker);
    return new Story(
        List.of(
            () -> assertTrue(waiter.await(Long.MAX_VALUE)),
            () -> {
              setter.set();
              setter.clear();
              setter.set();
            }),
        () -> assertTrue(waiter.isSet()));
  }
}
