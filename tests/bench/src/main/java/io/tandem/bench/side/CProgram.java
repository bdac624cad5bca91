package io.tandem.bench.side;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/// A peer written in C, compiled when it is needed.
public final class CProgram {
  public static final String WHY_NOT =
      "there is no gcc on the PATH; install it: apt-get install gcc";

  private CProgram() {}

  public static boolean isPossible() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "gcc")));
  }

  /// Compiles `src/main/c/NAME.c`.
  ///
  /// @return the program, in the folder
  /// @throws IllegalStateException if gcc refuses it
  public static Path compile(String name, Path folder) throws IOException, InterruptedException {
    Path source = folder.resolve(name + ".c");
    try (InputStream text = CProgram.class.getResourceAsStream("/c/" + name + ".c")) {
      Files.copy(text, source, StandardCopyOption.REPLACE_EXISTING);
    }
    Path program = folder.resolve(name);
    Process gcc =
        new ProcessBuilder("gcc", "-O2", "-pthread", "-o", program.toString(), source.toString())
            .inheritIO()
            .start();
    if (gcc.waitFor() != 0) {
      throw new IllegalStateException("gcc cannot compile %s; it says why above.".formatted(name));
    }
    return program;
  }
}
