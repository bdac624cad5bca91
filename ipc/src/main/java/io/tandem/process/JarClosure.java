package io.tandem.process;

import java.io.IOException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/// The jars of a class path and those that their manifests add to it. A jar that has not changed is
/// not opened again.
final class JarClosure {
  private static final Map<Path, Named> KNOWN = new ConcurrentHashMap<>();

  private JarClosure() {}

  /// First the given ones in their order, there or not.
  static List<Path> of(List<Path> jars) throws IOException {
    Set<Path> all = new LinkedHashSet<>(jars);
    List<Path> pending = new ArrayList<>(jars);
    while (!pending.isEmpty()) {
      for (Path further : namedBy(pending.removeLast())) {
        if (all.add(further)) {
          pending.add(further);
        }
      }
    }
    return List.copyOf(all);
  }

  private static List<Path> namedBy(Path jar) throws IOException {
    if (!Files.isRegularFile(jar)) {
      return List.of();
    }
    FileStamp stamp = FileStamp.of(jar);
    Named known = KNOWN.get(jar);
    if (known != null && known.stamp().equals(stamp)) {
      return known.jars();
    }
    boolean settled = stamp.isSettled(Instant.now());
    List<Path> named = read(jar);
    if (settled) {
      KNOWN.put(jar, new Named(stamp, named));
    }
    return named;
  }

  private static List<Path> read(Path jar) throws IOException {
    try (var file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      String named =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return named == null ? List.of() : resolve(jar, named);
    }
  }

  private static List<Path> resolve(Path jar, String urls) throws IOException {
    List<Path> paths = new ArrayList<>();
    for (String url : urls.strip().split("\\s+")) {
      try {
        paths.add(Path.of(jar.toUri().resolve(url)));
      } catch (IllegalArgumentException | FileSystemNotFoundException e) {
        throw new IOException(
            "Cannot tell what %s means in the manifest of %s".formatted(url, jar));
      }
    }
    return paths;
  }

  /// The jars that a jar names.
  ///
  /// @param stamp from before it was read
  private record Named(FileStamp stamp, List<Path> jars) {}
}
