package io.tandem.inspect;

import java.nio.file.Path;
import java.util.List;

/// All that this user shares at one moment.
///
/// @param directory where the files are, or would be
/// @param peers all processes that the registry knows, alive and dead
/// @param scopes named ones by name, then anonymous ones
/// @param problems with what is in the directory beside scopes, one sentence each
public record UserView(
    Path directory, List<PeerView> peers, List<ScopeView> scopes, List<String> problems) {
  /// Copies the lists.
  public UserView {
    peers = List.copyOf(peers);
    scopes = List.copyOf(scopes);
    problems = List.copyOf(problems);
  }

  /// The threads that wait for locks, of all scopes.
  public List<Deadlock.Step> waits() {
    return scopes.stream().flatMap(scope -> scope.waits().stream()).toList();
  }
}
