package io.tandem.manager;

import java.util.Arrays;
import org.awaitility.Awaitility;

/// What calls wait for at servers of this JVM.
final class Waits {
  private Waits() {}

  /// Returns once as many calls wait in a method.
  static void await(int count, Class<?> referent, String method) {
    Awaitility.await().until(() -> count(referent, method) == count);
  }

  private static long count(Class<?> referent, String method) {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(
            each ->
                each.getKey().getState() != Thread.State.RUNNABLE
                    && isIn(each.getValue(), referent, method))
        .count();
  }

  private static boolean isIn(StackTraceElement[] frames, Class<?> referent, String method) {
    return Arrays.stream(frames)
        .anyMatch(
            frame ->
                frame.getClassName().startsWith(referent.getName())
                    && frame.getMethodName().equals(method));
  }
}
