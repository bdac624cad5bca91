package io.tandem.process;

import io.tandem.peer.ExitStep;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// This JVM's live children. When it exits they end with it: asked first, killed after a grace.
final class Children {
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final Set<JvmProcess> LIVE = ConcurrentHashMap.newKeySet();
  private static boolean hooked;
  private static boolean closing;

  private Children() {}

  static List<JvmProcess> live() {
    return List.copyOf(LIVE);
  }

  /// Called before a start.
  ///
  /// @throws IllegalStateException if this JVM is shutting down
  static synchronized void beforeStart() {
    if (!hooked) {
      ExitStep.END_CHILDREN.add(Children::stopAll);
      hooked = true;
    }
    if (closing) {
      throw new IllegalStateException("Cannot start a process: this JVM is shutting down.");
    }
  }

  /// Called after a start. A shutdown in between ends the child at once.
  static synchronized void add(JvmProcess child) {
    LIVE.add(child);
    if (closing) {
      child.kill();
    }
  }

  static void remove(JvmProcess child) {
    LIVE.remove(child);
  }

  private static void stopAll() {
    synchronized (Children.class) {
      closing = true;
    }
    stop(LIVE);
  }

  /// Asks processes to end, and kills after a grace those that have not. Not interruptible.
  static void stop(Collection<JvmProcess> processes) {
    processes.forEach(Children::ask);
    if (!awaitAll(processes)) {
      processes.forEach(JvmProcess::kill);
      awaitAll(processes);
    }
  }

  /// A JVM that is not in its task yet has nothing to put in order, and would only complain.
  private static void ask(JvmProcess process) {
    if (process.reachedTask()) {
      process.terminate();
    } else {
      process.kill();
    }
  }

  private static boolean awaitAll(Collection<JvmProcess> processes) {
    long deadline = System.nanoTime() + GRACE.toNanos();
    boolean ended = true;
    for (JvmProcess process : processes) {
      ended &= process.joinUninterruptibly(deadline - System.nanoTime());
    }
    return ended;
  }
}
