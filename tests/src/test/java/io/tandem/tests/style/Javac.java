package io.tandem.tests.style;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// The JDK's compiler, in this JVM, on the class path of the tests.
final class Javac {
  private Javac() {}

  /// Compiles, and writes the classes to a folder.
  ///
  /// @return the errors, each as `file:line: message`; empty if all is well
  static List<String> compile(List<SourceFile> files, Path output) {
    if (files.isEmpty()) {
      return List.of();
    }
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    task(files, diagnostics, "-d", output.toString()).call();
    return diagnostics.getDiagnostics().stream()
        .filter(found -> found.getKind() == Diagnostic.Kind.ERROR)
        .map(Javac::line)
        .toList();
  }

  /// Parses files, and hands over their trees, each with the positions of its parts.
  static void parse(
      List<SourceFile> files, BiConsumer<CompilationUnitTree, SourcePositions> reader) {
    JavacTask task = task(files, new DiagnosticCollector<>());
    try {
      task.parse().forEach(t -> reader.accept(t, Trees.instance(task).getSourcePositions()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JavacTask task(
      List<SourceFile> files, DiagnosticCollector<JavaFileObject> diagnostics, String... options) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var all = List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
    return (JavacTask)
        compiler.getTask(
            null,
            compiler.getStandardFileManager(diagnostics, Locale.ROOT, null),
            diagnostics,
            Stream.concat(all.stream(), List.of(options).stream()).toList(),
            null,
            files.stream().map(InMemory::new).toList());
  }

  private static String line(Diagnostic<? extends JavaFileObject> found) {
    String where = found.getSource() == null ? "javac" : found.getSource().getName();
    return "%s:%d: %s".formatted(where, found.getLineNumber(), found.getMessage(Locale.ROOT));
  }

  /// A file under any name: a snippet of a document may declare a public class.
  private static final class InMemory extends SimpleJavaFileObject {
    private final SourceFile file;

    InMemory(SourceFile file) {
      super(
          URI.create("memory:///In_" + file.path().replaceAll("\\W", "_") + ".java"), Kind.SOURCE);
      this.file = file;
    }

    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
      return kind == Kind.SOURCE;
    }

    @Override
    public String getName() {
      return file.path();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return file.text();
    }
  }
}
