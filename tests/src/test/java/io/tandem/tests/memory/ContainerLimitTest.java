package io.tandem.tests.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tandem.memory.MemoryException;
import io.tandem.memory.SharedMemory;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.PrivateRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// In a control group that is too small, a reservation is an exception and not a SIGKILL.
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ContainerLimitTest {
  private static final int MIB = 1024 * 1024;
  private static final int LIMIT = 96 * MIB;

  private Path group;

  @AfterEach
  void removeGroup() throws IOException {
    if (group != null) {
      Files.deleteIfExists(group);
    }
  }

  @Test
  void moreThanTheGroupMayHaveIsRefused() throws Exception {
    group = makeGroup();
    try (var root = PrivateRoot.open()) {
      var command = new ArrayList<>(List.of("sh", "-c", "echo $$ > \"$0\" && exec \"$@\""));
      command.add(group.resolve("cgroup.procs").toString());
      command.addAll(ChildJvm.command(List.of(), Greedy.class));
      try (var child = ChildJvm.start(command)) {
        assertEquals("8388608", child.awaitLine("got "));
        String message = child.awaitLine("refused ");
        assertTrue(message.contains("the container has "), message);
        assertTrue(message.contains(" of " + LIMIT + " bytes left."), message);
        child.awaitSuccess();
      }
      assertEquals(List.of(), root.list());
    }
  }

  private static Path makeGroup() {
    for (var hierarchy : List.of("/sys/fs/cgroup/memory/", "/sys/fs/cgroup/")) {
      boolean first = hierarchy.endsWith("memory/");
      Path group = Path.of(hierarchy, "tandem-test-" + ProcessHandle.current().pid());
      Path limit = group.resolve(first ? "memory.limit_in_bytes" : "memory.max");
      try {
        Files.createDirectory(group);
        Files.writeString(limit, Integer.toString(LIMIT));
        return group;
      } catch (IOException notThisOne) {
        group.toFile().delete();
      }
    }
    assumeTrue(false, "needs a control group of its own");
    throw new AssertionError();
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
