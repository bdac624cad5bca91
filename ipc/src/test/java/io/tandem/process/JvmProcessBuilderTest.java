package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JvmProcessBuilderTest {
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "two\nlines", "\0"})
  void aNameIsPrintable(String name) {
    assertRefused(
        "Cannot name a process '%s': a name has 1 to 100 printable characters.".formatted(name),
        () -> JvmProcess.builder().name(name));
  }

  @Test
  void aNameHasALimit() {
    assertThrows(IllegalArgumentException.class, () -> JvmProcess.builder().name("x".repeat(101)));
    JvmProcess.builder().name("x".repeat(100));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-cp", "--class-path=x", "-jar", "--module-path=x", "-m"})
  void aFlagCannotReplaceTheCodePath(String flag) {
    assertRefused(
        "Cannot give a child the flag '%s': it runs on the class path and module path of this JVM."
                .formatted(flag)
            + " Add what it needs to those.",
        () -> JvmProcess.builder().jvmFlags(flag));
  }

  @Test
  void aFlagBeginsWithADash() {
    assertRefused(
        "Cannot give a child the flag 'Xmx64m': a flag begins with '-'.",
        () -> JvmProcess.builder().jvmFlags("Xmx64m"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A=B", "A\0"})
  void anEnvironmentVariableHasAPossibleName(String name) {
    assertRefused(
        "Cannot set the environment variable '%s': ".formatted(name)
            + "a name is not empty and holds no '=', and neither name nor value holds a NUL"
            + " character.",
        () -> JvmProcess.builder().environment(name, "value"));
  }

  @Test
  void theWorkingDirectoryMustBeThere() {
    assertRefused(
        "Cannot start process 'p' in /no/such: there is no such directory. Create it first.",
        () -> JvmProcess.builder().name("p").directory(Path.of("/no/such")).start(() -> {}));
  }

  @Test
  void aMainClassMustBeThere() {
    assertRefused(
        "Cannot start a process on no.Such: there is no such class. Put it on the class path.",
        () -> JvmProcess.builder().start("no.Such"));
  }

  private static void assertRefused(String message, Executable settings) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, settings).getMessage());
  }
}
