package io.tandem.word;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Kills processes at every access they make, one run for each.
///
/// A *story* makes its own memory, lets the processes it is given run into their deaths (see
/// [Steps#run]), marks them dead, lets a survivor finish, and asserts what must hold. It is told
/// again and again, with a death one access later, until nobody dies any more.
public final class Kills {
  private static final long MOST_STEPS = 2_000;

  private Kills() {}

  /// One process dies, at each of its accesses.
  ///
  /// @return how many accesses it makes: the number of deaths
  public static long each(Consumer<Steps> story) {
    for (long step = 1; step <= MOST_STEPS; step++) {
      Steps victim = Steps.dyingBefore(step);
      tell("Killed before access " + step, () -> story.accept(victim));
      if (!victim.isDead()) {
        return step - 1;
      }
    }
    throw new AssertionError("Does not end within %d accesses".formatted(MOST_STEPS));
  }

  /// Two processes die, at each pair of their accesses.
  ///
  /// @return how many pairs there are, those included in which only one dies
  public static long eachPair(BiConsumer<Steps, Steps> story) {
    long pairs = 0;
    for (long step = 1; step <= MOST_STEPS; step++) {
      long first = step;
      var alive = new boolean[1];
      pairs +=
          each(
              second -> {
                Steps victim = Steps.dyingBefore(first);
                tell("With the first killed before " + first, () -> story.accept(victim, second));
                alive[0] = !victim.isDead();
              });
      if (alive[0]) {
        return pairs;
      }
    }
    throw new AssertionError("Does not end within %d accesses".formatted(MOST_STEPS));
  }

  /// One process pauses before each of its accesses, while others run.
  ///
  /// @param story gets the number of the access, to make [Steps#pausingBefore] of; it returns
  ///   whether the access was reached
  /// @return how many accesses it makes
  public static long eachPause(Pause story) {
    for (long step = 1; step <= MOST_STEPS; step++) {
      long now = step;
      var reached = new boolean[1];
      tell("Paused before access " + step, () -> reached[0] = story.tell(now));
      if (!reached[0]) {
        return step - 1;
      }
    }
    throw new AssertionError("Does not end within %d accesses".formatted(MOST_STEPS));
  }

  private static void tell(String when, Runnable story) {
    try {
      story.run();
    } catch (Died e) {
      throw new AssertionError(when + ": a death was not caught by Steps.run", e);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(when + ": " + e.getMessage(), e);
    }
  }

  /// A story in which a process pauses.
  @FunctionalInterface
  public interface Pause {
    boolean tell(long step);
  }
}
