package io.tandem.word;

/// The accesses to shared words of one process: counted, and stopped before one of them.
///
/// There, either the process dies, or it pauses while others run and then goes on. All [StepWords]
/// of one process share its steps.
public final class Steps {
  private static final long NEVER = Long.MAX_VALUE;

  private final long limit;
  private final Runnable others;
  private long taken;
  private boolean dead;
  private boolean reached;

  private Steps(long limit, Runnable others) {
    this.limit = limit;
    this.others = others;
  }

  /// A process that nothing happens to.
  public static Steps unlimited() {
    return new Steps(NEVER, () -> {});
  }

  /// A process that dies before one of its accesses.
  ///
  /// @param step counted from 1
  public static Steps dyingBefore(long step) {
    var steps = new Steps[1];
    steps[0] = new Steps(step, () -> steps[0].die());
    return steps[0];
  }

  /// A process that pauses before one of its accesses, while others run in the same thread.
  ///
  /// @param step counted from 1
  public static Steps pausingBefore(long step, Runnable others) {
    return new Steps(step, others);
  }

  /// Runs some of the process's code, to its end or to the death of the process.
  ///
  /// @return whether it came to its end
  public boolean run(Code code) {
    try {
      code.run();
    } catch (Died _) {
      // Whether it died is asked below: code that swallowed this died no less.
    } catch (Exception e) {
      throw new AssertionError("Failed after %d accesses: %s".formatted(taken, e), e);
    }
    return !dead;
  }

  /// From now on each access throws [Died].
  public void die() {
    dead = true;
  }

  public boolean isDead() {
    return dead;
  }

  /// Whether it came as far as the access it was to stop before.
  public boolean isReached() {
    return reached;
  }

  /// Is called before each access.
  void next() {
    if (!dead && ++taken == limit) {
      reached = true;
      others.run();
    }
    if (dead) {
      throw new Died(taken);
    }
  }

  /// What a process does.
  @FunctionalInterface
  public interface Code {
    void run() throws Exception;
  }
}
