package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.peer.FakePeers;
import io.tandem.word.Words;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A test that cannot fail proves nothing: with each of these bugs planted, the story that is to
/// find it fails, and says what the bug does.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PlantedBugsTest {
  private static final long WORD = SemaphoreLayout.WORD_AT;
  private static final String HANGS = "sleeps for ever";

  /// What is done to a semaphore's word only.
  private static Bug.Cas onWord(Bug.Cas instead) {
    return (words, offset, expected, value) ->
        offset == WORD
            ? instead.cas(words, offset, expected, value)
            : words.compareAndSetInt(offset, expected, value);
  }

  /// The first wake comes through, and no other.
  private static Bug onlyOneWake() {
    var woken = new AtomicBoolean();
    return Bug.parker(
        parker ->
            new Bug.OtherParker(parker) {
              @Override
              public void wakeOne(Words words, long offset) {
                if (!woken.getAndSet(true)) {
                  super.wakeOne(words, offset);
                }
              }
            });
  }

  private static boolean isGiving(int expected, int value) {
    return Permits.freeOf(value) > Permits.freeOf(expected);
  }

  @ParameterizedTest
  @EnumSource
  void isFoundInSemaphores(OfSemaphores planted) {
    AssertionError red =
        assertThrows(
            AssertionError.class,
            () -> planted.story.accept(new SemaphoreStories(planted.kind, planted.bug)));

    assertTrue(red.getMessage().contains(planted.symptom), red::getMessage);
  }

  enum OfSemaphores {
    A_RELEASE_IS_DROPPED(
        SemaphoreKind.PLAIN,
        SemaphoreStories::theHolderReleases,
        HANGS,
        Bug.cas(
            onWord(
                (words, offset, expected, value) ->
                    isGiving(expected, value) || words.compareAndSetInt(offset, expected, value)))),

    TAKES_WHATEVER_IS_THERE(
        SemaphoreKind.PLAIN,
        SemaphoreStories::oneIsPaused,
        "permits in use",
        Bug.cas(
            onWord(
                (words, offset, expected, value) -> {
                  words.setIntVolatile(offset, value);
                  return true;
                }))),

    WAITERS_ARE_NOT_ANNOUNCED(
        SemaphoreKind.PLAIN,
        SemaphoreStories::theHolderReleases,
        HANGS,
        Bug.cas(
                onWord(
                    (words, offset, expected, value) ->
                        words.compareAndSetInt(offset, expected, value & ~Permits.WAITERS)))
            .and(Bug.parker(parker -> new Bug.Without(parker, Permits.WAITERS)))),

    LOST_WAKE(
        SemaphoreKind.PLAIN,
        SemaphoreStories::theHolderReleases,
        HANGS,
        Bug.parker(Bug.NoWakeAll::new)),

    THE_NEXT_IS_NOT_WOKEN(
        SemaphoreKind.PLAIN,
        SemaphoreStories::theHolderReleasesTwiceAndTwoWait,
        HANGS,
        onlyOneWake()),

    AN_INTERRUPTED_ONE_KEEPS_ITS_WAKE(
        SemaphoreKind.PLAIN, SemaphoreStories::oneIsWokenAndInterrupted, HANGS, onlyOneWake()),

    NEEDING_MANY_IS_NOT_ANNOUNCED(
        SemaphoreKind.PLAIN,
        SemaphoreStories::theHolderReleasesOneAndOneNeedsTwo,
        "sleeps beside a permit",
        Bug.cas(
                onWord(
                    (words, offset, expected, value) ->
                        words.compareAndSetInt(offset, expected, value & ~Permits.MANY)))
            .and(Bug.parker(parker -> new Bug.Without(parker, Permits.MANY)))),

    A_DEATH_ENDS_NO_SLEEP(
        SemaphoreKind.OWNED, SemaphoreStories::theHolderDies, HANGS, Bug.parker(Bug.Deaf::new)),

    THE_RELEASER_DIES_AND_NOBODY_HEALS(
        SemaphoreKind.PLAIN,
        SemaphoreStories::theHolderDiesReleasing,
        HANGS,
        Bug.parker(Bug.Deaf::new)),

    PERMITS_OF_THE_DEAD_DO_NOT_RETURN(
        SemaphoreKind.OWNED, SemaphoreStories::oneDies, HANGS, Bug.death((peers, owner) -> false)),

    A_PAUSED_ONE_COUNTS_AS_DEAD(
        SemaphoreKind.OWNED,
        SemaphoreStories::oneIsPaused,
        "permits in use",
        Bug.death((peers, owner) -> owner != peers.self()).and(Bug.noProof())),

    PERMITS_RETURN_ON_THE_MARK_ALONE(
        SemaphoreKind.OWNED,
        SemaphoreStories::oneGoesOnAfterItsMark,
        "held by nobody",
        Bug.noProof()),

    NO_EPOCH(
        SemaphoreKind.OWNED,
        SemaphoreStories::oneDiesAndItsSlotIsUsedAgain,
        HANGS,
        Bug.death(FakePeers::isMarked)),

    THE_TABLE_IS_NOT_WRITTEN(
        SemaphoreKind.OWNED,
        SemaphoreStories::oneIsPaused,
        "permits in use",
        Bug.store(
            (words, offset, value) -> {
              if (offset < SemaphoreLayout.HELD_AT) {
                words.setLong(offset, value);
              }
            }));

    private final SemaphoreKind kind;
    private final Consumer<SemaphoreStories> story;
    private final String symptom;
    private final Bug bug;

    OfSemaphores(SemaphoreKind kind, Consumer<SemaphoreStories> story, String symptom, Bug bug) {
      this.kind = kind;
      this.story = story;
      this.symptom = symptom;
      this.bug = bug;
    }
  }

  @ParameterizedTest
  @EnumSource
  void isFoundInEventsAndLatches(OfEvents planted) {
    AssertionError red = assertThrows(AssertionError.class, planted.story::run);

    assertTrue(red.getMessage().contains(HANGS), red::getMessage);
  }

  enum OfEvents {
    AN_EVENT_WAKES_NOBODY(() -> new EventStories(Bug.parker(Bug.NoWakeAll::new)).oneSets()),

    AN_EVENT_DOES_NOT_COUNT(
        () ->
            new EventStories(
                    Bug.cas(
                        (words, offset, expected, value) ->
                            words.compareAndSetInt(
                                offset, expected, value & (EventWord.WAITERS | EventWord.SET))))
                .oneSetsAndClearsAtOnce()),

    AN_EVENT_FORGETS_WHO_WAITS(
        () ->
            new EventStories(
                    Bug.cas(
                            (words, offset, expected, value) ->
                                words.compareAndSetInt(
                                    offset, expected, value & ~EventWord.WAITERS))
                        .and(Bug.parker(parker -> new Bug.Without(parker, EventWord.WAITERS))))
                .oneSets()),

    NOBODY_HEALS_A_DEAD_SETTER(() -> new EventStories(Bug.parker(Bug.Deaf::new)).oneDiesSetting()),

    A_LATCH_WAKES_NOBODY(() -> new LatchStories(Bug.parker(Bug.NoWakeAll::new)).theLastComes()),

    A_LATCH_FORGETS_WHO_WAITS(
        () ->
            new LatchStories(
                    Bug.cas(
                        (words, offset, expected, value) ->
                            words.compareAndSetInt(
                                offset,
                                expected,
                                (value ^ expected) == LatchWord.WAITERS
                                    ? value
                                    : value & ~LatchWord.WAITERS)))
                .thoseBeforeTheLastCome()),

    NOBODY_HEALS_A_DEAD_LAST_ONE(
        () -> new LatchStories(Bug.parker(Bug.Deaf::new)).theLastDiesComing());

    private final Runnable story;

    OfEvents(Runnable story) {
      this.story = story;
    }
  }
}
