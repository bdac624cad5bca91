package io.tandem.tests.style;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.tests.ChildJvm;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples of some pages print what their comments say.
@Timeout(120)
class PagesTest {
  private static final Pattern PRINTED =
      Pattern.compile("(?m)^ *System\\.out\\.println\\(.*\\); // (.*)$");

  @TempDir private Path classes;

  /// Runs all examples, one after the other.
  static final class Runner {
    public static void main(String[] count) throws Exception {
      for (int i = 0; i < Integer.parseInt(count[0]); i++) {
        var constructor = Class.forName("example.Example" + i).getDeclaredConstructor();
        constructor.setAccessible(true);
        var example = constructor.getDeclaringClass().getDeclaredMethod("example");
        example.setAccessible(true);
        example.invoke(constructor.newInstance());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/pools.md", "docs/managers.md"})
  void everyExamplePrintsWhatItSays(String name) throws Exception {
    SourceFile page = SourceFile.read(Repo.ROOT.resolve(name));
    Findings.assertNone(Examples.ofTheLibrary().errors(List.of(page), classes));
    long examples =
        Markdown.blocks(page).stream().filter(block -> block.language().equals("java")).count();
    List<String> expected =
        PRINTED.matcher(page.text()).results().map(printed -> printed.group(1)).toList();
    assertTrue(expected.size() > examples, expected::toString);

    var flags = List.of("-XX:ActiveProcessorCount=1", "-Dtandem.aot=false"); // one worker each
    List<String> command = ChildJvm.command(flags, Runner.class, Long.toString(examples));
    int path = command.indexOf("-cp") + 1;
    command.set(path, classes + File.pathSeparator + command.get(path));
    try (var runner = ChildJvm.start(command)) {
      assertEquals(expected, runner.awaitEnd());
    }
  }
}
