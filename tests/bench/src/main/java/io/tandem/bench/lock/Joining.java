package io.tandem.bench.lock;

import io.tandem.bench.duel.Sampling;
import io.tandem.bench.duel.Trial;
import io.tandem.bench.side.Side;
import io.tandem.demos.bench.Work;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedScope;
import java.io.IOException;
import java.util.List;

/// What a fresh JVM pays for its first shared scope, which registers it, beside the same without
/// native calls.
public final class Joining {
  private static final List<String> FLAGS = List.of("-Xmx64m", "-XX:TieredStopAtLevel=1");
  private static final List<String> PORTABLE =
      List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-Dtandem.portable=true");

  private Joining() {}

  public static Trial trial() {
    Work work =
        Work.cost("start.scope", "the first scope of a fresh JVM, which registers it", "ms")
            .between("Tandem", "without native calls");
    return new Trial(
        work,
        new Sampling(1, 1, 10),
        duel -> {
          duel.ours(() -> millis(FLAGS));
          duel.peer(() -> millis(PORTABLE));
        });
  }

  private static double millis(List<String> flags) throws IOException {
    try (var side = Side.start(flags, Fresh.class)) {
      return Double.parseDouble(side.answer());
    }
  }

  /// Says what its first scope took.
  static final class Fresh {
    private Fresh() {}

    public static void main(String... arguments) {
      long start = System.nanoTime();
      try (var scope = SharedScope.anonymous(4096)) {
        long _ = scope.allocate(ObjectType.RAW, 8).segment().byteSize();
        System.out.println((System.nanoTime() - start) / 1e6);
      }
    }
  }
}
