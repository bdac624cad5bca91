package io.tandem.park;

import io.tandem.linux.Futex;
import io.tandem.linux.Platform;
import io.tandem.peer.ExitStep;
import io.tandem.peer.Peers;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// The parkers of this process, which live as long as it does.
final class Parkers {
  private static final ConcurrentMap<Peers, Parker> ALL = new ConcurrentHashMap<>();

  private Parkers() {}

  static Parker of(Peers peers) {
    Parker known = ALL.get(peers);
    return known != null ? known : ALL.computeIfAbsent(peers, Parkers::choose);
  }

  private static Parker choose(Peers peers) {
    String asked = System.getProperty(Parker.PROPERTY, "futex");
    return switch (asked) {
      case "polling" -> new PollingParker(peers);
      case "futex" -> Platform.NATIVE_LINUX ? newFutexParker(peers) : new PollingParker(peers);
      default ->
          throw new IllegalArgumentException(
              "There is no parker '%s'. Set -D%s to 'futex' or 'polling', or leave it out."
                  .formatted(asked, Parker.PROPERTY));
    };
  }

  private static FutexParker newFutexParker(Peers peers) {
    var parker = new FutexParker(peers, Futex::hasWaitv);
    ExitStep.LEAVE_KERNEL.addOrRun(parker::leaveKernel);
    return parker;
  }
}
