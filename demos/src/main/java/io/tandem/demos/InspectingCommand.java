package io.tandem.demos;

import io.tandem.inspect.ScopeContents;
import io.tandem.inspect.ScopeView;
import io.tandem.memory.MemoryException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// What the commands that look at shared memory have in common: one report, as text or as JSON.
abstract class InspectingCommand implements Callable<Integer> {
  private static final int ID_LENGTH = 8;

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Override
  public final Integer call() {
    try {
      return inspect();
    } catch (MemoryException e) {
      complain(e.getMessage());
      return ExitCode.SOFTWARE;
    }
  }

  /// @return the exit code
  abstract int inspect();

  /// Prints the report that the user asked for.
  ///
  /// @param report whose record components are the names in the JSON
  final void print(Record report, CharSequence text) {
    var out = spec.commandLine().getOut();
    out.print(json ? RecordJson.of(report) + System.lineSeparator() : text);
    out.flush();
  }

  final String heading(String text) {
    return spec.commandLine().getColorScheme().ansi().string("@|bold " + text + "|@");
  }

  final void complain(String message) {
    spec.commandLine().getErr().println("tandem: " + message);
  }

  /// Finds a scope by its name, or an anonymous one by how its id begins.
  final @Nullable ScopeView find(String name, List<ScopeView> scopes) {
    return scopes.stream()
        .filter(scope -> scope.name().filter(name::equals).isPresent())
        .findFirst()
        .or(() -> scopes.stream().filter(isAnonymous(name)).findFirst())
        .orElseGet(
            () -> {
              complain("There is no scope '%s'. %s".formatted(name, thereIs(scopes)));
              return null;
            });
  }

  private static Predicate<ScopeView> isAnonymous(String name) {
    return scope -> scope.name().isEmpty() && (isId(name, scope) || scope.label().equals(name));
  }

  private static boolean isId(String name, ScopeView scope) {
    return name.length() >= ID_LENGTH && idOf(scope).startsWith(name);
  }

  private static String thereIs(List<ScopeView> scopes) {
    if (scopes.isEmpty()) {
      return "There is none at all.";
    }
    List<String> labels = scopes.stream().map(ScopeView::label).toList();
    return "There is: %s.".formatted(String.join(", ", labels));
  }

  private static String idOf(ScopeView scope) {
    return scope
        .contents()
        .map(ScopeContents::id)
        .map(id -> id.toString().substring(0, ID_LENGTH))
        .orElse(scope.file().getFileName().toString());
  }
}
