package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.process.ExitStatus.Exited;
import io.tandem.process.ExitStatus.Signaled;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExitStatusTest {
  @Test
  void onlyCodeZeroIsSuccess() {
    assertTrue(new Exited(0).isSuccess());
    assertFalse(new Exited(1).isSuccess());
    assertFalse(new Signaled(15).isSuccess());
  }

  @Test
  void aSignalIsNamedWhereItHasAName() {
    assertEquals("exit code 3", new Exited(3).toString());
    assertEquals("signal 9 (SIGKILL)", new Signaled(9).toString());
    assertEquals("signal 40", new Signaled(40).toString());
    assertEquals(Optional.of(Signal.KILL), new Signaled(9).signal());
    assertEquals(Optional.empty(), new Signaled(40).signal());
  }

  @Test
  void everySignalIsFoundByItsNumber() {
    for (Signal signal : Signal.values()) {
      assertEquals(Optional.of(signal), Signal.of(signal.number()));
    }
  }
}
