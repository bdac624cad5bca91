package io.tandem.bench.lock;

import io.tandem.bench.side.Figures;
import io.tandem.bench.side.Root;
import io.tandem.bench.side.Side;
import io.tandem.process.JvmProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// How long a child process outlives its parent's `kill -9`.
public final class Orphans {
  private static final List<String> SMALL = List.of("-Xmx64m", "-XX:TieredStopAtLevel=1");
  private static final List<String> BIG =
      List.of("-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch", "-XX:TieredStopAtLevel=1");
  private static final long BIG_MEGABYTES = 2600;
  private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
  private static final long SETTLE_MILLIS = 200;

  private Orphans() {}

  /// @param small how many parents with a heap of 64 MiB to kill: 1 or more
  /// @param big how many with 2 GiB, all touched
  public static void run(int small, int big) throws IOException, InterruptedException {
    System.out.println("child's end after parent, 64 MiB  " + kill(SMALL, small).asMillis());
    if (Memory.availableMegabytes() < BIG_MEGABYTES) {
      System.out.println("  skipped: there is no room for a heap of 2 GiB");
    } else if (big > 0) {
      System.out.println("child's end after parent,  2 GiB  " + kill(BIG, big).asMillis());
    }
  }

  private static Figures kill(List<String> heap, int count)
      throws IOException, InterruptedException {
    var millis = new Figures();
    try (var _ = Root.open()) {
      while (millis.count() < count) {
        try (var parent = Side.start(heap, Parent.class)) {
          Path child = Path.of("/proc", parent.answer(), "stat");
          TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
          long start = System.nanoTime();
          parent.kill();
          while (isThere(child)) {
            LockSupport.parkNanos(LOOK_NANOS);
          }
          millis.add((System.nanoTime() - start) / 1e6);
        }
      }
    }
    return millis;
  }

  /// One that has ended and waits for somebody to look at its status is not.
  private static boolean isThere(Path stat) throws IOException {
    try {
      String line = Files.readString(stat);
      return line.charAt(line.lastIndexOf(')') + 2) != 'Z';
    } catch (NoSuchFileException _) {
      return false;
    } catch (IOException e) {
      if (Files.exists(stat)) {
        throw e;
      }
      return false;
    }
  }

  /// Has one child, and says which.
  static final class Parent {
    private Parent() {}

    public static void main(String... arguments) throws InterruptedException {
      try (var child =
          JvmProcess.builder()
              .name("child")
              .jvmFlags("-Xms16m", "-Xmx64m", "-XX:-AlwaysPreTouch")
              .start(() -> TimeUnit.DAYS.sleep(1))) {
        while (!child.reachedTask()) {
          TimeUnit.MILLISECONDS.sleep(1);
        }
        System.out.println(child.pid());
        TimeUnit.DAYS.sleep(1);
      }
    }
  }
}
