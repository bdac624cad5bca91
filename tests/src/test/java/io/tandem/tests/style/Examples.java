package io.tandem.tests.style;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The `java` blocks of documents and Javadoc, compiled as a reader would: a whole program as it
/// stands, a fragment in a method, with the packages of the API and of `java.base` imported.
final class Examples {
  private static final Pattern WHOLE_PROGRAM =
      Pattern.compile(
          "(?m)^((public |final |sealed |abstract )*(class|interface|record|enum) "
              + "|(public )?(static )?void main\\()");

  private final String imports;

  /// @param packages the packages of the API
  Examples(List<String> packages) {
    this.imports =
        Stream.concat(
                Stream.of("import module java.base;"),
                packages.stream().map("import %s.*;"::formatted))
            .collect(Collectors.joining(" "));
  }

  /// Those that may use all that the library exports.
  static Examples ofTheLibrary() {
    return new Examples(
        Stream.of("core", "ipc")
            .map(Repo::descriptorOf)
            .flatMap(module -> packagesOf(module).stream())
            .toList());
  }

  private static List<String> packagesOf(ModuleDescriptor module) {
    return module.exports().stream()
        .filter(exports -> !exports.isQualified())
        .map(Exports::source)
        .sorted()
        .toList();
  }

  /// Compiles the examples in these files: the fragments, by their order, to the methods `example`
  /// of the classes `example.Example0`, `example.Example1` and so on.
  ///
  /// @return their errors, at their lines there
  List<String> errors(List<SourceFile> files, Path output) {
    List<String> errors = new ArrayList<>();
    List<SourceFile> fragments = new ArrayList<>();
    for (SourceFile file : files) {
      for (Markdown.Block block : Markdown.blocks(file)) {
        if (!block.language().equals("java")) {
          continue;
        }
        if (WHOLE_PROGRAM.matcher(block.text()).find()) {
          // On its own: programs may declare the same names.
          errors.addAll(Javac.compile(List.of(atItsLine(file, block, block.text())), output));
        } else {
          fragments.add(atItsLine(file, block, inMethod(block, fragments.size())));
        }
      }
    }
    errors.addAll(Javac.compile(fragments, output));
    return errors;
  }

  /// Puts the code where it is in the file, so that errors name the line there.
  private static SourceFile atItsLine(SourceFile file, Markdown.Block block, String code) {
    return new SourceFile(file.path(), "\n".repeat(block.line() - 1) + code);
  }

  /// Keeps every line of the fragment on its line: its own imports go before the class around it.
  private String inMethod(Markdown.Block block, int number) {
    List<String> lines = new ArrayList<>(block.text().lines().toList());
    int code = 0;
    while (code < lines.size() && lines.get(code).matches("import .*|\\s*")) {
      code++;
    }
    lines.set(
        code,
        "class Example%d { void example() throws Exception { %s"
            .formatted(number, lines.get(code)));
    return "package example; " + imports + " " + String.join("\n", lines) + "\n}}\n";
  }
}
