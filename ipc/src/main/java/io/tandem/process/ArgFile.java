package io.tandem.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// An argument file of the `java` command: it holds class paths longer than a command line may be.
/// Only its owner may read it. The child removes it when it has started, and so does the parent
/// when the child has ended. Its name tells the parent: `tandem-PID-` and a random number.
record ArgFile(Path path) {
  private static final String PREFIX = "tandem-%d-".formatted(ProcessHandle.current().pid());

  static ArgFile create(List<String> arguments) {
    return create(arguments, launcherCharset());
  }

  /// @param charset in which the `java` command reads it
  static ArgFile create(List<String> arguments, Charset charset) {
    try {
      var file = new ArgFile(Files.createTempFile(PREFIX, ".args").toAbsolutePath()); // mode 0600
      file.write(arguments, charset);
      return file;
    } catch (CharacterCodingException e) {
      throw new UncheckedIOException(
          "Cannot start a JVM: its flags or class path hold a character that is not in %s, in which"
                  .formatted(charset)
              + " the java command reads them. Run in a locale that has it, as LC_ALL=C.UTF-8.",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot write the arguments of a new JVM to a file in %s. Make room there, or point"
                  .formatted(System.getProperty("java.io.tmpdir"))
              + " -Djava.io.tmpdir to another directory.",
          e);
    }
  }

  /// Or removes it.
  private void write(List<String> arguments, Charset charset) throws IOException {
    try {
      Files.writeString(path, format(arguments), charset);
    } catch (Throwable e) {
      delete();
      throw e;
    }
  }

  /// One argument a line, each in quotes, where only backslash, quote and line ends are special.
  static String format(List<String> arguments) {
    return arguments.stream().map(ArgFile::quote).collect(Collectors.joining("\n", "", "\n"));
  }

  private static String quote(String argument) {
    String escaped =
        argument
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("\n", "\\n")
            .replace("\r", "\\r");
    return '"' + escaped + '"';
  }

  private static Charset launcherCharset() {
    return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
  }

  void delete() {
    path.toFile().delete(); // gone already, if the child came as far as its main
  }
}
