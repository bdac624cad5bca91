package io.tandem.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The guard that runs after the last test of each module must see what is left, and nothing else.
class LeftoversTest {
  private static final int FEW = 3;
  private static final int ENOUGH = 600;

  @TempDir private Path folder;

  @Test
  void nothingNewIsNothingLeft() throws Exception {
    Files.createFile(folder.resolve("tandem-before"));

    assertEquals(List.of(), leftovers("", FEW).afterGrace());
  }

  @Test
  void aFileOfOursIsLeftAndOneOfOthersIsNot() throws Exception {
    Leftovers leftovers = leftovers("", FEW);
    Path scopes = Files.createDirectory(folder.resolve("tandem-1000"));
    Path scope = Files.createFile(scopes.resolve("orders"));
    Path block = Files.createFile(folder.resolve("psm_1234"));
    Files.createFile(folder.resolve("sem.other"));

    assertEquals(List.of("file " + block, "file " + scope), leftovers.afterGrace());
  }

  @Test
  void aFileThatSoonGoesIsNotLeft() throws Exception {
    Leftovers leftovers = leftovers("", ENOUGH);
    Path file = Files.createFile(folder.resolve("tandem-short"));

    Thread.startVirtualThread(() -> deleteAfterTheFirstLook(file));

    assertEquals(List.of(), leftovers.afterGrace());
  }

  @Test
  void aFileThatAnotherBuildHasMappedIsNotLeft() throws Exception {
    Path file = Files.write(folder.resolve("tandem-mapped"), new byte[4096]);
    var files = new SharedFiles(folder);
    Process holder = holderOf(file);
    try {
      assertEquals(Set.of(), files.notMappedByOthers(Set.of()));
      assertEquals(Set.of(file), files.notMappedByOthers(Set.of(holder.toHandle())));
    } finally {
      end(holder);
    }
  }

  @Test
  void aPrivateFileGoesWithTheJvmThatHasItMapped() throws Exception {
    Path scopes = Files.createDirectory(folder.resolve("tandem-1000"));
    Path mine = Files.write(scopes.resolve(".private"), new byte[4096]);
    var files = new SharedFiles(folder);
    assertEquals(Set.of(mine), files.notMappedByOthers(Set.of()));
    try (var channel = FileChannel.open(mine, StandardOpenOption.READ);
        var arena = Arena.ofShared()) {
      channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
      assertEquals(Set.of(), files.notMappedByOthers(Set.of()));
    }
  }

  @Test
  void aChildThatStillRunsIsLeft() throws Exception {
    Leftovers leftovers = leftovers("", FEW);
    Process child = new ProcessBuilder("sleep", "600").start();
    try {
      List<String> left = leftovers.afterGrace();

      assertEquals(1, left.size(), left::toString);
      assertTrue(left.getFirst().startsWith("process " + child.pid() + ", "), left::toString);
      assertTrue(left.getFirst().contains("sleep 600"), left::toString);
    } finally {
      end(child);
    }
  }

  @Test
  void anOrphanOfThisRunIsKnownByItsMark() throws Exception {
    Tools.require("setsid");
    Leftovers leftovers = leftovers("PLANTED=" + folder, FEW);
    var shell = new ProcessBuilder("sh", "-c", "setsid sleep 600 >/dev/null 2>&1 & echo $!");
    shell.environment().put("PLANTED", folder.toString());
    Process parent = shell.start();
    long orphan = Long.parseLong(parent.inputReader().readLine());
    parent.waitFor();
    try {
      awaitProgram("sleep", orphan);
      List<String> left = leftovers.afterGrace();

      assertEquals(1, left.size(), left::toString);
      assertTrue(left.getFirst().startsWith("process " + orphan + ", "), left::toString);
    } finally {
      ProcessHandle.of(orphan).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void theBuildFailsWithTheNames() throws Exception {
    var listener = new RunListener(leftovers("", FEW));
    Path file = Files.createFile(folder.resolve("tandem-forgotten"));

    var failure = assertThrows(AssertionError.class, () -> listener.launcherSessionClosed(null));

    assertTrue(failure.getMessage().contains("file " + file), failure::getMessage);
    assertTrue(failure.getMessage().contains("try-with-resources"), failure::getMessage);
  }

  private Leftovers leftovers(String mark, int looks) {
    return new Leftovers(new SharedFiles(folder), new RunProcesses(mark), looks);
  }

  private static void deleteAfterTheFirstLook(Path file) {
    try {
      Thread.sleep(50); // long enough to be seen once, at no matter what moment
      Files.delete(file);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Starts a JVM that maps the file and waits to be killed.
  private static Process holderOf(Path file) throws IOException {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                file.toString())
            .start();
    assertEquals("mapped", holder.inputReader().readLine());
    return holder;
  }

  /// A process has no environment to read, and so no mark, while it changes from one program to the
  /// next.
  private static void awaitProgram(String name, long pid) {
    Path commandLine = Path.of("/proc/%d/cmdline".formatted(pid));
    Awaitility.await().until(() -> Files.readString(commandLine).startsWith(name + "\0"));
  }

  private static void end(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
  }

  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException {
      try (var channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.READ)) {
        var mapped = channel.map(MapMode.READ_ONLY, 0, channel.size());
        System.out.println("mapped");
        while (System.in.read() >= 0 && mapped.isDirect()) {}
      }
    }
  }
}
