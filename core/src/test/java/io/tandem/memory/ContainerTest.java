package io.tandem.memory;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Limits of control groups, as both versions of their file system show them.
class ContainerTest {
  private static final Path FILE = Path.of("/dev/shm/tandem-0/orders");

  @TempDir private Path root;

  @Test
  void versionTwoLimitsByEveryGroupUpToTheRoot() throws IOException {
    member("0::/outer/inner\n");
    group("outer", "memory.max", "1000", "memory.current", "900", "inactive_file 50\nfile 7\n");
    group("outer/inner", "memory.max", "max", "memory.current", "400", "inactive_file 0\n");

    assertEquals(List.of(new Container.Limit(1000, 900, 50)), container().limits());
    assertDoesNotThrow(() -> container().requireHeadroom(FILE, 150));
    var e =
        assertThrows(MemoryException.NoSpace.class, () -> container().requireHeadroom(FILE, 151));
    assertEquals(
        "Cannot reserve 151 bytes of shared memory for %s: the container has 150 of 1000 bytes "
                .formatted(FILE)
            + "left. Ask for less or raise its memory limit (docker run --memory=...).",
        e.getMessage());
  }

  @Test
  void versionOneHasItsOwnMountForMemory() throws IOException {
    member("5:cpu,memory:/box\n4:pids:/\n0::/\n");
    group(
        "memory/box",
        "memory.limit_in_bytes",
        "2000",
        "memory.usage_in_bytes",
        "1900",
        "inactive_file 1\ntotal_inactive_file 30\n");

    assertEquals(List.of(new Container.Limit(2000, 1900, 30)), container().limits());
  }

  @Test
  void insideAContainerItsOwnGroupIsTheRoot() throws IOException {
    member("0::/docker/0123456789abcdef\n");
    group(".", "memory.max", "64", "memory.current", "100", "");

    assertEquals(List.of(new Container.Limit(64, 100, 0)), container().limits());
    assertEquals(0, container().limits().getFirst().headroom());
  }

  @Test
  void whatCannotBeReadLimitsNothing() throws IOException {
    assertEquals(List.of(), container().limits());
    for (String membership : List.of("", "\n", "nonsense", "0::", "0::/a\nx:y", "0::../../x\n")) {
      member(membership);
      assertEquals(List.of(), container().limits(), membership);
    }
    member("0::/\n");
    group(".", "memory.max", "many", "memory.current", "-", "");
    assertEquals(List.of(), container().limits());
  }

  private Container container() {
    return new Container(root.resolve("groups"), root.resolve("membership"));
  }

  private void member(String groups) throws IOException {
    Files.writeString(root.resolve("membership"), groups);
  }

  private void group(
      String name, String limitFile, String limit, String usedFile, String used, String stat)
      throws IOException {
    Path group = Files.createDirectories(root.resolve("groups").resolve(name).normalize());
    Files.writeString(group.resolve(limitFile), limit + "\n");
    Files.writeString(group.resolve(usedFile), used + "\n");
    Files.writeString(group.resolve("memory.stat"), stat);
  }
}
