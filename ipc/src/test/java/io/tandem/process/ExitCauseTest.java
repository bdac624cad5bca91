package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.process.ExitStatus.Exited;
import io.tandem.process.ExitStatus.Signaled;
import org.junit.jupiter.api.Test;

class ExitCauseTest {
  private static final int BY_TERM = ExitCause.SIGNAL_BASE + 15;

  @Test
  void smallCodesAreExitCodes() {
    for (int code = 0; code <= 128; code++) {
      assertEquals(new Exited(code), ExitCause.status(code, ExitCause.NONE, false));
      assertEquals(new Exited(code), ExitCause.status(code, ExitCause.ORDERLY, false));
    }
  }

  @Test
  void codesAboveTheLastSignalAreExitCodes() {
    for (int code = 193; code <= 255; code++) {
      assertEquals(new Exited(code), ExitCause.status(code, ExitCause.NONE, false));
    }
  }

  @Test
  void aJvmThatLeavesNoNoteWasEndedByASignal() {
    assertEquals(new Signaled(9), ExitCause.status(137, ExitCause.NONE, false));
    assertEquals(new Signaled(11), ExitCause.status(139, ExitCause.NONE, true));
  }

  @Test
  void aJvmThatExitsInOrderChoseItsCode() {
    assertEquals(new Exited(137), ExitCause.status(137, ExitCause.ORDERLY, false));
    assertEquals(new Exited(143), ExitCause.status(143, ExitCause.ORDERLY, true));
  }

  @Test
  void aSignalThatStartedTheExitIsItsCause() {
    assertEquals(new Signaled(15), ExitCause.status(143, BY_TERM, false));
  }

  @Test
  void aJvmKilledWhileItExitsWasKilled() {
    assertEquals(new Signaled(9), ExitCause.status(137, BY_TERM, false));
    assertEquals(new Signaled(9), ExitCause.status(137, ExitCause.ORDERLY, true));
  }

  @Test
  void aSignalHandlerMayChooseACodeOfItsOwn() {
    assertEquals(new Exited(5), ExitCause.status(5, BY_TERM, false));
  }
}
