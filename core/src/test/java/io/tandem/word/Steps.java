package io.tandem.word;

/// The accesses to shared words of one process: counted, and stopped before one of them.
///
/// There, either the process dies, or it pauses while others run and then goes on. All [StepWords]
/// of one process share its steps.
public final class Steps {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long EACH = 0;

  private final long pause;
  private final Runnable others;
  private long death;
  private long taken;

  private Steps(long death, long pause, Runnable others) {
    this.death = death;
    this.pause = pause;
    this.others = others;
  }

  /// A process that nothing happens to.
  public static Steps unlimited() {
    return dyingBefore(NEVER);
  }

  /// A process that dies before one of its accesses.
  ///
  /// @param step counted from 1
  public static Steps dyingBefore(long step) {
    return new Steps(step, NEVER, () -> {});
  }

  /// A process that pauses before one of its accesses, while others run in the same thread.
  ///
  /// @param step counted from 1
  public static Steps pausingBefore(long step, Runnable others) {
    return new Steps(NEVER, step, others);
  }

  /// A process that pauses before each of its accesses.
  public static Steps pausingBeforeEach(Runnable others) {
    return new Steps(NEVER, EACH, others);
  }

  /// Runs some of the process's code, to its end or to the death of the process.
  ///
  /// @return whether it came to its end
  public boolean run(Code code) {
    try {
      code.run();
    } catch (Died _) {
      // Whether it died is asked below: code that swallowed this died no less.
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("Failed after %d accesses: %s".formatted(taken, e), e);
    }
    return !isDead();
  }

  /// Makes a process that pauses die soon after it goes on.
  ///
  /// @param accesses that it still makes: 0 or more
  public void dieAfter(long accesses) {
    death = taken + accesses;
  }

  /// Whether it died.
  public boolean isDead() {
    return taken >= death;
  }

  /// Whether it came as far as the access it was to pause before.
  public boolean hasPaused() {
    return taken >= pause;
  }

  /// Is called before each access.
  void next() {
    if (isDead()) {
      throw new Died(taken);
    }
    taken++;
    if (pause == EACH || taken == pause) {
      others.run();
    }
    if (isDead()) {
      throw new Died(taken);
    }
  }

  /// What a process does.
  @FunctionalInterface
  public interface Code {
    void run() throws Exception;
  }
}
