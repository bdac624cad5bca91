package io.tandem.demos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Wrong arguments of `tandem manager`: its messages name its options.
class ManagerCommandTest {
  @TempDir private Path folder;

  @Test
  void anAddressThatOthersReachNeedsAKey() {
    assertWrong(
        "Whoever reaches 127.0.0.1:0 could call: give --auth-key-file.", "--address=127.0.0.1:0");
  }

  @Test
  void anAddressThatOtherMachinesReachNeedsAnOption() throws Exception {
    Path key = Files.write(folder.resolve("key"), new byte[] {1});
    assertWrong(
        "0.0.0.0:0 is reached from other machines: give 127.0.0.1, or --allow-remote.",
        "--address=0.0.0.0:0",
        "--auth-key-file=" + key);
  }

  @Test
  void anEmptyKeyIsNone() throws Exception {
    Path key = Files.createFile(folder.resolve("key"));
    assertWrong(
        key + ", given for --auth-key-file, is empty.",
        "--address=" + folder.resolve("socket"),
        "--auth-key-file=" + key);
  }

  @Test
  void aKeyMustBeThere() {
    String socket = "--address=" + folder.resolve("socket");
    assertWrong("There is no file none for --auth-key-file.", socket, "--auth-key-file=none");
    assertWrong(
        "Cannot read %s, given for --auth-key-file: java.io.IOException: Is a directory."
            .formatted(folder),
        socket,
        "--auth-key-file=" + folder);
  }

  @Test
  void whatIsRegisteredMustBeMade() {
    assertWrong(
        "java.lang.Integer has no constructor without parameters.",
        "--register=java.lang.Comparable=java.lang.Integer");
    assertWrong(
        "java.lang.Comparable is abstract. Name a class that can be made.",
        "--register=java.lang.Comparable=java.lang.Comparable");
    assertWrong(
        "java.lang.String is no java.lang.Runnable. Name a class that implements it.",
        "--register=java.lang.Runnable=java.lang.String");
    assertWrong("There is no class a.B. Set CLASSPATH.", "--register=a.B=a.C");
  }

  private static void assertWrong(String message, String... options) {
    var err = new StringWriter();
    String[] command = new String[options.length + 1];
    command[0] = "manager";
    System.arraycopy(options, 0, command, 1, options.length);
    int exitCode = Tandem.commandLine().setErr(new PrintWriter(err, true)).execute(command);
    assertEquals("tandem: %s%nTry 'tandem manager --help'.%n".formatted(message), err.toString());
    assertEquals(2, exitCode);
  }
}
