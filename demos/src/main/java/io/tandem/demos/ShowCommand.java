package io.tandem.demos;

import io.tandem.inspect.Details;
import io.tandem.inspect.ObjectView;
import io.tandem.inspect.ScopeContents;
import io.tandem.inspect.ScopeContents.Space;
import io.tandem.inspect.ScopeView;
import io.tandem.memory.Inspector;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Parameters;

/// `tandem show`: what is in one scope.
@Command(
    name = "show",
    description = {
      "Shows one scope: its objects, its lock, who waits, and who is alive.",
      "",
      "It only looks: nobody waits for it. What it shows of different objects it saw at different "
          + "moments.",
      ""
    })
final class ShowCommand extends InspectingCommand {
  private static final int MOST_ROWS = 1000;

  @Parameters(
      paramLabel = "NAME",
      description = "The scope's name, or the id of an anonymous one as `tandem ls` prints it.")
  private String name;

  @Override
  int inspect() {
    ScopeView scope = find(name, Inspector.inspect().scopes());
    if (scope == null) {
      return ExitCode.USAGE;
    }
    print(scope, text(scope));
    return scope.problems().isEmpty() ? ExitCode.OK : Tandem.NEEDS_ATTENTION;
  }

  private CharSequence text(ScopeView scope) {
    var text = new StringBuilder();
    line(text, "scope", scope.label());
    line(text, "file", scope.file());
    scope.contents().ifPresent(contents -> describe(text, contents));
    line(text, "attached", LsCommand.attached(scope) + " (as far as /proc shows)");
    scope.problems().forEach(problem -> line(text, "problem", problem));
    scope.contents().ifPresent(contents -> objects(text, contents.objects()));
    return text;
  }

  private void describe(StringBuilder text, ScopeContents contents) {
    Space space = contents.space();
    line(text, "id", contents.id());
    line(
        text,
        "made by",
        "pid %d, which started at %s"
            .formatted(contents.creator().pid(), contents.creator().start()));
    line(
        text,
        "space",
        String.format(
            Locale.ROOT,
            "%,d bytes: %,d used, %,d free; segments: %d",
            space.bytes(),
            space.usedBytes(),
            space.freeBytes(),
            space.segments()));
    line(text, "lock", contents.lock().text());
  }

  private void line(StringBuilder text, String what, Object value) {
    text.append(heading(String.format(Locale.ROOT, "%-9s", what)));
    text.append(' ').append(value).append(System.lineSeparator());
  }

  private void objects(StringBuilder text, List<ObjectView> objects) {
    text.append(System.lineSeparator());
    if (objects.isEmpty()) {
      text.append("There is no object in it.").append(System.lineSeparator());
      return;
    }
    var table = new Table("OFFSET", "BYTES", "TYPE", "NAME", "STATE");
    for (ObjectView object : objects.subList(0, Math.min(objects.size(), MOST_ROWS))) {
      table.add(
          object.offset(),
          object.bytes(),
          "%s %d".formatted(object.tag(), object.version()),
          object.name().orElse("-"),
          object.details().map(Details::text).orElse(""));
    }
    text.append(table.text(this::heading));
    if (objects.size() > MOST_ROWS) {
      text.append("%d more: --json prints all.%n".formatted(objects.size() - MOST_ROWS));
    }
  }
}
