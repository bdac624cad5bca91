package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import io.tandem.word.Words;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A test that cannot fail proves nothing: with each of these bugs planted, the story that is to
/// find it fails, and says what the bug does.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BarrierPlantedBugsTest {
  private static final long ENDED = 1L << 62;

  @ParameterizedTest
  @EnumSource
  void isFound(Planted planted) {
    AssertionError red =
        assertThrows(
            AssertionError.class, () -> planted.story.accept(new BarrierStories(planted.bug)));

    assertTrue(red.getMessage().contains(planted.symptom), red::getMessage);
  }

  /// A compare-and-set of a long that does something else.
  private interface LongCas {
    boolean cas(Words words, long offset, long expected, long value);
  }

  private static Bug longCas(LongCas instead) {
    return new Bug(
        words ->
            new StepWords(words, Steps.unlimited()) {
              @Override
              public boolean compareAndSetLong(long offset, long expected, long value) {
                return instead.cas(words, offset, expected, value);
              }
            },
        Bug.NONE.peers(),
        Bug.NONE.parker());
  }

  private static boolean isBreach(long offset) {
    return offset < BarrierLayout.BYTES;
  }

  enum Planted {
    NO_DEATH_CHECK(
        BarrierStories::theSecondDies, "sleeps for ever", Bug.death((peers, owner) -> false)),

    NO_DEATH_ENDS_A_SLEEP(
        BarrierStories::theSecondDies, "sleeps for ever", Bug.parker(Bug.Deaf::new)),

    NOBODY_IS_WOKEN(
        stories -> stories.anotherComesAtTheSameTime(Long.MAX_VALUE),
        "sleeps for ever",
        Bug.parker(Bug.NoWakeAll::new)),

    TWO_HAVE_THE_SAME_PLACE(
        BarrierStories::twoOthersMeetMeanwhile,
        "three met",
        longCas(
            (words, offset, expected, value) -> {
              words.setLongVolatile(offset, value);
              return true;
            })),

    A_LATE_BREAK_HITS_WHOEVER_IS_THERE(
        stories -> stories.anotherComesAtTheSameTime(1),
        "one got",
        Bug.cas(
            (words, offset, expected, value) -> {
              if ((value & Generation.BROKEN) == 0) {
                return words.compareAndSetInt(offset, expected, value);
              }
              words.setIntVolatile(offset, words.getInt(offset) | Generation.BROKEN);
              return true;
            })),

    A_RESET_LOOKS_LIKE_A_MEETING(
        BarrierStories::oneResets,
        "generations are mixed",
        Bug.cas(
            (words, offset, expected, value) ->
                words.compareAndSetInt(offset, expected, value & ~Generation.LAST_BROKE))),

    A_BREACH_IS_FORGOTTEN(
        stories -> assertEquals(BarrierStories.BROKE, stories.oneWakesLate(false, 2)),
        "expected: <-1>",
        longCas(
            (words, offset, expected, value) ->
                (value & ENDED) != 0 || words.compareAndSetLong(offset, expected, value))),

    A_BREACH_IN_VAIN_COUNTS(
        stories -> stories.anotherComesAtTheSameTime(1),
        "one got",
        longCas(
            (words, offset, expected, value) ->
                words.compareAndSetLong(
                    offset, expected, isBreach(offset) ? value | ENDED : value)));

    private final Consumer<BarrierStories> story;
    private final String symptom;
    private final Bug bug;

    Planted(Consumer<BarrierStories> story, String symptom, Bug bug) {
      this.story = story;
      this.symptom = symptom;
      this.bug = bug;
    }
  }
}
