package io.tandem.bench.side;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A peer written in Python.
public final class PythonProgram {
  private PythonProgram() {}

  /// Why a program in Python cannot be run here, or null if it can.
  public static @Nullable String whyNot() {
    boolean there =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "python3")));
    return there ? null : "there is no python3 on the PATH; install it: apt-get install python3";
  }

  /// What runs `src/main/python/NAME.py`, which is copied to the folder.
  public static List<String> command(String name, Path folder) throws IOException {
    Path source = folder.resolve(name + ".py");
    try (InputStream text = PythonProgram.class.getResourceAsStream("/python/" + name + ".py")) {
      Files.copy(text, source, StandardCopyOption.REPLACE_EXISTING);
    }
    return List.of("python3", source.toString());
  }
}
