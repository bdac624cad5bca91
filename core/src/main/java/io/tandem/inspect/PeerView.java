package io.tandem.inspect;

import java.time.Instant;

/// A process, as the registry knows it.
///
/// @param slot of the registry that it has, or had: 1 to 1023
/// @param epoch of the slot; with it, tells the process from others that had the slot
/// @param pid in its own pid namespace; 0 if another process has the slot now
/// @param start when it began, by its own clock; the epoch of time if another has the slot now
/// @param name `main`, or what its parent called it; empty if another has the slot now
/// @param alive whether it is not known to be dead
public record PeerView(int slot, int epoch, long pid, Instant start, String name, boolean alive) {
  /// Escapes the name, see [Printable].
  public PeerView {
    name = Printable.of(name);
  }

  /// For people: `process 'worker-1' (pid 42)`.
  public String text() {
    if (pid == 0) {
      return "a process that ended long ago";
    }
    return "process '%s' (pid %d%s)".formatted(name, pid, alive ? "" : ", dead");
  }
}
