package io.tandem.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.park.Parker;
import io.tandem.peer.FakePeers;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EndedThreadTest {
  private static final long CONDITION_AT = 64;

  private final FakePeers peers = new FakePeers();
  private final Set<Long> woken = new HashSet<>();

  /// Writes down who is woken.
  private final Parker parker =
      new Parker() {
        @Override
        public void park(Words words, long offset, int expected, int owner, long nanos) {}

        @Override
        public void parkUninterruptibly(
            Words words, long offset, int expected, int owner, long nanos) {}

        @Override
        public void wakeOne(Words words, long offset) {}

        @Override
        public void wakeAll(Words words, long offset) {
          woken.add(offset);
        }
      };

  @Test
  void thoseWhoWaitForAConditionAreWokenAsThoseWhoWaitForTheLock() throws Exception {
    Words words =
        new SegmentWords(Arena.ofAuto().allocate(CONDITION_AT + ThreadCondition.BYTES, 64));
    var watch =
        new HolderWatch() {
          @Override
          void start() {}
        };
    Place place = Place.of(Waits.unseen(words, peers));
    var lock = new ThreadLock(words, 0, peers, parker, place, watch);
    var condition = new ThreadCondition(words, CONDITION_AT, peers, parker, lock);

    Thread.ofPlatform().start(lock::lock).join();
    assertTrue(lock.giveUpForEndedThread());

    assertEquals(
        Set.of(
            LockLayout.WORD_AT,
            CONDITION_AT + ConditionLayout.signalsAt(0),
            CONDITION_AT + ConditionLayout.signalsAt(1)),
        woken);
    assertFalse(lock.giveUpForEndedThread());
    assertEquals(null, condition.usedBy());
  }
}
