package io.tandem.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessStatusTest {
  private static final long OWN = ProcessHandle.current().pid();

  @Test
  void aProcessHasMemoryOfWhichSomeIsItsOwn() {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "there is no /proc");

    long resident = ProcessStatus.bytes(OWN, ProcessStatus.RESIDENT);
    long own = ProcessStatus.bytes(OWN, ProcessStatus.PRIVATE);

    assertTrue(own > 1 << 20 && resident > own, () -> own + " of " + resident);
  }

  @Test
  void oneThatIsNotThereHasNone() {
    assertEquals(0, ProcessStatus.bytes(Integer.MAX_VALUE, ProcessStatus.RESIDENT));
  }
}
