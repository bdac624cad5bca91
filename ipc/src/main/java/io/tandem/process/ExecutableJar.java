package io.tandem.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/// The flags that a jar run with `java -jar` has in its manifest. A child runs on the same jar, but
/// not by `-jar`, and must be given them.
final class ExecutableJar {
  private ExecutableJar() {}

  /// @param classPath a whole class path; with `-jar` it is that jar alone
  static List<String> flags(String classPath) {
    if (!classPath.endsWith(".jar") || !Files.isRegularFile(Path.of(classPath))) {
      return List.of();
    }
    try (var jar = new JarFile(classPath)) {
      Manifest manifest = jar.getManifest();
      return manifest == null ? List.of() : flags(manifest.getMainAttributes());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the manifest of " + classPath, e);
    }
  }

  private static List<String> flags(Attributes manifest) {
    List<String> flags = new ArrayList<>();
    addEach("--add-exports=", manifest.getValue("Add-Exports"), flags);
    addEach("--add-opens=", manifest.getValue("Add-Opens"), flags);
    return flags;
  }

  private static void addEach(String flag, @Nullable String packages, List<String> flags) {
    if (packages != null) {
      for (String name : packages.strip().split("\\s+")) {
        flags.add(flag + name + "=ALL-UNNAMED");
      }
    }
  }
}
