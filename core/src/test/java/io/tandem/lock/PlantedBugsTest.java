package io.tandem.lock;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.peer.FakePeers;
import io.tandem.peer.Peers;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A test that cannot fail proves nothing: with each of these bugs planted, the story that is to
/// find it fails, and says what the bug does.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PlantedBugsTest {
  @ParameterizedTest
  @EnumSource
  void isFound(Planted planted) {
    AssertionError red =
        assertThrows(
            AssertionError.class, () -> planted.story.accept(new LockStories(planted.bug)));

    assertTrue(red.getMessage().contains(planted.symptom), red::getMessage);
  }

  enum Planted {
    NO_RELEASE(
        LockStories::oneDies,
        "not released",
        (Bug.Cas)
            (words, offset, expected, value) ->
                value == 0 || words.compareAndSetInt(offset, expected, value)),

    ACQUIRES_WHATEVER_IS_THERE(
        LockStories::oneIsPaused,
        "expected: <false> but was: <true>",
        (Bug.Cas)
            (words, offset, expected, value) -> {
              words.setIntVolatile(offset, value);
              return true;
            }),

    INCONSISTENCY_IS_FORGOTTEN(
        LockStories::oneDiesAndAnotherDoesNotRepair,
        "a death that was not told",
        (Bug.Cas)
            (words, offset, expected, value) ->
                words.compareAndSetInt(offset, expected, value & ~WordLock.INCONSISTENT)),

    NO_DEATH_CHECK(LockStories::oneDies, "sleeps for ever", (Bug.Death) (peers, owner) -> false),

    A_PAUSED_ONE_COUNTS_AS_DEAD(
        LockStories::oneIsPaused, "taken from a living one", (Bug.Death) (peers, owner) -> true),

    NO_EPOCH(
        LockStories::oneDiesAndItsSlotIsUsedAgain,
        "sleeps for ever",
        (Bug.Death) FakePeers::isMarked),

    TAKEOVER_ON_THE_MARK_ALONE(
        LockStories::oneGoesOnAfterItsMark, "held by nobody", new Bug.NoProof()),

    WAITERS_ARE_NOT_ANNOUNCED(
        LockStories::theHolderUnlocks,
        "sleeps for ever",
        new Bug.Both(
            (Bug.Cas)
                (words, offset, expected, value) ->
                    words.compareAndSetInt(offset, expected, value & ~WordLock.WAITERS),
            (Bug.Sleep)
                (parker, words, offset, expected, owner, nanos) ->
                    parker.parkUninterruptibly(
                        words, offset, expected & ~WordLock.WAITERS, owner, nanos))),

    OTHER_WAITERS_ARE_FORGOTTEN(
        LockStories::theHolderUnlocksAndTwoWait,
        "sleeps for ever",
        (Bug.Cas)
            (words, offset, expected, value) ->
                words.compareAndSetInt(
                    offset, expected, expected == 0 ? value & ~WordLock.WAITERS : value)),

    LOST_WAKE(LockStories::theHolderUnlocks, "sleeps for ever", new Bug.NoWake()),

    NO_DEATH_ENDS_A_SLEEP(
        LockStories::theHolderDies,
        "sleeps for ever",
        (Bug.Sleep)
            (parker, words, offset, expected, owner, nanos) ->
                parker.parkUninterruptibly(words, offset, expected, Peers.NOBODY, nanos)),

    THE_SAME_TOKEN_AGAIN(
        LockStories::twoDie,
        "a token that was there before",
        (Bug.Store)
            (words, offset, value) -> {
              if (offset != LockLayout.TOKEN_AT) {
                words.setLong(offset, value);
              }
            });

    private final Consumer<LockStories> story;
    private final String symptom;
    private final Bug bug;

    Planted(Consumer<LockStories> story, String symptom, Bug bug) {
      this.story = story;
      this.symptom = symptom;
      this.bug = bug;
    }
  }
}
