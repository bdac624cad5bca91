package io.tandem.demos;

import io.tandem.inspect.Deadlock;
import io.tandem.inspect.Details;
import io.tandem.inspect.LockView;
import io.tandem.inspect.LockView.Condition;
import io.tandem.inspect.ObjectView;
import io.tandem.inspect.ScopeContents;
import io.tandem.inspect.ScopeView;
import io.tandem.inspect.UserView;
import io.tandem.inspect.WaitView;
import io.tandem.memory.Inspector;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/// `tandem locks`: who holds what, who waits for it, and who waits in a circle.
@Command(
    name = "locks",
    description = {
      "Shows the locks that somebody holds or waits for, and names deadlocks.",
      "",
      "It only looks: nobody waits for it. Threads that wait for each other in a circle, across "
          + "processes or within one, are told with what each of them holds and waits for; then "
          + "the exit code is 4. Where one waits for a limited time the circle is no deadlock. Who "
          + "reads or has permits is known by its process only, so no circle goes through it.",
      ""
    })
final class LocksCommand extends InspectingCommand {
  @Option(names = "--all", description = "Show the locks that nobody holds, too.")
  private boolean all;

  /// What is printed.
  record Listing(List<Row> locks, List<Deadlock> deadlocks) {}

  /// One lock.
  record Row(String scope, String lock, LockView state, List<WaitView> waiting) {
    private static Stream<Row> of(ScopeView scope) {
      return scope.contents().stream()
          .flatMap(
              contents ->
                  contents.objects().stream()
                      .flatMap(object -> of(scope.label(), contents, object).stream()));
    }

    private static Optional<Row> of(String scope, ScopeContents contents, ObjectView object) {
      return object
          .details()
          .flatMap(Details::lock)
          .map(
              state ->
                  new Row(
                      scope,
                      object.label(),
                      state,
                      contents.waits().stream()
                          .filter(
                              waiting ->
                                  contents.lockText(waiting.lockOffset()).equals(object.label()))
                          .toList()));
    }

    private boolean isOfInterest() {
      return state.holder().isPresent()
          || !waiting.isEmpty()
          || state.condition() != Condition.CONSISTENT;
    }
  }

  @Override
  int inspect() {
    UserView user = Inspector.inspect();
    List<Row> rows =
        user.scopes().stream().flatMap(Row::of).filter(row -> all || row.isOfInterest()).toList();
    List<Deadlock> deadlocks = Inspector.deadlocks(user);
    print(new Listing(rows, deadlocks), text(rows, deadlocks));
    return deadlocks.isEmpty() ? ExitCode.OK : Tandem.NEEDS_ATTENTION;
  }

  private CharSequence text(List<Row> rows, List<Deadlock> deadlocks) {
    var text = new StringBuilder();
    if (rows.isEmpty()) {
      text.append(all ? "There is no lock." : "Nobody holds a lock or waits for one.");
      text.append(System.lineSeparator());
    } else {
      text.append(table(rows));
    }
    deadlocks.forEach(deadlock -> text.append("%n! %s%n".formatted(deadlock.text())));
    return text;
  }

  private String table(List<Row> rows) {
    var table = new Table("SCOPE", "LOCK", "STATE", "WAITING");
    for (Row row : rows) {
      String waiting =
          row.waiting.stream().map(LocksCommand::waiter).collect(Collectors.joining("; "));
      table.add(row.scope, row.lock, row.state.text(), waiting.isEmpty() ? "nobody" : waiting);
    }
    return table.text(this::heading);
  }

  private static String waiter(WaitView wait) {
    return wait.timed() ? wait.waiter() + " for a limited time" : wait.waiter();
  }
}
