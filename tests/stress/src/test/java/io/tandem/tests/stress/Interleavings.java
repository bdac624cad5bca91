package io.tandem.tests.stress;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tandem.word.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.LincheckAssertionError;

/// Runs threads one step at a time, in many orders of their steps, as Lincheck chooses them: some
/// by default, more if the system property `interleavings` says so.
public final class Interleavings {
  private static final int TRIED = Integer.getInteger("interleavings", 60);

  private static final int ATTEMPTS = 5;

  private Interleavings() {}

  /// Threads, and what must hold when all have ended.
  public record Story(List<Steps.Code> threads, Steps.Code end) {}

  /// Tells a story in many orders.
  ///
  /// @throws LincheckAssertionError with the steps that led to it, if a thread or the end failed,
  ///   or no thread could go on
  public static void tell(Supplier<Story> story) {
    Lincheck.runConcurrentTest(TRIED, () -> tellOnce(story.get()));
  }

  /// Tells a story that fails in one order at least.
  ///
  /// @return what Lincheck said
  public static String tellUntilItFails(Supplier<Story> story) {
    Throwable thrown = assertThrows(Throwable.class, () -> tell(story));
    for (int i = 0; i < ATTEMPTS && isUntold(thrown); i++) {
      thrown = assertThrows(Throwable.class, () -> tell(story));
    }
    return assertInstanceOf(LincheckAssertionError.class, thrown).getMessage();
  }

  /// Whether Lincheck has found a failure, but was at a loss for words: with version 3.7 now and
  /// then "GPMC trace is expected".
  private static boolean isUntold(Throwable thrown) {
    return thrown instanceof IllegalStateException
        && Arrays.stream(thrown.getStackTrace())
            .anyMatch(at -> at.getClassName().equals(LincheckAssertionError.class.getName()));
  }

  private static void tellOnce(Story story) {
    var failures = new ArrayList<Throwable>();
    var threads = new ArrayList<Thread>();
    for (Steps.Code code : story.threads()) {
      threads.add(new Thread(() -> run(code, failures)));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      run(() -> thread.join(), failures); // not thread::join, which Lincheck would not see
    }
    run(story.end(), failures);
    if (!failures.isEmpty()) {
      throw new AssertionError(failures.getFirst());
    }
  }

  private static void run(Steps.Code code, List<Throwable> failures) {
    try {
      code.run();
    } catch (Throwable e) {
      synchronized (failures) {
        failures.add(e);
      }
    }
  }
}
