package io.tandem.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.park.Parker;
import io.tandem.peer.Peers;
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

/// Three threads of two processes and one lock, in many orders.
@Timeout(3600)
class LockInterleavingsTest {
  private static final long NUMBER_AT = LockLayout.GUARDED_AT;

  @Test
  void eachHolderIsAloneAndNoWakeIsLost() {
    Interleavings.tell(() -> additions(new SwitchingWords(LockLayout.BYTES), new MonitorParker()));
  }

  @Test
  void aLostWakeIsFound() {
    String said =
        Interleavings.tellUntilItFails(
            () -> additions(new SwitchingWords(LockLayout.BYTES), new LosesWakes()));
    assertTrue(said.contains("deadlock"), said);
  }

  private static Story additions(Words words, Parker parker) {
    var one = new WordLock(words, 0, TwoProcesses.ONE, parker);
    var other = new WordLock(words, 0, TwoProcesses.OTHER, parker);
    return new Story(
        List.of(add(words, one), add(words, one), add(words, other)),
        () -> {
          assertEquals(3, words.getLong(NUMBER_AT));
          assertEquals(Peers.NOBODY, words.getInt(0) & Peers.OWNER_MASK);
        });
  }

  private static Steps.Code add(Words words, WordLock lock) {
    return () -> {
      Hold _ = lock.lock();
      words.setLong(NUMBER_AT, words.getLong(NUMBER_AT) + 1);
      lock.unlock();
    };
  }
}
