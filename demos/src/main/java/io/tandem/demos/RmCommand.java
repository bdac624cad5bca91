package io.tandem.demos;

import io.tandem.inspect.PeerView;
import io.tandem.inspect.ScopeView;
import io.tandem.inspect.UserView;
import io.tandem.memory.Inspector;
import io.tandem.memory.SharedScope;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tandem rm`: unlinks a named scope.
@Command(
    name = "rm",
    description = {
      "Removes a named scope. Processes that have it attached keep its memory, but nobody else "
          + "finds it any more; so while there are any, it is refused.",
      ""
    })
final class RmCommand extends InspectingCommand {
  @Parameters(paramLabel = "NAME", description = "The scope's name.")
  private String name;

  @Option(names = "--force", description = "Remove it even if living processes have it attached.")
  private boolean force;

  /// What is printed.
  record Removal(String name, Path file, boolean removed) {}

  @Override
  int inspect() {
    UserView user = Inspector.inspect();
    ScopeView scope = find(name, user.scopes());
    if (scope == null) {
      return ExitCode.USAGE;
    }
    if (scope.name().isEmpty()) {
      complain("Scope %s is anonymous: it goes with its last process.".formatted(scope.label()));
      return ExitCode.USAGE;
    }
    if (!force && mayBeAttached(scope, user)) {
      complain(
          "Scope '%s' is attached by: %s. End them first, or use --force."
              .formatted(name, LsCommand.attached(scope)));
      return Tandem.NEEDS_ATTENTION;
    }
    boolean removed = SharedScope.unlink(name);
    print(new Removal(name, scope.file(), removed), "Removed %s.%n".formatted(scope.file()));
    return ExitCode.OK;
  }

  /// Where nobody can tell who has it, any living process may.
  private static boolean mayBeAttached(ScopeView scope, UserView user) {
    return scope
        .attached()
        .map(processes -> !processes.isEmpty())
        .orElseGet(() -> user.peers().stream().anyMatch(PeerView::alive));
  }
}
