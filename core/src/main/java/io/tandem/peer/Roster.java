package io.tandem.peer;

/// Who takes part right now, and how to hear of those who join and die.
///
/// For a parker's watcher: it sleeps on the life words of all that live and on the word of changes,
/// and looks here again whenever that one changes.
public interface Roster {
  /// The processes that have registered and are not known to be dead, without this one. A new
  /// array.
  int[] living();

  /// Where in [Peers#lifeWords] the word is that grows by one when a process has registered; all
  /// its sleepers are woken then. It may grow, and wake, more often.
  long changesOffset();

  /// Whether the kernel marks the life word of each of these at its death and wakes a sleeper of
  /// it. If not, somebody must ask [Peers#isDead] from time to time.
  boolean deathsWake(int[] owners);
}
