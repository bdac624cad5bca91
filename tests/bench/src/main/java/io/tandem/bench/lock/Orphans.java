package io.tandem.bench.lock;

import io.tandem.bench.duel.Sampling;
import io.tandem.bench.duel.Trial;
import io.tandem.bench.side.Side;
import io.tandem.demos.bench.Work;
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
  private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
  private static final long SETTLE_MILLIS = 200;

  private Orphans() {}

  public static List<Trial> trials() {
    return List.of(trial("small", Heap.SMALL, 20), trial("large", Heap.LARGE, 5));
  }

  private static Trial trial(String key, Heap heap, int count) {
    Work work =
        Work.cost(
            "orphan." + key,
            "from kill -9 of a parent to its child's end, p50, heap of " + heap.size,
            "ms");
    return new Trial(
            work, new Sampling(1, 0, count), duel -> duel.ours(() -> killParent(heap.flags)))
        .unless(heap.whyNot());
  }

  private static double killParent(List<String> heap) throws IOException, InterruptedException {
    try (var parent = Side.start(heap, Parent.class)) {
      Path child = Path.of("/proc", parent.answer(), "stat");
      TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
      long start = System.nanoTime();
      parent.kill();
      while (isThere(child)) {
        LockSupport.parkNanos(LOOK_NANOS);
      }
      return (System.nanoTime() - start) / 1e6;
    }
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
