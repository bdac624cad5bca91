package io.tandem.process;

import io.tandem.peer.ExitStep;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// JVMs that are started before they are needed, so that [JvmProcess] starts in milliseconds.
///
/// **Shape.** After a start, as many JVMs as asked for are started in the background with the same
/// flags, class path, environment, directory and outputs. The next start that is like that one in
/// all of these takes one of them; any other start is as without. A child that was a spare is like
/// any other, except for its command line, which says `spare` where others have their name. With a
/// file as its output a child never was one. One kind is kept at a time, that of the last start.
///
/// **Sharing.** Any thread may call it. Each process has its own.
///
/// **Lifetime.** A spare ends with this JVM, however that ends, and when it was idle for too long.
/// One whose jars have been built anew is not taken.
///
/// **Errors.** None: a spare that died is passed over. If one cannot even start, no more of its
/// kind are started.
///
/// **Source.** Python's `forkserver`, which is a process to fork from, as a JVM cannot be forked.
///
/// ```java
/// SpareJvms.keep(2);
/// JvmProcess.start("first", () -> System.out.println("like any other")).join();
/// JvmProcess.start("second", () -> System.out.println("in milliseconds")).join();
/// ```
public final class SpareJvms {
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Duration HEAD_START = Duration.ofMillis(50); // of a child before spares
  private static final int MOST = 64;
  private static final int NO_JVM = 1; // exit code after a wrong flag, say
  private static final Duration WARM = Duration.ofSeconds(1); // then it grows no more

  private static final Deque<SpareJvm> SPARES = new ArrayDeque<>(); // guarded by the class, as all
  private static final Set<SpareKind> UNFIT = new HashSet<>();
  private static int wanted;
  private static Duration idle = IDLE;
  private static long mostMemory = Long.MAX_VALUE;
  private static boolean hooked;
  private static boolean closing;

  private SpareJvms() {}

  /// Keeps spares that end after a minute without use.
  ///
  /// @param count how many: 0, which is what there is without this call, to 64
  public static void keep(int count) {
    keep(count, IDLE);
  }

  /// Keeps spares.
  ///
  /// @param count how many: 0 to 64. Each takes the memory of a JVM that has just started
  /// @param idle after which time without use they end; the next start begins anew. More than zero
  /// @throws IllegalArgumentException for any other count or time
  public static void keep(int count, Duration idle) {
    keep(count, idle, Long.MAX_VALUE);
  }

  /// Keeps spares, as many of them as fit into some memory.
  ///
  /// @param count how many at most: 0 to 64
  /// @param idle after which time without use they end; the next start begins anew. More than zero
  /// @param memory how many bytes of physical memory they may take together, more than zero. They
  ///   are started one by one, a second apart, as long as another one of their size fits. Without
  ///   `/proc` it is not known, and bounds nothing
  /// @throws IllegalArgumentException for any other count, time or memory
  public static synchronized void keep(int count, Duration idle, long memory) {
    if (count < 0 || count > MOST) {
      throw new IllegalArgumentException(
          "Cannot keep %d spare JVMs: keep 0 to %d, about as many as are started at a time."
              .formatted(count, MOST));
    }
    if (!idle.isPositive()) {
      throw new IllegalArgumentException(
          "Cannot keep spare JVMs for %s: give a time of more than zero.".formatted(idle));
    }
    if (memory <= 0) {
      throw new IllegalArgumentException(
          "Cannot keep spare JVMs in %d bytes: give more than zero, or keep none with keep(0)."
              .formatted(memory));
    }
    wanted = count;
    SpareJvms.idle = idle;
    mostMemory = memory;
    UNFIT.clear();
    while (SPARES.size() > count) {
      SPARES.removeLast().end();
    }
  }

