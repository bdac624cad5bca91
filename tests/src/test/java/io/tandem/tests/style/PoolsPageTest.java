package io.tandem.tests.style;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.tests.ChildJvm;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The examples of docs/pools.md print what their comments say.
@Timeout(120)
class PoolsPageTest {
  private static final SourceFile PAGE = SourceFile.read(Repo.ROOT.resolve("docs/pools.md"));
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

  @Test
  void everyExamplePrintsWhatItSays() throws Exception {
    Findings.assertNone(Examples.ofTheLibrary().errors(List.of(PAGE), classes));
    long examples =
        Markdown.blocks(PAGE).stream().filter(block -> block.language().equals("java")).count();
    List<String> expected =
        PRINTED.matcher(PAGE.text()).results().map(printed -> printed.group(1)).toList();
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
