package io.tandem.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SharedScope;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a child reads and writes of its launch block is what the parent has there.
class LaunchFileTest {
  private static final byte[] PAYLOAD = {1, 2, 3};

  private final SharedScope scope = SharedScope.ofProcessTree();
  private final LaunchBlock block = LaunchBlock.create(PAYLOAD);

  @AfterEach
  void free() {
    block.free();
    scope.close();
  }

  @Test
  void theChildReadsWhatTheParentWrote() throws Exception {
    assertArrayEquals(PAYLOAD, LaunchFile.open(scope.handle(), block.position()).payload());
  }

  @Test
  void theParentSeesHowFarTheChildCame() throws Exception {
    LaunchFile file = LaunchFile.open(scope.handle(), block.position());
    assertFalse(block.isRunning());
    assertEquals(ExitCause.NONE, block.exitCause());

    Thread.currentThread().interrupt(); // which closes no file
    file.setRunning();
    assertTrue(Thread.interrupted());
    file.setExitCause(ExitCause.ORDERLY);

    assertTrue(block.isRunning());
    assertEquals(ExitCause.ORDERLY, block.exitCause());
    assertArrayEquals(PAYLOAD, file.payload());
  }

  @Test
  void aTaskBehindTheEndOfTheFileIsMissed() throws Exception {
    LaunchFile file = LaunchFile.open(scope.handle(), 1L << 40);

    var e = assertThrows(EOFException.class, file::payload);

    assertEquals("The task of this process is cut off: start it again.", e.getMessage());
  }

  @Test
  void whereNoFileIsNoneIsMade() {
    Path missing = Path.of(scope.handle().substring(scope.handle().indexOf(':') + 1) + "x");

    assertThrows(IOException.class, () -> LaunchFile.open("id:" + missing, 0));
    assertTrue(Files.notExists(missing));
  }

  @Test
  void thePayloadFollowsTheHead() {
    assertEquals(LaunchLayout.LAYOUT.byteSize(), LaunchLayout.PAYLOAD_OFFSET);
  }
}
