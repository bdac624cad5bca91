package io.tandem.demos;

import io.tandem.inspect.AttachedView;
import io.tandem.inspect.PeerView;
import io.tandem.inspect.ScopeContents;
import io.tandem.inspect.ScopeContents.Space;
import io.tandem.inspect.ScopeView;
import io.tandem.inspect.UserView;
import io.tandem.memory.Inspector;
import io.tandem.peer.StaticInitializers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/// `tandem ls`: which scopes there are, and who has them.
@Command(
    name = "ls",
    description = {
      "Lists this user's scopes, and the processes that share memory.",
      "",
      "It only looks: nobody waits for it. Who has a scope attached is what /proc shows of this "
          + "user's processes.",
      ""
    })
final class LsCommand extends InspectingCommand {
  private static final String NAME_FLAG = "-D" + StaticInitializers.PROCESS_NAME + "=";

  /// What is printed.
  ///
  /// @param processes that live
  record Listing(
      Path directory, List<Row> scopes, List<PeerView> processes, List<String> problems) {}

  /// One scope; its sizes are 0 if it cannot be read.
  ///
  /// @param attached empty where nobody can tell
  record Row(
      Optional<String> name,
      Optional<UUID> id,
      Path file,
      long bytes,
      long usedBytes,
      int objects,
      Optional<List<AttachedView>> attached,
      List<String> problems) {
    static Row of(ScopeView scope) {
      Optional<Space> space = scope.contents().map(ScopeContents::space);
      return new Row(
          scope.name(),
          scope.contents().map(ScopeContents::id),
          scope.file(),
          space.map(Space::bytes).orElse(0L),
          space.map(Space::usedBytes).orElse(0L),
          scope.contents().map(found -> found.objects().size()).orElse(0),
          scope.attached(),
          scope.problems());
    }
  }

  @Override
  int inspect() {
    UserView user = Inspector.inspect();
    List<PeerView> living = user.peers().stream().filter(PeerView::alive).toList();
    List<Row> rows = user.scopes().stream().map(Row::of).toList();
    print(new Listing(user.directory(), rows, living, user.problems()), text(user, living));
    return ExitCode.OK;
  }

  private CharSequence text(UserView user, List<PeerView> living) {
    var text = new StringBuilder();
    if (user.scopes().isEmpty()) {
      text.append("There is no scope in %s.%n".formatted(user.directory()));
    } else {
      text.append(scopes(user.scopes()));
    }
    if (!living.isEmpty()) {
      text.append(System.lineSeparator()).append(processes(living));
    }
    var problems = user.scopes().stream().flatMap(scope -> scope.problems().stream());
    problems.forEach(problem -> text.append("%n! %s%n".formatted(problem)));
    user.problems().forEach(problem -> text.append("%n! %s%n".formatted(problem)));
    return text;
  }

  private String scopes(List<ScopeView> scopes) {
    var table = new Table("SCOPE", "BYTES", "USED", "OBJECTS", "ATTACHED");
    for (ScopeView scope : scopes) {
      Row row = Row.of(scope);
      table.add(
          scope.label(),
          row.bytes,
          row.usedBytes,
          row.objects,
          scope.problems().isEmpty() ? attached(scope) : attached(scope) + " !");
    }
    return table.text(this::heading);
  }

  /// The processes that have a scope, shortly.
  static String attached(ScopeView scope) {
    if (scope.attached().isEmpty()) {
      return "unknown";
    }
    return scope.attached().get().isEmpty()
        ? "nobody"
        : scope.attached().get().stream().map(LsCommand::text).collect(Collectors.joining(", "));
  }

  private static String text(AttachedView attached) {
    return attached
        .peer()
        .map(PeerView::name)
        .or(() -> nameGiven(attached.pid()))
        .map(name -> "%s %d".formatted(name, attached.pid()))
        .orElse(Long.toString(attached.pid()));
  }

  /// The name of a process that has not registered yet, such as a spare: what it was started under.
  private static Optional<String> nameGiven(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().arguments())
        .flatMap(all -> Arrays.stream(all).filter(each -> each.startsWith(NAME_FLAG)).findFirst())
        .map(flag -> flag.substring(NAME_FLAG.length()));
  }

  private String processes(List<PeerView> living) {
    var table = new Table("PROCESS", "PID", "SINCE");
    for (PeerView peer : living) {
      table.add(peer.name(), Long.toString(peer.pid()), peer.start());
    }
    return table.text(this::heading);
  }
}
