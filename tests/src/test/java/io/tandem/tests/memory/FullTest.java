package io.tandem.tests.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedMemory;
import io.tandem.memory.SharedScope;
import io.tandem.tests.ChildJvm;
import io.tandem.tests.Tools;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A file system of 1 MiB that fills up again and again: an exception, never a dead JVM, and
/// nothing is left behind.
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FullTest {
  private Path small;

  @BeforeEach
  void makeFolder() throws IOException {
    small = Files.createTempDirectory("tandem-full-");
  }

  @AfterEach
  void unmount() throws Exception {
    new ProcessBuilder("umount", small.toString()).start().waitFor();
    Files.delete(small);
  }

  @Test
  void fiveHundredTrialsOnAFullFileSystemAreExceptionsAtWorst() throws Exception {
    mount("size=1m");
    runTrials(500);
  }

  @Test
  void theInterpreterSurvivesToo() throws Exception {
    mount("size=1m");
    runTrials(40, "-Xint");
  }

  @Test
  void portableReservationLeavesNothingBehindEither() throws Exception {
    mount("size=1m");
    runTrials(100, "-Dtandem.portable=true");
  }

  @Test
  void aFileSystemWithoutRoomForOneMoreFileIsFullToo() throws Exception {
    for (int inodes = 1; inodes <= 4; inodes++) {
      mount("size=1m,nr_inodes=" + inodes);
      runTrials(10);
      new ProcessBuilder("umount", small.toString()).start().waitFor();
    }
  }

  private void mount(String options) throws Exception {
    String mount = Tools.require("mount").toString();
    var command = List.of(mount, "-t", "tmpfs", "-o", options, "tmpfs", small.toString());
    boolean mounted = new ProcessBuilder(command).start().waitFor() == 0;
    assumeTrue(mounted, "only root can mount a small file system");
  }

  private void runTrials(int trials, String... flags) throws Exception {
    var all = Stream.concat(Stream.of(flags), Stream.of("-Dtandem.shm=" + small)).toList();
    try (var child = ChildJvm.start(all, Trials.class, Integer.toString(trials))) {
      System.out.printf("%s: %s%n", List.of(flags), child.awaitLine("refused "));
      child.awaitSuccess();
    }
    try (Stream<Path> left = Files.list(small)) {
      assertEquals(List.of(), left.toList());
    }
  }

  /// Makes things of sizes around what is free.
  static final class Trials {
    private static final ObjectType TYPE = new ObjectType("full", 1);
    private static final int UNIT = 64 * 1024;
    private static final int MIB = 1024 * 1024;

    private final Path root = Path.of(System.getProperty("tandem.shm"));
    private final Random random = new Random(1);
    private int refused;

    public static void main(String... arguments) throws IOException {
      var trials = new Trials();
      int count = Integer.parseInt(arguments[0]);
      for (int trial = 0; trial < count; trial++) {
        trials.run(trial);
      }
      System.out.printf("refused %d of %d%n", trials.refused, count);
    }

    private void run(int trial) throws IOException {
      try (var scope = SharedScope.open("kept", 1 + random.nextInt(8 * UNIT))) {
        SharedBlock kept = scope.createBlock("kept", TYPE, 10_000);
        kept.segment().fill((byte) trial);
        try {
          fill(scope, trial);
        } finally {
          requireContent(kept.segment(), trial);
          requireContent(scope.attachBlock("kept", TYPE).segment(), trial);
        }
      } catch (MemoryException.NoSpace e) {
        refused++;
        if (!e.getMessage().contains("--shm-size")) {
          throw new AssertionError("No advice", e);
        }
      } finally {
        SharedScope.unlink("kept");
        SharedMemory.unlink("raw");
        requireEmpty();
      }
    }

    private void fill(SharedScope scope, int trial) {
      switch (trial % 4) {
        case 0 -> grow(scope);
        case 1 -> {
          try (var raw = SharedMemory.create("raw", aroundWhatIsFree())) {
            raw.segment().fill((byte) 1);
          }
        }
        case 2 -> {
          try (var other = SharedScope.anonymous(aroundWhatIsFree())) {
            grow(other);
          }
        }
        default -> {
          SharedBlock block = scope.allocate(TYPE, aroundWhatIsFree());
          block.segment().fill((byte) 1);
          block.free();
        }
      }
    }

    private void grow(SharedScope scope) {
      while (true) {
        SharedBlock block = scope.allocate(TYPE, random.nextInt(200_000));
        block.segment().fill((byte) 1);
      }
    }

    private long aroundWhatIsFree() {
      long free = root.toFile().getUsableSpace();
      return switch (random.nextInt(4)) {
        case 0 -> Math.max(1, free + random.nextInt(3) - 1);
        case 1 -> Math.max(1, free - UNIT * (random.nextInt(4) - 1) - 4096 - 64);
        case 2 -> 1 + random.nextInt(2 * MIB);
        default -> 1 + random.nextInt(1 + (int) free);
      };
    }

    private static void requireContent(MemorySegment memory, int trial) {
      var expected = new byte[(int) memory.byteSize()];
      Arrays.fill(expected, (byte) trial);
      if (memory.mismatch(MemorySegment.ofArray(expected)) >= 0) {
        throw new AssertionError("The content of another object changed");
      }
    }

    /// The registry goes with this process.
    private boolean isToStay(Path file) {
      return file.startsWith(root.resolve("tandem-0"))
          ? file.endsWith("tandem-0") || file.endsWith("@registry-1")
          : file.equals(root);
    }

    private void requireEmpty() throws IOException {
      try (Stream<Path> files = Files.walk(root)) {
        List<Path> left = files.filter(file -> !isToStay(file)).toList();
        if (!left.isEmpty()) {
          throw new AssertionError("Left behind: " + left);
        }
      }
    }
  }
}
