package io.tandem.lock;

import static io.tandem.lock.ConditionWorld.CONDITION_AT;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.park.Parker;
import io.tandem.peer.Peers;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// As [PlantedBugsTest], for conditions.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PlantedConditionBugsTest {
  @ParameterizedTest
  @EnumSource
  void isFound(Planted planted) {
    AssertionError red =
        assertThrows(
            AssertionError.class, () -> planted.story.accept(new ConditionStories(planted.bug)));

    assertTrue(red.getMessage().contains(planted.symptom), red::getMessage);
  }

  /// Leaves a field as it is.
  private static Bug.Release without(long field) {
    return (words, offset, value) -> {
      if (offset != CONDITION_AT + field) {
        words.setIntRelease(offset, value);
      }
    };
  }

  enum Planted {
    A_SIGNAL_IS_FORGOTTEN(
        ConditionStories::aSignalComesAtAnyMoment,
        "sleeps for ever",
        without(ConditionLayout.PENDING_AT)),

    LOST_WAKE(ConditionStories::aSignalComesAtAnyMoment, "sleeps for ever", new Bug.NoWake()),

    SLEEPS_ON_WHAT_IT_SEES_LAST(
        ConditionStories::aSignalComesAtAnyMoment,
        "sleeps for ever",
        (Bug.Sleep)
            (parker, words, offset, expected, owner, nanos) ->
                parker.parkUninterruptibly(words, offset, words.getInt(offset), owner, nanos)),

    ALL_IS_ONE(ConditionStories::allAreSignalled, "sleeps for ever", new Bug.OneWake()),

    THE_DEAD_ARE_NOT_SEATED(
        ConditionStories::aWaiterDiesAsleep,
        "sleeps for ever",
        without(ConditionLayout.SEATS_AT + ConditionLayout.SEATED_FROM_SEAT)),

    NO_DEATH_ENDS_A_SLEEP(
        ConditionStories::aSignallerDies,
        "sleeps for ever",
        (Bug.Sleep)
            (parker, words, offset, expected, owner, nanos) ->
                parker.parkUninterruptibly(
                    words,
                    offset,
                    expected,
                    owner == Parker.ANYBODY ? Peers.NOBODY : owner,
                    nanos)),

    ALWAYS_CERTAIN(
        ConditionStories::aSignallerDiesAndAnotherRepairs,
        "sleeps for ever",
        without(ConditionLayout.UNCERTAIN_AT)),

    ONE_GROUP(
        ConditionStories::aSignalIsForThoseThatWait,
        "sleeps for ever",
        without(ConditionLayout.GROUP_AT));

    private final Consumer<ConditionStories> story;
    private final String symptom;
    private final Bug bug;

    Planted(Consumer<ConditionStories> story, String symptom, Bug bug) {
      this.story = story;
      this.symptom = symptom;
      this.bug = bug;
    }
  }
}
