package io.tandem.tests.style;

import static io.tandem.tests.style.Findings.assertNone;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The house numbers and banned words, over every file of the tree.
class SourceRulesTest {
  private static final String MAIN = "core/src/main/java/io/tandem/ring/Planted.java";
  private static final String DEMOS = "demos/src/main/java/io/tandem/demos/programs/";
  private static final String TEST = "core/src/test/java/io/tandem/ring/PlantedTest.java";

  @Test
  void noFileSaysABannedWord() {
    Stream<SourceFile> all = Stream.concat(Repo.javaFiles().stream(), Repo.buildFiles().stream());

    assertNone(findings(all, SourceRules::bannedWords));
  }

  @Test
  void filesAndLinesAreShort() {
    assertNone(findings(Repo.javaFiles().stream(), SourceRules::sizes));
  }

  @Test
  void demosNeedNoOtherDemo() {
    assertNone(SourceRules.demosThatNeedOthers(Repo.javaFiles()));
  }

  @Test
  void methodsAreShort() {
    assertNone(SourceRules.methodLengths(Repo.javaFiles()));
  }

  @Test
  void packagesAreNamedAfterWhatIsInThem() {
    assertNone(findings(Repo.javaFiles().stream(), SourceRules::packageName));
  }

  @Test
  void everyPackageOfTheLibrariesIsDescribed() {
    assertNone(SourceRules.undocumentedPackages(Repo.javaFiles(SourceFile::isLibrary)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          core/src/main/java/A.java      | // TODO: later                      | TODO
          core/src/test/java/A.java      | /// FIXME                           | FIXME
          demos/src/main/java/A.java     | import sun.misc.Signal;             | sun.misc.
          ipc/src/main/java/A.java       | new UnsafeBuffer(bytes);            | Unsafe
          core/src/main/java/A.java      | long t = System.currentTimeMillis();| currentTimeMillis
          tests/src/test/java/A.java     | Thread.sleep(10);                   | Thread.sleep(10);
          core/src/test/java/A.java      | @Disabled                           | @Disabled
          core/src/test/java/A.java      | @Disabled() void a() {}             | @Disabled
          core/pom.xml                   | --add-opens java.base/java.nio=ALL  | add-opens
          demos/src/main/resources/A.MF  | Add-Opens: java.base/java.nio       | Add-Opens
          tandem                         | exec java --add-opens a/b=ALL       | add-opens
          """)
  void aBannedWordIsFound(String path, String line, String word) {
    List<String> findings = SourceRules.bannedWords(new SourceFile(path, "\n" + line + "\n"));

    assertEquals(1, findings.size());
    assertTrue(findings.getFirst().startsWith(path + ":2: says '" + word), findings::toString);
  }

  @Test
  void aReasonOrACommentExcusesSomeWords() {
    assertEquals(List.of(), words(MAIN, "/// As Agrona's UnsafeBuffer, but checked."));
    assertEquals(List.of(), words(MAIN, "int a = 1; // UnsafeBuffer does the same"));
    assertEquals(List.of(), words(TEST, "Thread.sleep(10); // the kernel gives no event"));
    assertEquals(List.of(), words(TEST, "@Disabled(\"needs a second user\")"));
    assertEquals(List.of(), words(TEST, "new UnsafeBuffer(bytes);"));
  }

  @Test
  void aWideLineIsFound() {
    assertEquals(List.of(), SourceRules.sizes(new SourceFile(MAIN, "x".repeat(100))));
    assertEquals(
        List.of(MAIN + ":1: has 101 columns, at most 100"),
        SourceRules.sizes(new SourceFile(MAIN, "x".repeat(101))));
  }

  @Test
  void aLongFileIsFound() {
    assertEquals(List.of(), SourceRules.sizes(new SourceFile(MAIN, "x\n".repeat(600))));
    assertEquals(
        List.of(MAIN + ":600: has 601 lines, at most 600"),
        SourceRules.sizes(new SourceFile(MAIN, "x\n".repeat(601))));
  }

  @Test
  void aLongDemoIsFound() {
    assertEquals(List.of(), SourceRules.sizes(new SourceFile(DEMOS + "A.java", "x\n".repeat(99))));
    assertEquals(
        List.of(DEMOS + "A.java:99: has 100 lines, at most 99"),
        SourceRules.sizes(new SourceFile(DEMOS + "A.java", "x\n".repeat(100))));
  }

  @Test
  void aDemoThatNeedsAnotherIsFound() {
    var one = new SourceFile(DEMOS + "One.java", "\n@Command()\nclass One {} // beside Two\n");
    var two = new SourceFile(DEMOS + "Two.java", "\n@Command()\nclass Two {\n  One one;\n}\n");
    var help = new SourceFile(DEMOS + "Help.java", "class Help {\n  One one;\n}\n");

    assertEquals(
        List.of(DEMOS + "Two.java:4: needs One: a demo is copied alone"),
        SourceRules.demosThatNeedOthers(List.of(one, two, help)));
  }

  @Test
  void aLongMethodIsFound() {
    String longest = "class A {\n  void a() {\n" + "    a();\n".repeat(58) + "  }\n}\n";
    String tooLong = "class A {\n  void a() {\n" + "    a();\n".repeat(59) + "  }\n}\n";

    assertEquals(List.of(), SourceRules.methodLengths(List.of(new SourceFile(MAIN, longest))));
    assertEquals(
        List.of(MAIN + ":2: method a has 61 lines, at most 60"),
        SourceRules.methodLengths(List.of(new SourceFile(MAIN, tooLong))));
  }

  @Test
  void aLongMethodOfANestedClassIsFound() {
    String nested =
        "class A {\n  Object a = new Object() {\n    int b() {\n"
            + "      b();\n".repeat(60)
            + "    }\n  };\n}\n";

    assertEquals(
        List.of(MAIN + ":3: method b has 62 lines, at most 60"),
        SourceRules.methodLengths(List.of(new SourceFile(MAIN, nested))));
  }

  @ParameterizedTest
  @CsvSource({"io.tandem.impl", "io.tandem.ring.util", "io.tandem.internal.ring"})
  void aPackageWithoutANounIsFound(String name) {
    var file = new SourceFile(MAIN, "package " + name + ";\n");

    assertEquals(1, SourceRules.packageName(file).size());
  }

  @Test
  void aPackageWithoutItsPageIsFound() {
    var code = new SourceFile("core/src/main/java/a/A.java", "package a;\nclass A {}\n");
    var page = new SourceFile("core/src/main/java/a/package-info.java", "/// What.\npackage a;\n");
    var bare = new SourceFile(page.path(), "package a;\n");

    assertEquals(List.of(), SourceRules.undocumentedPackages(List.of(code, page)));
    assertEquals(1, SourceRules.undocumentedPackages(List.of(code)).size());
    assertEquals(1, SourceRules.undocumentedPackages(List.of(code, bare)).size());
  }

  private static List<String> words(String path, String line) {
    return SourceRules.bannedWords(new SourceFile(path, line));
  }

  private static List<String> findings(
      Stream<SourceFile> files, Function<SourceFile, List<String>> rule) {
    return files.flatMap(file -> rule.apply(file).stream()).toList();
  }
}