  /// A spare that has taken the task over, if there is one of this kind.
  static Optional<SpareJvm> handOver(@Nullable SpareKind kind, String processName, Launch launch) {
    for (SpareJvm spare = poll(kind); spare != null; spare = poll(kind)) {
      if (spare.take(processName, launch)) {
        return Optional.of(spare);
      }
      spare.end();
    }
    return Optional.empty();
  }

  private static synchronized @Nullable SpareJvm poll(@Nullable SpareKind kind) {
    for (Iterator<SpareJvm> spares = SPARES.iterator(); spares.hasNext(); ) {
      SpareJvm spare = spares.next();
      if (spare.kind().equals(kind)) {
        spares.remove();
        return spare;
      }
    }
    return null;
  }

  static synchronized boolean areKept() {
    return wanted > 0;
  }

  /// After a start: begins to start as many of its kind as are missing, once the child has had the
  /// processors for a moment.
  static void refill(SpareKind kind, JvmCommand command, JvmProcess child) {
    Thread.ofPlatform()
        .daemon()
        .name("tandem-spares")
        .start(
            () -> {
              boolean _ = child.joinUninterruptibly(HEAD_START.toNanos());
              startMissing(kind, command);
            });
  }

  private static void startMissing(SpareKind kind, JvmCommand command) {
    try {
      while (startOne(kind, command)) {}
    } catch (IOException | RuntimeException e) {
      giveUp(kind); // the next start of a child meets the same, and says so
    }
  }

  private static synchronized boolean startOne(SpareKind kind, JvmCommand command)
      throws IOException {
    removeOthers(kind);
    if (closing || SPARES.size() >= wanted || UNFIT.contains(kind) || !oneMoreFits()) {
      return false;
    }
    if (!hooked) {
      ExitStep.END_CHILDREN.add(SpareJvms::endAll);
      hooked = true;
    }
    SpareJvm spare = SpareJvm.start(kind, command);
    SPARES.addLast(spare);
    Duration patience = idle;
    Thread.ofVirtual().name("tandem-spare").start(() -> watch(spare, command, patience));
    return true;
  }

  /// As far as is known, once those that are there have grown.
  private static boolean oneMoreFits() {
    return mostMemory == Long.MAX_VALUE
        || SPARES.stream().allMatch(spare -> System.nanoTime() - spare.since() >= WARM.toNanos())
            && SpareJvm.memoryOf(SPARES) + SpareJvm.largestOf(SPARES) <= mostMemory;
  }

  /// One that has grown too large is the last of its kind.
  private static synchronized void fitIn(SpareJvm spare, JvmCommand command) {
    if (SpareJvm.memoryOf(SPARES) > mostMemory && SPARES.remove(spare)) {
      spare.end();
      giveUp(spare.kind());
    } else if (SPARES.contains(spare)) {
      startMissing(spare.kind(), command);
    }
  }

  private static void removeOthers(SpareKind kind) {
    SPARES.removeIf(
        spare -> {
          boolean other = !spare.kind().equals(kind);
          if (other) {
            spare.end();
          }
          return other;
        });
  }

  /// Until it was taken, was idle for too long, or ended by itself.
  private static void watch(SpareJvm spare, JvmCommand command, Duration patience) {
    try {
      boolean warm = patience.compareTo(WARM) > 0;
      boolean ended = spare.process().waitFor(warm ? WARM : patience);
      if (warm && !ended) {
        fitIn(spare, command);
        ended = spare.process().waitFor(patience.minus(WARM));
      }
      if (remove(spare)) {
        spare.end();
        if (ended && spare.process().exitValue() == NO_JVM) {
          giveUp(spare.kind());
        }
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e); // nobody knows the thread
    }
  }

  private static synchronized boolean remove(SpareJvm spare) {
    return SPARES.remove(spare);
  }

  private static synchronized void giveUp(SpareKind kind) {
    UNFIT.add(kind);
  }

  private static synchronized void endAll() {
    closing = true;
    SPARES.forEach(SpareJvm::end);
    SPARES.clear();
  }
}
