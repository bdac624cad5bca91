package io.tandem.tests.style;

import static io.tandem.tests.style.Findings.assertNone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the documents and the Javadoc promise: examples that compile, links that lead somewhere.
class DocsTest {
  private static final int README_LINES = 120;

  @TempDir private Path temp;

  @Test
  void theReadmeIsShort() {
    long lines = SourceFile.read(Repo.ROOT.resolve("README.md")).lines().size();

    assertTrue(lines < README_LINES, () -> "README.md has %d lines".formatted(lines));
  }

  @Test
  void theReadmeNamesTheCommandThatIsRunOnEachPush() {
    String last = SourceFile.read(Repo.ROOT.resolve(".ci/run")).lines().getLast();
    String command = last.replaceFirst("^exec ", "").replaceFirst(" <.*", "");
    String readme = SourceFile.read(Repo.ROOT.resolve("README.md")).text();

    assertTrue(readme.lines().anyMatch(command::equals), () -> "README.md lacks: " + command);
  }

  @Test
  void everyExampleInTheDocumentsCompiles() {
    assertNone(Examples.ofTheLibrary().errors(Repo.documents(), temp));
  }

  @Test
  void everyExampleInTheJavadocCompiles() {
    assertNone(Examples.ofTheLibrary().errors(Repo.javaFiles(SourceFile::isLibrary), temp));
  }

  @Test
  void everyLinkToAFileLeadsThere() {
    assertNone(
        Repo.documents().stream()
            .flatMap(file -> Markdown.brokenLinks(file, Repo.ROOT).stream())
            .toList());
  }

  @Test
  void anErrorInADocumentIsFoundAtItsLine() {
    List<String> errors =
        errorsIn(
            "README.md",
            """
            # Title

            ```java
            import java.time.Year;

            var year = Year.now();
            int wrong = "text";
            ```
            """);

    assertEquals(1, errors.size(), errors::toString);
    assertTrue(errors.getFirst().startsWith("README.md:7: incompatible types"), errors::toString);
  }

  @Test
  void anErrorInTheJavadocIsFoundAtItsLine() {
    List<String> errors =
        errorsIn(
            "core/src/main/java/a/A.java",
            """
            package a;

            /// What it is.
            ///
            /// ```java
            /// try (var lines = Stream.of("a")) {
            ///   lines.forEach(Undeclared::print);
            /// }
            /// ```
            class A {
              void broken( // is not compiled here
            }
            """);

    assertEquals(1, errors.size(), errors::toString);
    assertTrue(errors.getFirst().startsWith("core/src/main/java/a/A.java:7: "), errors::toString);
  }

  @Test
  void aWholeProgramIsCompiledWithoutHelp() {
    String program = "```java\n%spublic class Hello {\n  Path path;\n}\n```\n";

    assertEquals(1, errorsIn("README.md", program.formatted("")).size());
    assertEquals(
        List.of(), errorsIn("README.md", program.formatted("import java.nio.file.Path;\n")));
    assertEquals(
        List.of(), errorsIn("README.md", "```java\nvoid main() {\n  IO.println(1);\n}\n```\n"));
  }

  @Test
  void otherLanguagesAreNotCompiled() {
    assertEquals(List.of(), errorsIn("README.md", "```\nfoo(\n```\n\n```sh\nmvn (\n```\n"));
  }

  @Test
  void aBrokenLinkIsFound() throws IOException {
    Files.writeString(temp.resolve("there.md"), "");
    var document =
        new SourceFile(
            "README.md",
            "[a](there.md#part) [b](https://example.org) [c](#part)\n"
                + "```\n"
                + "[d](code.md)\n"
                + "```\n"
                + "[e](gone.md)");

    assertEquals(
        List.of("README.md: links to gone.md, which is not there"),
        Markdown.brokenLinks(document, temp));
  }

  private List<String> errorsIn(String path, String text) {
    return new Examples(List.of()).errors(List.of(new SourceFile(path, text)), temp);
  }
}
