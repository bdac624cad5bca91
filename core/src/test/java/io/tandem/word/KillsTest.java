package io.tandem.word;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The harness that kills must kill everywhere, and let no code of the dead act.
class KillsTest {
  private static Words memory() {
    return new SegmentWords(Arena.ofAuto().allocate(64, 8));
  }

  /// Two words that must be equal: a transfer that is not atomic.
  private static void storeBoth(Words words) {
    words.setLong(0, 1);
    words.setLong(8, 1);
  }

  @Test
  void everyAccessIsOneDeath() {
    List<String> states = new ArrayList<>();

    long deaths =
        Kills.each(
            victim -> {
              Words memory = memory();
              victim.run(() -> storeBoth(new StepWords(memory, victim)));
              states.add(memory.getLong(0) + "," + memory.getLong(8));
            });

    assertEquals(2, deaths);
    assertEquals(List.of("0,0", "1,0", "1,1"), states);
  }

  @Test
  void everyPairOfDeathsIsTold() {
    List<String> states = new ArrayList<>();

    long pairs =
        Kills.eachPair(
            (first, second) -> {
              Words memory = memory();
              first.run(() -> storeBoth(new StepWords(memory, first)));
              second.run(() -> new StepWords(memory, second).getAndAddLong(0, 10));
              states.add(memory.getLong(0) + "," + memory.getLong(8));
            });

    assertEquals(3, pairs);
    assertEquals(List.of("0,0", "10,0", "1,0", "11,0", "1,1", "11,1"), states);
  }

  @Test
  void theDeadCannotCleanUp() {
    List<String> states = new ArrayList<>();

    Kills.each(
        victim -> {
          Words memory = memory();
          victim.run(() -> storeAndTakeBack(new StepWords(memory, victim)));
          states.add(memory.getLong(0) + "," + memory.getLong(8));
        });

    assertEquals(List.of("0,0", "1,0", "1,1", "0,1"), states);
  }

  private static void storeAndTakeBack(Words words) {
    try {
      storeBoth(words);
    } finally {
      words.setLong(0, 0);
    }
  }

  @Test
  void aPausedProcessGoesOn() {
    List<Long> seen = new ArrayList<>();

    long accesses =
        Kills.eachPause(
            step -> {
              Words memory = memory();
              var paused = Steps.pausingBefore(step, () -> seen.add(memory.getLong(0)));
              assertTrue(paused.run(() -> storeBoth(new StepWords(memory, paused))));
              assertEquals(1, memory.getLong(8));
              return paused.hasPaused();
            });

    assertEquals(2, accesses);
    assertEquals(List.of(0L, 1L), seen);
  }

  @Test
  void aFailureSaysWhereItWasKilled() {
    var error =
        assertThrows(
            AssertionError.class,
            () ->
                Kills.each(
                    victim -> {
                      Words memory = memory();
                      victim.run(() -> storeBoth(new StepWords(memory, victim)));
                      assertEquals(memory.getLong(0), memory.getLong(8));
                    }));

    assertTrue(error.getMessage().startsWith("Killed before access 2: "), error.getMessage());
  }

  @Test
  void whatNeverEndsIsAFailure() {
    Words memory = memory();

    var error =
        assertThrows(
            AssertionError.class,
            () ->
                Kills.each(
                    victim -> {
                      var own = new StepWords(memory, victim);
                      assertFalse(
                          victim.run(
                              () -> {
                                while (own.getLong(0) == 0) {}
                              }));
                    }));

    assertEquals("Does not end within 2000 accesses", error.getMessage());
  }
}
