package io.tandem.park;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// How long a spin lasts, by a clock that goes on by 1 whenever it is looked at.
class SpinTest {
  private static final long USUAL = 1000;
  private static final long SHORT = USUAL / Spin.SHORT_SHARE;
  private static final long LONG = USUAL * Spin.LONG;

  private long now;
  private final Spin spin = new Spin(USUAL, () -> now++);

  /// Somebody to wait for.
  private static final class Peer implements Wait {
    private boolean there;

    @Override
    public boolean isOver() {
      return there;
    }

    @Override
    public int announceSleep() {
      return 0;
    }
  }

  private final Peer peer = new Peer();

  /// Waits in vain.
  ///
  /// @return for how long, by its own looks at the clock
  private long inVain() {
    peer.there = false;
    long start = now;
    assertFalse(spin.spin(peer, Long.MAX_VALUE));
    return now - start - 1;
  }

  private void notInVain() {
    peer.there = true;
    assertTrue(spin.spin(peer, Long.MAX_VALUE));
  }

  @Test
  void aLongOneFollowsAUsualOneAndThenEverMoreShortOnesBetween() {
    assertEquals(USUAL, inVain());
    assertEquals(LONG, inVain());
    for (int shortOnes = 1; shortOnes < 200; shortOnes = 2 * shortOnes + 1) {
      int expected = Math.min(shortOnes, Spin.MOST_SHORT_ONES);
      for (int i = 0; i < expected; i++) {
        assertEquals(SHORT, inVain(), "of " + expected);
      }
      assertEquals(LONG, inVain());
    }
  }

  @Test
  void afterOneThatIsNotInVainItIsUsual() {
    for (int i = 0; i < 5; i++) {
      inVain();
    }
    notInVain();

    assertEquals(USUAL, inVain());
  }

  @Test
  void onlyUsualOnesThatAreNotInVainMakeLongOnesFrequentAgain() {
    inVain();
    inVain();
    notInVain();
    inVain();
    assertEquals(SHORT, inVain());
    notInVain();
    notInVain();
    inVain();
    assertEquals(LONG, inVain());
  }

  @Test
  void whatADeadlineCutsShortIsNoLesson() {
    peer.there = false;
    for (int i = 0; i < 5; i++) {
      assertFalse(spin.spin(peer, now + 10));
      assertFalse(spin.spin(peer, now));
    }

    assertEquals(USUAL, inVain());
  }

  @Test
  void oneThatNeverSleepsSpinsForEver() {
    var forEver = new Spin(Long.MAX_VALUE, () -> now++);
    for (int i = 0; i < 5; i++) {
      long start = now;
      assertFalse(forEver.spin(peer, now + 100));
      assertTrue(now - start > 100);
    }
  }
}
