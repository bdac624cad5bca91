package io.tandem.tests.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import org.springframework.boot.loader.launch.JarLauncher;

/// Builds the jar that Spring Boot's plugin builds: its loader at the root, the program in
/// `BOOT-INF/classes`, the libraries as jars in `BOOT-INF/lib`.
final class SpringBootJar {
  private static final String CLASSES = "BOOT-INF/classes/";
  private static final String LIBRARIES = "BOOT-INF/lib/";

  private final JarOutputStream out;

  private SpringBootJar(JarOutputStream out) {
    this.out = out;
  }

  static void write(Path jar, Path classes, List<Path> libraries) throws Exception {
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest())) {
      var target = new SpringBootJar(out);
      target.addLoader();
      target.directory(CLASSES);
      target.directory(LIBRARIES);
      HelloApp.addFiles(out, CLASSES, classes);
      for (int i = 0; i < libraries.size(); i++) {
        target.store(LIBRARIES + i + ".jar", asJar(libraries.get(i)));
      }
    }
  }

  private static Manifest manifest() {
    var manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, JarLauncher.class.getName());
    attributes.putValue("Start-Class", HelloApp.MAIN);
    attributes.putValue("Spring-Boot-Classes", CLASSES);
    attributes.putValue("Spring-Boot-Lib", LIBRARIES);
    return manifest;
  }

  private void addLoader() throws Exception {
    Path loader =
        Path.of(JarLauncher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var jar = new JarFile(loader.toFile())) {
      for (JarEntry entry : jar.stream().filter(e -> e.getName().startsWith("org/")).toList()) {
        out.putNextEntry(new JarEntry(entry.getName()));
        try (InputStream in = jar.getInputStream(entry)) {
          in.transferTo(out);
        }
      }
    }
  }

  private void directory(String name) throws IOException {
    out.putNextEntry(new JarEntry(name));
  }

  /// Nested jars must not be compressed.
  private void store(String name, byte[] jar) throws IOException {
    var entry = new JarEntry(name);
    var checksum = new CRC32();
    checksum.update(jar);
    entry.setMethod(JarEntry.STORED);
    entry.setSize(jar.length);
    entry.setCrc(checksum.getValue());
    out.putNextEntry(entry);
    out.write(jar);
  }

  /// A library that the build has not packed yet is a directory of classes.
  private static byte[] asJar(Path library) throws IOException {
    if (Files.isRegularFile(library)) {
      return Files.readAllBytes(library);
    }
    Path jar = Files.createTempFile("library", ".jar");
    HelloApp.pack(jar, new Manifest(), library);
    byte[] bytes = Files.readAllBytes(jar);
    Files.delete(jar);
    return bytes;
  }
}
