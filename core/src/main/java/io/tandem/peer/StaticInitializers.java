package io.tandem.peer;

import java.lang.StackWalker.StackFrame;
import java.util.Optional;

/// Refuses to make shared things inside a static initialiser of a child process.
///
/// A child runs the static initialisers of the classes it loads again. What one of them makes
/// without a name is therefore a second object, not the parent's, and a process or a pool made
/// there would make the next one, without end.
public final class StaticInitializers {
  /// The system property that a parent sets in every child: the child's name.
  public static final String PROCESS_NAME = "tandem.process";

  private StaticInitializers() {}

  /// Throws if this is a child process and a static initialiser is on the calling stack.
  ///
  /// @param what the thing about to be made, for the message: "a JvmProcess"
  /// @throws IllegalStateException if the thing would be made in a child's static initialiser
  public static void refuseInChild(String what) {
    String process = System.getProperty(PROCESS_NAME);
    if (process != null) {
      initializerOnStack().ifPresent(frame -> refuse(what, process, frame));
    }
  }

  private static Optional<StackFrame> initializerOnStack() {
    return StackWalker.getInstance()
        .walk(frames -> frames.filter(f -> f.getMethodName().equals("<clinit>")).findFirst());
  }

  private static void refuse(String what, String process, StackFrame frame) {
    throw new IllegalStateException(
        "Cannot make %s in the static initialiser of %s: process '%s' runs it again, so it would "
                .formatted(what, frame.getClassName(), process)
            + "be another one than the parent's. Pass it into the task as a local, or name it.");
  }
}
