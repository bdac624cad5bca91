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
          "(?m)^((public |final |sealed |abstract )*(class|interface|enum|record(?!.*\\{}$)) "
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
    return new Examples(packages());
  }

  /// The packages of the API.
  static List<String> packages() {
    return Stream.of("core", "ipc")
        .map(Repo::descriptorOf)
        .flatMap(module -> packagesOf(module).stream())
        .toList();
  }

  private static List<String> packagesOf(ModuleDescriptor module) {
    return module.exports().stream()
        .filter(exports -> !exports.isQualified())
        .map(Exports::source)
        .sorted()
        .toList();
  }

  /// An example of a document or of the Javadoc of a Java file.
  record Example(SourceFile file, Markdown.Block block) {
    boolean isWholeProgram() {
      return WHOLE_PROGRAM.matcher(block.text()).find();
    }

    /// Where it is.
    @Override
    public String toString() {
      return file.path() + ":" + block.line();
    }
  }

  /// Those in these files, in their order.
  static List<Example> in(List<SourceFile> files) {
    return files.stream()
        .flatMap(file -> Markdown.blocks(file).stream().map(block -> new Example(file, block)))
        .filter(example -> example.block().language().equals("java"))
        .toList();
  }

  /// Compiles all examples in these files.
  ///
  /// @return their errors, at their lines there
  List<String> errors(List<SourceFile> files, Path output) {
    return compile(in(files), output);
  }

  /// Compiles examples: the fragments, by their order, to the methods `example` of the classes
  /// `example.Example0`, `example.Example1` and so on.
  ///
  /// @return their errors, at their lines in their files
  List<String> compile(List<Example> examples, Path output) {
    List<String> errors = new ArrayList<>();
    List<SourceFile> fragments = new ArrayList<>();
    for (Example example : examples) {
      if (example.isWholeProgram()) {
        // On its own: programs may declare the same names.
        errors.addAll(Javac.compile(List.of(atItsLine(example, example.block().text())), output));
      } else {
        fragments.add(atItsLine(example, inMethod(example.block(), fragments.size())));
      }
    }
    errors.addAll(Javac.compile(fragments, output));
    return errors;
  }

  /// Puts the code where it is in the file, so that errors name the line there.
  private static SourceFile atItsLine(Example example, String code) {
    return new SourceFile(example.file().path(), "\n".repeat(example.block().line() - 1) + code);
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
