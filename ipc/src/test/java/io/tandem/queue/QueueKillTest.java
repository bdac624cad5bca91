package io.tandem.queue;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import io.tandem.word.Words;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A queue whose users die, pause or sleep before every access that they make.
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class QueueKillTest {
  private final QueueStories stories = new QueueStories(QueueWorld.Bug.NONE);

  @Test
  void nothingIsHalfDoneWhereverItsUserDies() {
    assertTrue(stories.oneDies() > 1000);
  }

  @Test
  void aLeaseIsNotLostWithWhoeverTakesWhatCameBack() {
    assertTrue(stories.oneDiesWithTheOnlyLease() > 300);
  }

  @Test
  void whoWantsALeaseGetsTheOneThatComesFree() {
    stories.theOnlyLeaseComesFree();
  }

  @Test
  void allMemoryIsFreedWithTheQueueWhereverItsUserDied() {
    assertTrue(stories.oneDiesAndTheQueueIsFreed() > 1000);
  }

  @Test
  void aTaskIsDoneOrComesBackWhereverWhoFinishesItDies() {
    assertTrue(stories.oneDiesFinishingATask() > 100);
  }

  @Test
  void twoMayDieOneAfterTheOther() {
    assertTrue(stories.twoDie() > 1000);
  }

  @Test
  void nobodyTakesOverBeforeTheDeadHaveStopped() {
    stories.oneGoesOnAfterItsMark();
  }

  @Test
  void othersTakeWhileOneThatPutsPauses() {
    stories.aPutterPauses();
  }

  @Test
  void othersPutWhileOneThatTakesPauses() {
    stories.aTakerPauses();
  }

  @Test
  void whoWaitsIsWoken() {
    stories.aMessageComesToOneWhoWaits();
    stories.roomComesToOneWhoWaits();
    stories.aLeaseComesBackToOneWhoWaits();
    stories.aLeaseIsLeasedAgainBeforeOneWhoWaits();
  }

  @Test
  void whoWaitsHearsOfDeaths() {
    stories.aLeaseOfTheDeadComesToOneWhoWaits();
    stories.thePutterDies();
    stories.theFinisherDies();
    stories.oneWhoWaitsIsLeftAlone();
  }

  @ParameterizedTest
  @EnumSource
  void aPlantedBugIsFound(Planted planted) {
    var buggy = new QueueStories(planted.bug);

    AssertionError red = assertThrows(AssertionError.class, () -> planted.story.accept(buggy));

    assertTrue(red.getMessage().contains(planted.symptom), red::getMessage);
  }

  enum Planted {
    THE_TAIL_MOVES_BEFORE_THE_MESSAGE_IS_THERE(
        QueueStories::oneDies,
        "is none of",
        bug(
            words ->
                new StepWords(words, Steps.unlimited()) {
                  @Override
                  public void copyIn(long at, MemorySegment from, long offset, long bytes) {
                    setLongRelease(QueueLayout.TAIL_AT, getLong(QueueLayout.TAIL_AT) + 1);
                    super.copyIn(at, from, offset, bytes);
                    setLongRelease(QueueLayout.TAIL_AT, getLong(QueueLayout.TAIL_AT) - 1);
                  }
                })),

    THE_HEAD_MOVES_BEFORE_THE_MESSAGE_IS_COPIED(
        QueueStories::aTakerPauses,
        "expected: <",
        bug(
            words ->
                new StepWords(words, Steps.unlimited()) {
                  @Override
                  public void copyOut(long at, MemorySegment to, long offset, long bytes) {
                    long head = getLong(QueueLayout.HEAD_AT);
                    setLongRelease(QueueLayout.HEAD_AT, head + 1);
                    super.copyOut(at, to, offset, bytes);
                    setLongRelease(QueueLayout.HEAD_AT, head);
                  }
                })),

    ALL_ROOM_SEEMS_FREE(
        QueueStories::aTakerPauses,
        "Paused before access",
        bug(
            words ->
                new StepWords(words, Steps.unlimited()) {
                  @Override
                  public long getLongAcquire(long offset) {
                    boolean wrong = offset == QueueLayout.HEAD_AT && isIn("refresh");
                    return wrong ? getLong(QueueLayout.TAIL_AT) : super.getLongAcquire(offset);
                  }
                })),

    LEASES_OF_THE_DEAD_ARE_FORGOTTEN(
        QueueStories::oneDies,
        "expected: <0> but was: <1>",
        bug(
            words ->
                new StepWords(words, Steps.unlimited()) {
                  @Override
                  public int getIntAcquire(long offset) {
                    boolean wrong = offset == QueueLayout.LEASES_USED_AT && isIn("findReturned");
                    return wrong ? 0 : super.getIntAcquire(offset);
                  }
                })),

    TASKS_OF_THE_DEAD_ARE_FORGOTTEN(
        QueueStories::oneDiesFinishingATask,
        "tasks ==> expected: <0> but was: <1>",
        bug(
            words ->
                new StepWords(words, Steps.unlimited()) {
                  @Override
                  public int getIntAcquire(long offset) {
                    boolean wrong = offset >= QueueLayout.BYTES && isIn("findAcked");
                    return wrong ? 0 : super.getIntAcquire(offset);
                  }
                })),

    NOBODY_IS_WOKEN(
        QueueStories::aMessageComesToOneWhoWaits,
        "sleeps for ever",
        new QueueWorld.Bug() {
          @Override
          public boolean wakes() {
            return false;
          }
        }),

    THE_BELL_IS_NOT_ARMED(
        QueueStories::roomComesToOneWhoWaits,
        "sleeps for ever",
        bug(
            words ->
                new StepWords(words, Steps.unlimited()) {
                  @Override
                  public boolean compareAndSetInt(long offset, int expected, int value) {
                    return offset == QueueLayout.PUTTERS_BELL_AT && (value & 1) == 1
                        || super.compareAndSetInt(offset, expected, value);
                  }

                  @Override
                  public int getIntAcquire(long offset) {
                    int value = super.getIntAcquire(offset);
                    return offset == QueueLayout.PUTTERS_BELL_AT ? value | 1 : value;
                  }
                })),

    BLOCKS_OF_THE_DEAD_ARE_LOST(
        QueueStories::oneDies,
        "memory is lost",
        bug(
            words ->
                new StepWords(words, Steps.unlimited()) {
                  @Override
                  public long getLongAcquire(long offset) {
                    boolean wrong = isBlockOfIntent(offset) && isIn("repair");
                    return wrong ? 0 : super.getLongAcquire(offset);
                  }
                })),

    BLOCKS_ARE_FREED_THOUGH_THEY_ARE_PUT(
        QueueStories::oneDies,
        "There is no such block",
        bug(
            words ->
                new StepWords(words, Steps.unlimited()) {
                  @Override
                  public long getLong(long offset) {
                    boolean number = offset == QueueLayout.PUT_INTENT_AT + IntentLayout.NUMBER_AT;
                    return number ? Long.MAX_VALUE : super.getLong(offset);
                  }
                })),

    BLOCKS_ARE_FREED_THOUGH_THEY_ARE_NOT_TAKEN(
        QueueStories::oneDies,
        "There is no such block",
        bug(
            words ->
                new StepWords(words, Steps.unlimited()) {
                  @Override
                  public long getLong(long offset) {
                    boolean number = offset == QueueLayout.TAKE_INTENT_AT + IntentLayout.NUMBER_AT;
                    return number ? -1 : super.getLong(offset);
                  }
                })),

    TAKEOVER_WITHOUT_PROOF(
        QueueStories::oneGoesOnAfterItsMark,
        "Paused before access",
        new QueueWorld.Bug() {
          @Override
          public boolean awaitsProof() {
            return false;
          }
        });

    private final Consumer<QueueStories> story;
    private final String symptom;
    private final QueueWorld.Bug bug;

    Planted(Consumer<QueueStories> story, String symptom, QueueWorld.Bug bug) {
      this.story = story;
      this.symptom = symptom;
      this.bug = bug;
    }

    private interface Around {
      Words of(Words words);
    }

    private static QueueWorld.Bug bug(Around around) {
      return new QueueWorld.Bug() {
        @Override
        public Words around(Words words) {
          return around.of(words);
        }
      };
    }

    private static boolean isBlockOfIntent(long offset) {
      return offset == QueueLayout.PUT_INTENT_AT + IntentLayout.BLOCK_AT
          || offset == QueueLayout.TAKE_INTENT_AT + IntentLayout.BLOCK_AT;
    }

    private static boolean isIn(String method) {
      return StackWalker.getInstance()
          .walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals(method)));
    }
  }
}
