package io.tandem.process;

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
      Runtime.getRuntime().addShutdownHook(new Thread(Children::stopAll, "tandem-children"));
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

  static synchronized boolean areClosing() {
    return closing;
  }

  private static void stopAll() {
    synchronized (Children.class) {
      closing = true;
    }
    stop(LIVE);
  }

  /// Asks processes to end, and kills after a grace those that have not. Not interruptible.
  static void stop(Collection<JvmProcess> processes) {
    processes.forEach(JvmProcess::terminate);
    if (!awaitAll(processes)) {
      processes.forEach(JvmProcess::kill);
      awaitAll(processes);
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
