package io.tandem.process;

import io.tandem.memory.SharedObject;
import io.tandem.memory.SharedScope;
import java.util.Collection;

/// Registers a child, beside the decoding of its task. Who takes a lock has to be registered, which
/// begins with the first native calls of the JVM: those take longer than all the rest of its start.
/// A task without shared objects most likely needs none.
final class Registration extends Thread {
  /// What the parent of such a child tells it.
  static final String BESIDE = "register";

  private Registration() {
    super("tandem-registration");
    setDaemon(true);
  }

  /// In a child.
  static void begin() {
    new Registration().start();
  }

  /// In the parent.
  ///
  /// @param classes those of the task
  static boolean isWorthIt(Collection<Class<?>> classes) {
    return classes.stream().map(Class::getNestHost).anyMatch(SharedObject.class::isAssignableFrom);
  }

  @Override
  public void run() {
    try {
      int _ = SharedScope.ofProcessTree().peers().self();
    } catch (RuntimeException _) {
      // Whoever needs it will find out.
    }
  }
}
