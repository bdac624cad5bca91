package io.tandem.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What this process does when it exits, step by step, where shutdown hooks would all run at once:
/// a child still needs the files that its parent removes.
///
/// **Sharing.** Any thread may call any method.
///
/// **Errors.** An action that throws keeps no other from being done.
///
/// ```java
/// ExitStep.END_CHILDREN.add(() -> System.out.println("first"));
/// ```
public enum ExitStep {
  /// First: children are asked to end, and killed if they do not.
  END_CHILDREN,
  /// Then: files go that nobody needs after this process.
  REMOVE_FILES,
  /// Then: the registry goes if nobody needs it any more.
  LEAVE_REGISTRY,
  /// Last: threads that sleep in the kernel come back to Java, and sleep there. A JVM that ends
  /// waits for 300 ms for a thread inside a system call.
  LEAVE_KERNEL;

  private static boolean hooked; // guarded by the class, as all actions are

  private final List<Runnable> actions = new ArrayList<>();
  private boolean taken; // from now on it is too late

  /// Adds what is to be done in this step. Actions of one step run in the order they came in.
  ///
  /// @throws IllegalStateException if this process exits already, and nothing was added before
  public void add(Runnable action) {
    synchronized (ExitStep.class) {
      if (!hooked) {
        Runtime.getRuntime().addShutdownHook(new Thread(ExitStep::runAll, "tandem-at-exit"));
        hooked = true;
      }
      actions.add(action);
    }
  }

  /// As [#add], and at once if it is too late for that.
  public void addOrRun(Runnable action) {
    if (!isAdded(action)) {
      action.run();
    }
  }

  private boolean isAdded(Runnable action) {
    synchronized (ExitStep.class) {
      if (taken) {
        return false;
      }
      try {
        add(action);
        return true;
      } catch (IllegalStateException exits) {
        return false;
      }
    }
  }

  private static void runAll() {
    for (ExitStep step : values()) {
      forEach(step.actions(), Runnable::run);
    }
  }

  /// Does what an action has to do for several. Where it fails, that is told as an uncaught
  /// exception is, and the others have their turn all the same.
  public static <T> void forEach(Iterable<T> all, Consumer<? super T> action) {
    for (T each : all) {
      try {
        action.accept(each);
      } catch (RuntimeException | Error e) {
        Thread self = Thread.currentThread();
        self.getUncaughtExceptionHandler().uncaughtException(self, e);
      }
    }
  }

  private List<Runnable> actions() {
    synchronized (ExitStep.class) {
      taken = true;
      return List.copyOf(actions);
    }
  }
}
