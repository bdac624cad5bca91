package io.tandem.tests.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedMemory;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.ControlGroup;
import io.tandem.tests.PrivateRoot;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// In a control group that is too small, a reservation is an exception and not a SIGKILL.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ContainerLimitTest {
  private static final int MIB = 1024 * 1024;
  private static final int LIMIT = 96 * MIB;

  @Test
  void moreThanTheGroupMayHaveIsRefused() throws Exception {
    try (var root = PrivateRoot.open();
        var group = ControlGroup.limitedTo(LIMIT)) {
      try (var child = ChildJvm.start(group.run(ChildJvm.command(List.of(), Greedy.class)))) {
        assertEquals("8388608", child.awaitLine("got "));
        String message = child.awaitLine("refused ");
        assertTrue(message.contains("the container has "), message);
        assertTrue(message.contains(" of " + LIMIT + " bytes left."), message);
        child.awaitSuccess();
      }
      assertEquals(List.of(), root.list());
    }
  }

  static final class Greedy {
    public static void main(String... arguments) {
      try (var memory = SharedMemory.create(8 * MIB)) {
        memory.unlink();
        memory.segment().fill((byte) 1);
        System.out.println("got " + memory.size());
      }
      try (var memory = SharedMemory.create(256 * MIB)) {
        memory.unlink();
        System.out.println("got " + memory.size());
      } catch (MemoryException.NoSpace e) {
        System.out.println("refused " + e.getMessage());
      }
    }
  }
}
