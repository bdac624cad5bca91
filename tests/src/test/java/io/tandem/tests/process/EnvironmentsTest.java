package io.tandem.tests.process;

import static io.tandem.tests.process.HelloApp.assertGreets;
import static io.tandem.tests.process.HelloApp.pathWithLibraries;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A child finds its classes, whatever kind of program its parent is.
@Timeout(120)
class EnvironmentsTest {
  private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

  @TempDir Path directory;

  @AfterEach
  void noArgumentFileIsLeft() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(), files.filter(f -> f.toString().endsWith(".args")).toList());
    }
  }

  @Test
  void directoriesOnARelativeClassPathWithOddNames() throws Exception {
    Path odd = Path.of("#it's \"odd\"\\n and höher");
    HelloApp.compile(directory.resolve(odd), "-cp", pathWithLibraries());

    try (var jvm =
        OtherJvm.java(directory, NATIVE_ACCESS, "-cp", pathWithLibraries(odd), HelloApp.MAIN)) {
      assertGreets(jvm);
    }
  }

  @Test
  void theSourceLauncher() throws Exception {
    String file = HelloApp.sources().resolve("hello/Hello.java").toString();

    try (var jvm = OtherJvm.java(directory, NATIVE_ACCESS, "-cp", pathWithLibraries(), file)) {
      assertGreets(jvm);
    }
  }

  @Test
  void aNamedModuleThatOpensNothing() throws Exception {
    Path declaration = directory.resolve("module-info.java");
    Files.writeString(declaration, "module hello.app { requires io.tandem.ipc; }");
    HelloApp.compile(
        directory.resolve("hello"), "--module-path", pathWithLibraries(), declaration.toString());

    try (var jvm =
        OtherJvm.java(
            directory,
            "--enable-native-access=io.tandem.core",
            "--module-path",
            pathWithLibraries(Path.of("hello")),
            "-m",
            "hello.app/" + HelloApp.MAIN)) {
      assertGreets(jvm);
    }
  }

  @Test
  void anExecutableJarThatOpensAPackage() throws Exception {
    Path classes = HelloApp.compile(directory.resolve("classes"), "-cp", pathWithLibraries());
    Path source = directory.resolve("Opened.java");
    Files.writeString(
        source,
        """
        public class Opened {
          public static void main(String[] args) throws Exception {
            try (var child = io.tandem.process.JvmProcess.start("opened", Opened::print)) {
              child.join();
            }
          }
          static void print() {
            var base = Object.class.getModule();
            System.out.println(base.isOpen("java.lang", Opened.class.getModule()));
          }
        }
        """);
    HelloApp.compile(classes, "-cp", pathWithLibraries(), source.toString());
    var manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Opened");
    manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, HelloApp.librariesAsUrls());
    manifest.getMainAttributes().putValue("Add-Opens", "java.base/java.lang");
    HelloApp.pack(directory.resolve("app.jar"), manifest, classes);

    try (var jvm = OtherJvm.java(directory, NATIVE_ACCESS, "-jar", "app.jar")) {
      assertEquals(List.of("true"), jvm.awaitOutput());
      assertEquals(0, jvm.awaitExit());
    }
  }

  @Test
  void aSpringBootJar() throws Exception {
    Path classes = HelloApp.compile(directory.resolve("classes"), "-cp", pathWithLibraries());
    SpringBootJar.write(directory.resolve("app.jar"), classes, HelloApp.libraries());

    try (var jvm = OtherJvm.java(directory, NATIVE_ACCESS, "-jar", "app.jar")) {
      assertGreets(jvm);
    }
  }

  @Test
  void classLoadersOfUrlsAsOfAMavenPlugin() throws Exception {
    Path classes = HelloApp.compile(directory.resolve("classes"), "-cp", pathWithLibraries());
    String testClasses =
        Path.of(Plugin.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString();

    try (var jvm =
        OtherJvm.java(
            directory,
            NATIVE_ACCESS,
            "-cp",
            testClasses,
            Plugin.class.getName(),
            pathWithLibraries(classes))) {
      assertGreets(jvm);
    }
  }

  /// Runs the program in a loader beside its own, as `mvn exec:java` does.
  static final class Plugin {
    public static void main(String[] args) throws Exception {
      String[] entries = args[0].split(File.pathSeparator);
      var urls = new URL[entries.length];
      for (int i = 0; i < urls.length; i++) {
        urls[i] = Path.of(entries[i]).toUri().toURL();
      }
      var loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
      Class<?> program = Class.forName("hello.Hello", true, loader);
      program.getMethod("main", String[].class).invoke(null, (Object) new String[0]);
    }
  }

  @Test
  void jshellIsToldWhyItCannot() throws Exception {
    Path script = directory.resolve("script.jsh");
    Files.writeString(
        script,
        """
        import io.tandem.process.JvmProcess;
        JvmProcess.start("typed", () -> System.out.println("hello"))
        /exit
        """);

    try (var jvm =
        OtherJvm.start(
            directory,
            Map.of(),
            "jshell",
            "-R" + NATIVE_ACCESS,
            "--class-path",
            pathWithLibraries(),
            script.toString())) {
      String output = String.join("\n", jvm.awaitOutput());
      assertTrue(
          output.contains("IllegalStateException: Cannot start process 'typed': REPL."), output);
      assertTrue(
          output.contains(
              "was typed into JShell, and such code exists only in JShell's own memory, so no other"
                  + " JVM can run it. Put it in a file and run that, for example with: java -cp ..."
                  + " Hello.java"),
          output);
      jvm.awaitExit();
    }
  }
}
