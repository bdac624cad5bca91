package io.tandem.tests.process;

import static io.tandem.tests.process.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.process.Action;
import io.tandem.process.JvmProcess;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What can be set at a start arrives in the child.
@Timeout(60)
class SettingsTest {
  @TempDir Path directory;

  @Test
  void outputIsCapturedToTheLastByte() throws Exception {
    try (var child =
        JvmProcess.builder()
            .stdout(Redirect.PIPE)
            .stderr(Redirect.PIPE)
            .start(
                () -> {
                  System.out.print("ä".repeat(200_000));
                  System.err.print("to stderr");
                })) {
      child.join();
      assertEquals("ä".repeat(200_000), child.stdout());
      assertEquals("to stderr", child.stderr());
    }
  }

  @Test
  void outputIsReadWhileTheProcessRuns() throws Exception {
    String go = directory.resolve("go").toString();
    try (var child =
        JvmProcess.builder()
            .stdout(Redirect.PIPE)
            .start(
                () -> {
                  System.out.println("waiting");
                  eventually(() -> Files.exists(Path.of(go)));
                  System.out.println("done");
                })) {
      eventually(() -> child.stdout().equals("waiting\n"));
      Files.createFile(Path.of(go));
      child.join();
      assertEquals("waiting\ndone\n", child.stdout());
    }
  }

  @Test
  void outputGoesToAFile() throws Exception {
    Path file = directory.resolve("out");
    try (var child =
        JvmProcess.builder()
            .stdout(Redirect.to(file.toFile()))
            .start(() -> System.out.print("x"))) {
      child.join();
      assertEquals("x", Files.readString(file));
      assertEquals(
          "The stdout of %s is not captured. Start it from a builder with stdout(Redirect.PIPE)."
              .formatted(child),
          assertThrows(IllegalStateException.class, child::stdout).getMessage());
    }
  }

  @Test
  void whatATaskDidNotFlushIsNotLost() throws Exception {
    Action task =
        () -> {
          System.setOut(new PrintStream(new BufferedOutputStream(System.out)));
          System.out.print("buffered");
        };
    assertEquals("buffered", outputOf(task));
  }

  @Test
  void standardInputIsEmpty() throws Exception {
    assertEquals("-1", outputOf(() -> System.out.print(System.in.read())));
  }

  @Test
  void environmentAndDirectoryAreSet() throws Exception {
    try (var child =
        JvmProcess.builder()
            .environment("TANDEM_ADDED", "a b")
            .environment("PATH", null)
            .directory(directory)
            .stdout(Redirect.PIPE)
            .start(SettingsTest::printSurroundings)) {
      child.join();
      assertEquals(
          "a b null " + directory.toRealPath() + " " + System.getenv("HOME"), child.stdout());
    }
  }

  private static void printSurroundings() throws IOException {
    System.out.print(
        System.getenv("TANDEM_ADDED")
            + " "
            + System.getenv("PATH")
            + " "
            + Path.of("").toRealPath()
            + " "
            + System.getenv("HOME"));
  }

  @Test
  void aMainClassRunsWithItsArguments() throws Exception {
    for (String way : List.of("class", "name")) {
      var settings = JvmProcess.builder().stdout(Redirect.PIPE);
      try (var child =
          way.equals("class")
              ? settings.start(Echo.class, "a b", "", "ü")
              : settings.start(Echo.class.getName(), "a b", "", "ü")) {
        child.join();
        assertEquals("[a b, , ü]", child.stdout());
      }
    }
  }

  static final class Echo {
    public static void main(String[] args) {
      System.out.print(List.of(args));
    }
  }

  @Test
  void flagsAreInheritedOnceAndOverridden() throws Exception {
    try (var parent =
        OtherJvm.java(
            directory,
            Map.of(
                "JAVA_TOOL_OPTIONS",
                "-Dby.tool=1 -Xlog:disable",
                "JDK_JAVA_OPTIONS",
                "-Dby.java=2 --add-opens java.base/java.lang=ALL-UNNAMED"),
            "-Dmine=with space",
            "-Xmx200m",
            "-Xms100m",
            "-XX:+UseSerialGC",
            "-Xlog:gc:file=" + directory.resolve("gc.log"),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            FlagsParent.class.getName())) {
      List<String> flags = new ArrayList<>();
      for (String line : parent.awaitOutput()) {
        if (line.startsWith("flag ")) {
          flags.add(line.substring("flag ".length()));
        }
      }
      assertEquals(
          List.of(
              "-Dby.tool=1",
              "-Xlog:disable",
              "-Dby.java=2",
              "--add-opens=java.base/java.lang=ALL-UNNAMED",
              "-Djava.io.tmpdir=" + directory,
              "-Dtandem.aot=false",
              "-Dmine=with space",
              "--enable-native-access=ALL-UNNAMED",
              "--enable-native-access=ALL-UNNAMED",
              "-XX:+ExitOnOutOfMemoryError",
              "-Xmx100m",
              "-XX:+UseParallelGC",
              "-Dtandem.process=flags"),
          flags.subList(0, flags.size() - 2));
      assertTrue(flags.get(flags.size() - 2).startsWith("-Dtandem.scope="), flags::toString);
      assertTrue(flags.getLast().startsWith("-Dtandem.parent="), flags::toString);
      assertEquals(0, parent.awaitExit());
    }
  }

  static final class FlagsParent {
    public static void main(String[] args) throws Exception {
      try (var child =
          JvmProcess.builder()
              .name("flags")
              .jvmFlags("-Xmx100m", "-XX:+UseParallelGC")
              .start(
                  () ->
                      ManagementFactory.getRuntimeMXBean()
                          .getInputArguments()
                          .forEach(flag -> System.out.println("flag " + flag)))) {
        child.join();
      }
    }
  }

  private static String outputOf(Action task) throws InterruptedException {
    try (var child = JvmProcess.builder().stdout(Redirect.PIPE).start(task)) {
      child.join();
      return child.stdout();
    }
  }
}
