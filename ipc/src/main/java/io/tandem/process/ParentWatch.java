package io.tandem.process;

import io.tandem.memory.SharedScope;
import io.tandem.peer.Peers;
import java.util.concurrent.TimeUnit;

/// Ends this JVM soon after its parent's died, whatever the size of that one's heap: the kernel
/// marks the parent's life word before it frees any memory, and closes the [Lifeline] after.
///
/// It looks from time to time, because a load costs nothing and needs no native call, the first of
/// which would take longer than a small task. So would attaching to the memory where it looks: a
/// child that has ended before the first look never does.
final class ParentWatch extends Thread {
  /// The system property with which a parent tells a child its owner number.
  static final String PARENT = "tandem.parent";

  private static final long LOOK_MILLIS = 50;

  private final int parent;
  private final Lifeline lifeline;

  private ParentWatch(int parent, Lifeline lifeline) {
    super("tandem-parent");
    this.parent = parent;
    this.lifeline = lifeline;
    setDaemon(true);
  }

  /// What a parent tells its children.
  static String argument() {
    return "-D%s=%d".formatted(PARENT, SharedScope.ofProcessTree().peers().self());
  }

  /// Begins to watch, in a child.
  static void begin(Lifeline lifeline) {
    int parent = Integer.getInteger(PARENT, Peers.NOBODY);
    if (parent != Peers.NOBODY) {
      new ParentWatch(parent, lifeline).start();
    }
  }

  @Override
  public void run() {
    pause();
    Peers peers;
    try {
      peers = SharedScope.ofProcessTree().peers();
    } catch (RuntimeException _) {
      return; // the lifeline tells, if later
    }
    while (peers.isAlive(parent)) {
      pause();
    }
    lifeline.leaveStdin();
    Runtime.getRuntime().halt(Lifeline.PARENT_GONE);
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } catch (InterruptedException _) {
      // Goes on: nobody else may stop it.
    }
  }
}
