package io.tandem.tests.style;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.tests.ChildJvm;
import io.tandem.tests.style.Examples.Example;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The examples of the documents print what their comments say: whole programs, each in a JVM of
/// its own, and the fragments that print something, one after the other. A line that a process
/// prints is in a comment behind its `System.out.println`, whichever process that is.
@Timeout(120)
class PagesTest {
  private static final Pattern PRINTED =
      Pattern.compile("(?m)^ *System\\.out\\.println\\(.*\\); // (.*)$");
  private static final Pattern MAIN_CLASS =
      Pattern.compile("(?s)class (\\w+)(?:(?!class ).)*\\bvoid main\\(");
  private static final List<String> FLAGS =
      List.of("-XX:ActiveProcessorCount=1", "-Dtandem.aot=false"); // a pool has one worker

  @TempDir private Path classes;

  /// Runs all fragments, one after the other, each below the line that says where it is.
  static final class Runner {
    public static void main(String[] places) throws Exception {
      for (int i = 0; i < places.length; i++) {
        System.out.println(places[i]);
        var constructor = Class.forName("example.Example" + i).getDeclaredConstructor();
        constructor.setAccessible(true);
        var example = constructor.getDeclaringClass().getDeclaredMethod("example");
        example.setAccessible(true);
        example.invoke(constructor.newInstance());
      }
    }
  }

  static Stream<Example> programs() {
    return Examples.in(Repo.documents()).stream().filter(Example::isWholeProgram);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void everyProgramPrintsWhatItSays(Example program) throws Exception {
    assertEquals(String.join("\n", printedBy(program)), String.join("\n", outputOf(program)));
  }

  @Test
  void everyFragmentPrintsWhatItSays() throws Exception {
    List<Example> fragments =
        Examples.in(Repo.documents()).stream()
            .filter(example -> !example.isWholeProgram() && !printedBy(example).isEmpty())
            .toList();
    assertTrue(fragments.size() > 10, fragments::toString);
    Findings.assertNone(Examples.ofTheLibrary().compile(fragments, classes));

    List<String> expected = new ArrayList<>();
    for (Example fragment : fragments) {
      expected.add(fragment.toString());
      expected.addAll(printedBy(fragment));
    }
    assertEquals(
        String.join("\n", expected),
        String.join("\n", run(Runner.class.getName(), fragments.stream().map(Example::toString))));
  }

  @Test
  void aProgramThatPrintsSomethingElseIsFound() throws Exception {
    var wrong =
        """
        ```java
        class Wrong {
          public static void main(String[] args) {
            System.out.println(1 + 1); // 3
          }
        }
        ```
        """;
    Example program = Examples.in(List.of(new SourceFile("README.md", wrong))).getFirst();

    assertEquals(List.of("3"), printedBy(program));
    assertEquals(List.of("2"), outputOf(program));
  }

  private List<String> outputOf(Example program) throws IOException, InterruptedException {
    Findings.assertNone(Examples.ofTheLibrary().compile(List.of(program), classes));
    var main = MAIN_CLASS.matcher(program.block().text());
    assertTrue(main.find(), () -> program + ": a program of a document has a class");
    return run(main.group(1), Stream.empty());
  }

  private List<String> run(String main, Stream<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(ChildJvm.command(FLAGS, Runner.class));
    command.set(command.size() - 1, main);
    arguments.forEach(command::add);
    int path = command.indexOf("-cp") + 1;
    command.set(path, command.get(path) + File.pathSeparator + classes); // behind the cached ones
    try (var child = ChildJvm.start(command)) {
      return child.awaitEnd();
    }
  }

  private static List<String> printedBy(Example example) {
    return PRINTED
        .matcher(example.block().text())
        .results()
        .map((MatchResult r) -> r.group(1))
        .toList();
  }
}
