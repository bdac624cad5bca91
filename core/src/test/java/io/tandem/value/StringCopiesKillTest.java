package io.tandem.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.word.Kills;
import io.tandem.word.SegmentWords;
import io.tandem.word.StepWords;
import io.tandem.word.Steps;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A string whose writers die, and whose writers and readers pause, before every access.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StringCopiesKillTest {
  private static final int CAPACITY = 12;
  private static final List<String> TEXTS = List.of("first text", "2nd", "third one", "4");

  /// What is wrong with the words of a process, if anything.
  private record Stories(BiFunction<Words, Steps, Words> around) {
    Stories(UnaryOperator<Words> bug) {
      this((words, steps) -> bug.apply(new StepWords(words, steps)));
    }

    private StringCopies seenBy(Words memory, Steps steps) {
      return new StringCopies(around.apply(memory, steps), CAPACITY);
    }

    private static Words memory() {
      return new SegmentWords(
          Arena.ofAuto().allocate(SharedStringLayout.bytes(CAPACITY), Long.BYTES));
    }

    private static void set(StringCopies copies, String text) {
      copies.set(text.getBytes(StandardCharsets.UTF_8), false);
    }

    private static String get(StringCopies copies) {
      return new String(copies.get().bytes(), StandardCharsets.UTF_8);
    }

    private void setAll(Words memory, Steps steps, String from) {
      StringCopies copies = seenBy(memory, steps);
      for (String text : TEXTS) {
        set(copies, from + text);
      }
    }

    /// Each of two writes all texts until it dies. What it has set stays, what it was setting is
    /// there or not.
    long twoWritersDie() {
      return Kills.eachPair(
          (first, second) -> {
            Words memory = memory();
            first.run(() -> setAll(memory, first, ""));
            String left = read(memory);
            assertTrue(left.isEmpty() || TEXTS.contains(left), left);
            second.run(() -> setAll(memory, second, "+"));
            String now = read(memory);
            assertTrue(now.equals(left) || TEXTS.contains(now.substring(1)), now);
            set(seenBy(memory, Steps.unlimited()), "survived");
            assertEquals("survived", read(memory));
          });
    }

    private String read(Words memory) {
      return get(seenBy(memory, Steps.unlimited()));
    }

    /// While one writes, others read: what was there, or what will be.
    long aWriterPauses() {
      return Kills.eachPause(
          step -> {
            Words memory = memory();
            set(seenBy(memory, Steps.unlimited()), "before");
            var paused =
                Steps.pausingBefore(
                    step, () -> assertTrue(List.of("before", "after all").contains(read(memory))));
            paused.run(() -> set(seenBy(memory, paused), "after all"));
            assertEquals("after all", read(memory));
            return paused.hasPaused();
          });
    }

    /// While one reads, another writes several times.
    long aReaderPauses(int writes) {
      return Kills.eachPause(
          step -> {
            Words memory = memory();
            set(seenBy(memory, Steps.unlimited()), "before");
            var paused =
                Steps.pausingBefore(
                    step,
                    () ->
                        TEXTS
                            .subList(0, writes)
                            .forEach(text -> set(seenBy(memory, Steps.unlimited()), text)));
            var seen = new String[1];
            paused.run(() -> seen[0] = get(seenBy(memory, paused)));
            assertTrue(List.of("before", TEXTS.get(writes - 1)).contains(seen[0]), seen[0]);
            return paused.hasPaused();
          });
    }
  }

  private final Stories stories = new Stories(words -> words);

  @Test
  void twoWritersMayDieAnywhere() {
    assertTrue(stories.twoWritersDie() > 100);
  }

  @Test
  void readersSeeTheOldOrTheNewWhileAWriterPauses() {
    assertEquals(3, stories.aWriterPauses());
  }

  @Test
  void aReaderThatPausesSeesTheOldOrTheNew() {
    for (int writes = 1; writes <= TEXTS.size(); writes++) {
      assertTrue(stories.aReaderPauses(writes) >= 3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPlantedBugIsFound(Planted planted) {
    var buggy = new Stories(planted.bug);

    assertThrows(
        AssertionError.class,
        () -> {
          buggy.twoWritersDie();
          buggy.aWriterPauses();
          buggy.aReaderPauses(2);
        });
  }

  enum Planted {
    THE_CURRENT_COPY_IS_OVERWRITTEN(
        words ->
            new StepWords(words, Steps.unlimited()) {
              @Override
              public void copyIn(long offset, MemorySegment from, long at, long bytes) {
                long first = SharedStringLayout.copyAt(0, CAPACITY);
                long second = SharedStringLayout.copyAt(1, CAPACITY);
                super.copyIn(first + second - offset, from, at, bytes);
              }

              @Override
              public void setLongRelease(long offset, long value) {
                super.setLongRelease(offset, value ^ 1);
              }
            }),

    THE_LENGTH_IS_SET_FIRST(
        words ->
            new StepWords(words, Steps.unlimited()) {
              @Override
              public void copyIn(long offset, MemorySegment from, long at, long bytes) {
                long current = getLong(SharedStringLayout.CURRENT_AT);
                setLongRelease(
                    SharedStringLayout.CURRENT_AT,
                    SharedStringLayout.next(current, (int) bytes, false));
                super.copyIn(offset, from, at, bytes);
                setLongRelease(SharedStringLayout.CURRENT_AT, current);
              }
            }),

    READERS_DO_NOT_LOOK_AGAIN(
        words ->
            new StepWords(words, Steps.unlimited()) {
              private long seen;

              @Override
              public long getLongAcquire(long offset) {
                seen = super.getLongAcquire(offset);
                return seen;
              }

              @Override
              public long getLong(long offset) {
                long now = super.getLong(offset);
                return seen == 0 ? now : seen;
              }
            });

    private final UnaryOperator<Words> bug;

    Planted(UnaryOperator<Words> bug) {
      this.bug = bug;
    }
  }
}
