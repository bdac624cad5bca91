package io.tandem.tests.style;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the text of a file must and must not say. Each rule returns its findings; none is good.
final class SourceRules {
  static final int COLUMNS = 100;
  static final int FILE_LINES = 600;
  static final int DEMO_LINES = 99;
  static final int METHOD_LINES = 60;

  private static final Pattern BAD_PACKAGE =
      Pattern.compile("package .*\\b(impl|utils?|common|internal|misc|helpers?)\\b.*;");

  private static final List<Banned> BANNED =
      List.of(
          Banned.in(SourceRules::isAnyJava, "\\b(TODO|FIXME|XXX)\\b", "do it now, or leave it out"),
          Banned.in(SourceRules::isAnyJava, "sun\\.misc\\.", "use java.lang.foreign"),
          Banned.inCode(SourceFile::isProduct, "Unsafe", "use java.lang.foreign"),
          Banned.inCode(
              SourceFile::isProduct,
              "currentTimeMillis",
              "measure with System.nanoTime, date with Instant.now"),
          Banned.in(
              SourceRules::isTest,
              "Thread\\.sleep\\([^/]*$",
              "wait for an event, or say why: // ..."),
          Banned.in(
              SourceRules::isTest, "@Disabled(?!\\(\\s*\")", "say why: @Disabled(\"reason\")"),
          Banned.in(
              file -> !file.isJava(), "(?i)add-opens", "users need --enable-native-access only"));

  /// @param alsoInComments whether a comment may not say it either
  private record Banned(
      Predicate<SourceFile> where, Pattern words, boolean alsoInComments, String instead) {
    static Banned in(Predicate<SourceFile> where, String words, String instead) {
      return new Banned(where, Pattern.compile(words), true, instead);
    }

    static Banned inCode(Predicate<SourceFile> where, String words, String instead) {
      return new Banned(where, Pattern.compile(words), false, instead);
    }
  }

  private SourceRules() {}

  static List<String> bannedWords(SourceFile file) {
    List<String> findings = new ArrayList<>();
    List<String> lines = file.lines();
    for (Banned banned : BANNED) {
      for (int i = 0; banned.where.test(file) && i < lines.size(); i++) {
        String line = banned.alsoInComments ? lines.get(i) : codeOf(lines.get(i));
        Matcher words = banned.words.matcher(line);
        if (words.find()) {
          findings.add(file.at(i + 1, "says '%s': %s".formatted(words.group(), banned.instead)));
        }
      }
    }
    return findings;
  }

  static List<String> sizes(SourceFile file) {
    List<String> findings = new ArrayList<>();
    List<String> lines = file.lines();
    for (int i = 0; i < lines.size(); i++) {
      int columns = lines.get(i).codePointCount(0, lines.get(i).length());
      if (columns > COLUMNS) {
        findings.add(file.at(i + 1, "has %d columns, at most %d".formatted(columns, COLUMNS)));
      }
    }
    int most = file.isDemo() ? DEMO_LINES : FILE_LINES;
    if (lines.size() > most) {
      findings.add(file.at(most, "has %d lines, at most %d".formatted(lines.size(), most)));
    }
    return findings;
  }

  /// A demo is copied without the others, so it does not need them.
  static List<String> demosThatNeedOthers(List<SourceFile> files) {
    List<SourceFile> demos =
        files.stream()
            .filter(file -> file.isDemo() && file.text().contains("\n@Command("))
            .toList();
    List<String> findings = new ArrayList<>();
    for (SourceFile demo : demos) {
      for (int i = 0; i < demo.lines().size(); i++) {
        String code = codeOf(demo.lines().get(i));
        for (SourceFile other : demos) {
          String name = other.name().replace(".java", "");
          if (other != demo && code.matches(".*\\b%s\\b.*".formatted(name))) {
            findings.add(demo.at(i + 1, "needs " + name + ": a demo is copied alone"));
          }
        }
      }
    }
    return findings;
  }

  static List<String> methodLengths(List<SourceFile> files) {
    Map<String, SourceFile> byPath =
        files.stream().collect(Collectors.toMap(SourceFile::path, Function.identity()));
    List<String> findings = new ArrayList<>();
    Javac.parse(
        files,
        (unit, positions) -> {
          SourceFile file = byPath.get(unit.getSourceFile().getName());
          new LongMethods(file, unit, positions, findings).scan();
        });
    return findings;
  }

  static List<String> packageName(SourceFile file) {
    return file.lines().stream()
        .filter(line -> BAD_PACKAGE.matcher(line).matches())
        .map(line -> file.at(1, "'%s' names no noun of the field".formatted(line)))
        .toList();
  }

  /// A package that others see starts with one page that says what it is for.
  static List<String> undocumentedPackages(List<SourceFile> files) {
    return files.stream()
        .filter(file -> file.text().contains("\npackage ") || file.text().startsWith("package "))
        .map(file -> file.path().replaceFirst("[^/]*$", "package-info.java"))
        .distinct()
        .filter(
            page ->
                files.stream().noneMatch(f -> f.path().equals(page) && f.text().startsWith("///")))
        .map(page -> page + ": is missing, or does not start with ///")
        .toList();
  }

  /// The line without its comment.
  private static String codeOf(String line) {
    if (line.strip().startsWith("*") || line.strip().startsWith("/*")) {
      return "";
    }
    int comment = line.indexOf("//");
    return comment < 0 ? line : line.substring(0, comment);
  }

  /// The rules name the words, and their tests plant them.
  private static boolean isAnyJava(SourceFile file) {
    return file.isJava() && !file.path().startsWith("tests/src/test/java/io/tandem/tests/style/");
  }

  private static boolean isTest(SourceFile file) {
    return isAnyJava(file) && !file.isProduct();
  }

  private static final class LongMethods extends TreeScanner<Void, Void> {
    private final SourceFile file;
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> findings;

    LongMethods(
        SourceFile file,
        CompilationUnitTree unit,
        SourcePositions positions,
        List<String> findings) {
      this.file = file;
      this.unit = unit;
      this.positions = positions;
      this.findings = findings;
    }

    void scan() {
      scan(unit, null);
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
      long end = positions.getEndPosition(unit, method);
      long lines = end < 0 ? 1 : unit.getLineMap().getLineNumber(end) - first + 1;
      if (lines > METHOD_LINES) {
        findings.add(
            file.at(
                first,
                "method %s has %d lines, at most %d"
                    .formatted(method.getName(), lines, METHOD_LINES)));
      }
      return super.visitMethod(method, unused);
    }
  }
}
