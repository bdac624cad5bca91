package io.tandem.lock;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.lock.ReadWriteWorld.Work;
import io.tandem.park.Parker;
import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import io.tandem.word.Words;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A test that cannot fail proves nothing: with each of these bugs planted, the story that is to
/// find it fails, and says what the bug does.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadWritePlantedBugsTest {
  @ParameterizedTest
  @EnumSource
  void isFound(Planted planted) {
    AssertionError red =
        assertThrows(
            AssertionError.class, () -> planted.story.accept(new ReadWriteStories(planted.bug)));

    assertTrue(red.getMessage().contains(planted.symptom), red::getMessage);
  }

  /// Words that differ.
  private record OtherWords(UnaryOperator<Words> other) implements Bug {
    @Override
    public Words around(Words words) {
      return other.apply(words);
    }
  }

  /// Nobody who sleeps on an entry or on the bell is woken.
  private record NoWakeOfAll() implements Bug {
    @Override
    public Parker around(Parker parker) {
      return new ParkerAround(parker) {
        @Override
        public void wakeAll(Words words, long offset) {}
      };
    }
  }

  private static boolean isEntry(long offset) {
    return offset >= ReadWriteLayout.READERS_AT && offset < ReadWriteLayout.BYTES;
  }

  /// Stores of a word that are lost.
  private static Bug losing(LongPredicate offsets) {
    return new OtherWords(
        words ->
            new StepWords(words, Steps.unlimited()) {
              @Override
              public void setIntVolatile(long offset, int value) {
                if (!offsets.test(offset)) {
                  super.setIntVolatile(offset, value);
                }
              }

              @Override
              public void setIntRelease(long offset, int value) {
                if (!offsets.test(offset) || value != 0) {
                  super.setIntRelease(offset, value);
                }
              }
            });
  }

  /// Loads of a word that see nothing there.
  private static Bug blindTo(LongPredicate offsets) {
    return new OtherWords(
        words ->
            new StepWords(words, Steps.unlimited()) {
              @Override
              public int getIntVolatile(long offset) {
                int seen = super.getIntVolatile(offset);
                return offsets.test(offset) ? 0 : seen;
              }
            });
  }

  enum Planted {
    A_READER_MAKES_NO_ENTRY(
        s -> s.oneIsPaused(Work.READ),
        "writes beside another",
        losing(ReadWritePlantedBugsTest::isEntry)),

    A_WRITER_LOOKS_AT_NO_ENTRY(
        s -> s.oneIsPaused(Work.READ),
        "writes beside another",
        blindTo(ReadWritePlantedBugsTest::isEntry)),

    A_WRITER_LOOKS_AT_TOO_FEW_ENTRIES(
        s -> s.oneIsPaused(Work.READ),
        "writes beside another",
        new OtherWords(
            words ->
                new StepWords(words, Steps.unlimited()) {
                  @Override
                  public boolean compareAndSetInt(long offset, int expected, int value) {
                    return offset == ReadWriteLayout.SLOTS_AT
                        || super.compareAndSetInt(offset, expected, value);
                  }
                })),

    A_READER_DOES_NOT_LOOK_FOR_WRITERS(
        s -> s.oneIsPaused(Work.WRITE), "reads beside a writer", blindTo(offset -> offset == 0)),

    A_DEAD_READER_STAYS(
        s -> s.oneDies(Work.READ), "sleeps for ever", (Bug.Death) (peers, owner) -> false),

    A_PAUSED_READER_COUNTS_AS_DEAD(
        s -> s.oneIsPaused(Work.READ),
        "taken from a living one",
        (Bug.Death) (peers, owner) -> true),

    REMOVED_ON_THE_MARK_ALONE(
        s -> s.oneGoesOnAfterItsMark(Work.READ),
        "somebody writes while somebody reads",
        new Bug.NoProof()),

    NO_WAKE_OF_A_WRITER(
        s -> s.theOtherLeaves(Work.READ, Work.WRITE), "sleeps for ever", new NoWakeOfAll()),

    NO_WAKE_OF_A_READER(
        s -> s.theOtherLeaves(Work.WRITE, Work.READ), "sleeps for ever", new NoWakeOfAll()),

    NO_DEATH_ENDS_A_SLEEP(
        s -> s.theOtherDies(Work.READ, Work.WRITE),
        "sleeps for ever",
        (Bug.Sleep)
            (parker, words, offset, expected, owner, nanos) ->
                parker.parkUninterruptibly(words, offset, expected, 0, nanos)),

    WRITING_IS_NOT_NOTED(
        s -> s.oneDies(Work.WRITE),
        "a death that was not told",
        losing(offset -> offset == ReadWriteLayout.WRITING_AT)),

    THE_END_OF_WRITING_IS_NOT_NOTED(
        ReadWriteStories::aWriterDiesThatOnlyWaited,
        "told of a death that did no harm",
        new OtherWords(
            words ->
                new StepWords(words, Steps.unlimited()) {
                  @Override
                  public void setIntRelease(long offset, int value) {}
                })),

    NO_GRANT(
        ReadWriteStories::aWriterComesAfterAReader,
        "overtook a reader that waited",
        new OtherWords(
            words ->
                new StepWords(words, Steps.unlimited()) {
                  @Override
                  public boolean compareAndSetInt(long offset, int expected, int value) {
                    boolean grants = isEntry(offset) && expected < 0;
                    return !grants && super.compareAndSetInt(offset, expected, value);
                  }
                }));

    private final Consumer<ReadWriteStories> story;
    private final String symptom;
    private final Bug bug;

    Planted(Consumer<ReadWriteStories> story, String symptom, Bug bug) {
      this.story = story;
      this.symptom = symptom;
      this.bug = bug;
    }
  }
}
