package io.tandem.bench.side;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A peer written in C, or in C++, compiled when it is needed.
public final class CProgram {
  private static final String HEADER = "side.h";
  private static final Path BOOST_QUEUE =
      Path.of("include", "boost", "interprocess", "ipc", "message_queue.hpp");

  private CProgram() {}

  /// Why a program in C cannot be compiled here, or null if it can.
  public static @Nullable String whyNot() {
    return isOnPath("gcc") ? null : "there is no gcc on the PATH; install it: apt-get install gcc";
  }

  /// Why a program in C++ that uses Boost's queue cannot be compiled here, or null if it can.
  public static @Nullable String whyNotBoost() {
    if (!isOnPath("g++")) {
      return "there is no g++ on the PATH; install it: apt-get install g++";
    }
    boolean there = Stream.of("/usr", "/usr/local").map(Path::of).anyMatch(CProgram::hasBoost);
    return there
        ? null
        : "there are no headers of Boost; install them: apt-get install libboost-dev";
  }

  private static boolean hasBoost(Path root) {
    return Files.exists(root.resolve(BOOST_QUEUE));
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /// Compiles a file of `src/main/c`, by its suffix as C or C++.
  ///
  /// @return the program, in the folder
  /// @throws IllegalStateException if the compiler refuses it
  public static Path compile(String file, Path folder) throws IOException, InterruptedException {
    copy(HEADER, folder);
    String source = copy(file, folder).toString();
    Path program = folder.resolve(file.substring(0, file.indexOf('.')));
    String compiler = file.endsWith(".c") ? "gcc" : "g++";
    Process process =
        new ProcessBuilder(
                List.of(compiler, "-O2", "-pthread", "-o", program.toString(), source, "-lrt"))
            .inheritIO()
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(
          "%s cannot compile %s; it says why above.".formatted(compiler, file));
    }
    return program;
  }

  private static Path copy(String file, Path folder) throws IOException {
    Path copy = folder.resolve(file);
    try (InputStream text = CProgram.class.getResourceAsStream("/c/" + file)) {
      Files.copy(text, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    return copy;
  }
}
