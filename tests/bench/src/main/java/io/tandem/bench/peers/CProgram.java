package io.tandem.bench.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A peer written in C, compiled when it is needed.
final class CProgram {
  private CProgram() {}

  /// Compiles `src/main/c/NAME.c`.
  ///
  /// @return the program, in the folder
  /// @throws IllegalStateException if there is no gcc
  static Path compile(String name, Path folder) throws IOException, InterruptedException {
    Path source = folder.resolve(name + ".c");
    try (InputStream text = CProgram.class.getResourceAsStream("/c/" + name + ".c")) {
      Files.copy(text, source, StandardCopyOption.REPLACE_EXISTING);
    }
    Path program = folder.resolve(name);
    Process gcc = gcc("-O2", "-pthread", "-o", program.toString(), source.toString());
    if (gcc.waitFor() != 0) {
      throw new IllegalStateException("gcc cannot compile %s; it says why above.".formatted(name));
    }
    return program;
  }

  private static Process gcc(String... arguments) {
    var command = new ProcessBuilder(arguments).inheritIO();
    command.command().addFirst("gcc");
    try {
      return command.start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "Cannot compare with C: there is no gcc on the PATH. Install it: apt-get install gcc", e);
    }
  }
}
