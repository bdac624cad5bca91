package io.tandem.tests.style;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The tree under test: the modules that the root pom lists, and the documents beside them.
final class Repo {
  static final Path ROOT = findRoot();

  /// Whether tests mend what they can: `mvn -q -Pformat test`.
  static final boolean FIX = System.getProperty("format", "check").equals("fix");

  private static final Pattern MODULE = Pattern.compile("<module>(.*?)</module>");

  private Repo() {}

  static List<SourceFile> javaFiles() {
    return sources().filter(SourceFile::isJava).toList();
  }

  static List<SourceFile> javaFiles(Predicate<SourceFile> which) {
    return javaFiles().stream().filter(which).toList();
  }

  /// Poms, scripts and resources: what decides how a JVM is started.
  static List<SourceFile> buildFiles() {
    Stream<Path> poms = modules().map(module -> module.resolve("pom.xml"));
    Stream<Path> scripts = Stream.of("pom.xml", "tandem", ".ci/run").map(ROOT::resolve);
    Stream<SourceFile> resources = sources().filter(file -> !file.isJava());
    return Stream.concat(
            Stream.concat(poms, scripts).filter(Files::exists).map(SourceFile::read), resources)
        .toList();
  }

  static List<SourceFile> documents() {
    return Stream.concat(files(ROOT, 1), files(ROOT.resolve("docs"), Integer.MAX_VALUE))
        .filter(file -> file.toString().endsWith(".md"))
        .map(SourceFile::read)
        .toList();
  }

  static Path classesOf(String module) {
    return ROOT.resolve(module).resolve("target/classes");
  }

  static ModuleDescriptor descriptorOf(String module) {
    try (var in = Files.newInputStream(classesOf(module).resolve("module-info.class"))) {
      return ModuleDescriptor.read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<SourceFile> sources() {
    return modules()
        .flatMap(module -> files(module.resolve("src"), Integer.MAX_VALUE))
        .map(SourceFile::read);
  }

  private static Stream<Path> modules() {
    String pom = SourceFile.read(ROOT.resolve("pom.xml")).text();
    return MODULE.matcher(pom).results().map(MatchResult::group).map(Repo::moduleFolder);
  }

  private static Path moduleFolder(String element) {
    return ROOT.resolve(MODULE.matcher(element).replaceFirst("$1"));
  }

  private static Stream<Path> files(Path folder, int depth) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> found = Files.walk(folder, depth)) {
      return found.filter(Files::isRegularFile).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path findRoot() {
    Path start = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(".editorconfig"))) {
        return folder;
      }
    }
    throw new IllegalStateException(
        "No folder above " + start + " has .editorconfig: run the tests in a checkout.");
  }
}
