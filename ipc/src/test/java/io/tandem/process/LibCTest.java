package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ProcessBuilder.Redirect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LibCTest {
  private static final String[] NO_JNA = {"-Djna.nosys=true", "-Djna.nounpack=true"};

  @Test
  void aFunctionThatIsNotThereIsNamed() {
    var refused = assertThrows(UnsupportedOperationException.class, () -> LibC.call("no_such"));

    assertTrue(refused.getMessage().contains(" has no no_such, "), refused::getMessage);
  }

  @Test
  void whereJnaCannotBeLoadedEachCallSaysSo() throws Exception {
    JvmProcess child =
        JvmProcess.builder()
            .jvmFlags(NO_JNA)
            .stderr(Redirect.PIPE)
            .start(
                () -> {
                  for (int i = 0; i < 3; i++) {
                    var refused =
                        assertThrows(
                            UnsupportedOperationException.class, () -> LibC.call("getpid"));
                    assertTrue(refused.getMessage().startsWith("JNA could not be loaded, "));
                  }
                });

    assertEquals(new ExitStatus.Exited(0), child.join(), child::stderr);
  }

  @Test
  void whereJnaCannotBeLoadedProcessesStartAllTheSame() throws Exception {
    JvmProcess child =
        JvmProcess.builder()
            .jvmFlags(NO_JNA)
            .stderr(Redirect.PIPE)
            .start(
                () -> {
                  for (int i = 0; i < 2; i++) {
                    JvmProcess grandchild = JvmProcess.builder().cpus(0).start(() -> {});
                    assertEquals(new ExitStatus.Exited(0), grandchild.join());
                  }
                });

    assertEquals(new ExitStatus.Exited(0), child.join(), child::stderr);
  }
}
