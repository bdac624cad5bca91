package io.tandem.memory;

import io.tandem.inspect.Finding;
import io.tandem.inspect.Finding.Kind;
import io.tandem.inspect.Finding.Outcome;
import io.tandem.inspect.ScopeView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Looks for what dead processes left, removes what nobody can need, and reports the rest.
///
/// It removes private files whose maker and users are gone, and the registry when no process and no
/// scope is left. A named scope is never removed: it lives until it is unlinked.
///
/// **Sharing.** Any process of the user, at any time: whatever a living process uses stays. A
/// stopped process is a living one.
///
/// ```java
/// Doctor.examine(true).forEach(finding -> System.out.println(finding.text()));
/// ```
public final class Doctor {
  private final Path directory;
  private final boolean remove;
  private final List<Finding> findings = new ArrayList<>();

  private Doctor(Path directory, boolean remove) {
    this.directory = directory;
    this.remove = remove;
  }

  /// Looks at everything, once.
  ///
  /// @param remove whether to remove what nobody can need, or only to tell
  /// @return what was found; nothing if all is well
  public static List<Finding> examine(boolean remove) {
    Path directory = SharedDirectory.directory();
    var doctor = new Doctor(directory, remove);
    try {
      SharedDirectory.find();
      doctor.examine();
    } catch (MemoryException.Refused e) {
      doctor.add(Kind.BAD_DIRECTORY, directory, e.getMessage(), Outcome.NEEDS_ATTENTION);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at the directory " + directory, e);
    }
    return doctor.findings;
  }

  private void examine() throws IOException {
    List<Path> abandoned = Leftovers.sweep(remove);
    for (Path file : abandoned) {
      removable(Kind.ABANDONED_FILE, file, "%s was left by a process that died.".formatted(file));
    }
    var inspector = new Inspector(directory);
    inspector.scopes().forEach(this::examine);
    findings.addAll(inspector.strange());
    examineRegistry(abandoned);
    examineDeletedRegistry(inspector.usersOfDeletedRegistry());
    if (remove) {
      SharedDirectory.removeIfEmpty();
    }
  }

  private void examine(ScopeView scope) {
    String fix =
        scope.name().map("Remove it with: tandem rm %s"::formatted).orElse("End its processes.");
    for (String problem : scope.problems()) {
      add(Kind.BAD_SCOPE, scope.file(), problem + " " + fix, Outcome.NEEDS_ATTENTION);
    }
    boolean idle = scope.attached().map(List::isEmpty).orElse(false);
    if (idle && scope.name().isPresent() && scope.problems().isEmpty()) {
      String text = "No living process has scope '%s' attached. If nobody needs it: tandem rm %s";
      String name = scope.name().get();
      add(Kind.IDLE_SCOPE, scope.file(), text.formatted(name, name), Outcome.KEPT);
    }
  }

  private void examineRegistry(List<Path> abandoned) throws IOException {
    Path file = directory.resolve(RegistryFile.NAME);
    try {
      if (RegistryFile.attach(file).isNeededByNobody(Set.copyOf(abandoned), remove)) {
        removable(
            Kind.UNUSED_REGISTRY,
            file,
            "%s lists no living process, and there is no scope.".formatted(file));
      }
    } catch (MemoryException e) {
      // There is none, or it was reported already.
    }
  }

  private void examineDeletedRegistry(List<Long> users) {
    if (!users.isEmpty()) {
      String text =
          "The registry was deleted while processes %s use it: new processes do not see them. "
              + "End them. If it happened when the user logged out, systemd-logind did it: set "
              + "RemoveIPC=no in logind.conf.";
      add(
          Kind.DELETED_REGISTRY,
          directory.resolve(RegistryFile.NAME),
          text.formatted(users),
          Outcome.NEEDS_ATTENTION);
    }
  }

  private void removable(Kind kind, Path file, String text) {
    add(kind, file, text, remove ? Outcome.REMOVED : Outcome.REMOVABLE);
  }

  private void add(Kind kind, Path file, String text, Outcome outcome) {
    findings.add(new Finding(kind, file, text, outcome));
  }
}
