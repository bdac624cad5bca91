package io.tandem.process;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/// A child's shutdown hook: notes why the JVM exits, and flushes what the task wrote.
final class ExitHook extends Thread {
  private final LaunchFile launch;

  ExitHook(LaunchFile launch) {
    super("tandem-exit");
    this.launch = launch;
  }

  @Override
  public void run() {
    launch.setExitCause(cause());
    flush(System.out);
    flush(System.err);
  }

  /// @param stream null if the task has set it so
  private static void flush(@Nullable PrintStream stream) {
    if (stream != null) {
      stream.flush();
    }
  }

  /// The JDK handles a signal on a thread of its own, named after it, which waits for the hooks.
  private static int cause() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[root.activeCount() + 16];
    int count = root.enumerate(threads, false);
    for (int i = 0; i < count; i++) {
      Signal signal = handledBy(threads[i].getName());
      if (signal != null) {
        return ExitCause.SIGNAL_BASE + signal.number();
      }
    }
    return ExitCause.ORDERLY;
  }

  private static @Nullable Signal handledBy(String threadName) {
    return switch (threadName) {
      case "SIGHUP handler" -> Signal.HUP;
      case "SIGINT handler" -> Signal.INT;
      case "SIGTERM handler" -> Signal.TERM;
      default -> null;
    };
  }
}
