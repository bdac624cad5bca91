package io.tandem.peer;

import java.util.ArrayList;
import java.util.List;

/// What this process does when it exits, step by step, where shutdown hooks would all run at once:
/// a child still needs the files that its parent removes.
///
/// **Sharing.** Any thread may call any method.
///
/// ```java
/// ExitStep.END_CHILDREN.add(() -> System.out.println("first"));
/// ```
public enum ExitStep {
  /// First: children are asked to end, and killed if they do not.
  END_CHILDREN,
  /// Then: files go that nobody needs after this process.
  REMOVE_FILES,
  /// Last: the registry goes if nobody needs it any more.
  LEAVE_REGISTRY;

  private static boolean hooked; // guarded by the class, as all actions are

  private final List<Runnable> actions = new ArrayList<>();

  /// Adds what is to be done in this step. Actions of one step run in the order they came in.
  ///
  /// @throws IllegalStateException if this process exits already
  public void add(Runnable action) {
    synchronized (ExitStep.class) {
      if (!hooked) {
        Runtime.getRuntime().addShutdownHook(new Thread(ExitStep::runAll, "tandem-at-exit"));
        hooked = true;
      }
      actions.add(action);
    }
  }

  private static void runAll() {
    for (ExitStep step : values()) {
      step.actions().forEach(Runnable::run);
    }
  }

  private List<Runnable> actions() {
    synchronized (ExitStep.class) {
      return List.copyOf(actions);
    }
  }
}
