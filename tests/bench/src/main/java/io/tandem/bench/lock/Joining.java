package io.tandem.bench.lock;

import io.tandem.bench.side.CpuTime;
import io.tandem.bench.side.Figures;
import io.tandem.bench.side.Root;
import io.tandem.bench.side.Side;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedScope;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// What a fresh JVM pays for its first shared scope, which registers it, beside the same without
/// native calls.
public final class Joining {
  private static final List<String> FLAGS = List.of("-Xmx64m", "-XX:TieredStopAtLevel=1");
  private static final List<String> PORTABLE =
      List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-Dtandem.portable=true");

  private Joining() {}

  /// @param pairs of JVMs to start
  public static void run(int pairs) throws IOException {
    var both = List.of(new Cost("native"), new Cost("portable"));
    try (var _ = Root.open()) {
      for (int i = 0; i < pairs; i++) {
        both.get(0).measure(FLAGS);
        both.get(1).measure(PORTABLE);
      }
    }
    both.forEach(cost -> System.out.println(cost.asText()));
  }

  private record Cost(String way, Figures cpu, Figures wall) {
    Cost(String way) {
      this(way, new Figures(), new Figures());
    }

    void measure(List<String> flags) throws IOException {
      try (var side = Side.start(flags, Fresh.class)) {
        String[] millis = side.answer().split(" ");
        cpu.add(Double.parseDouble(millis[0]));
        wall.add(Double.parseDouble(millis[1]));
      }
    }

    String asText() {
      return String.format(
          Locale.ROOT,
          "first scope, %-8s  cpu %.0f ms [%.0f..%.0f]  wall %.0f ms [%.0f..%.0f]  (n = %d)",
          way,
          cpu.median(),
          cpu.least(),
          cpu.most(),
          wall.median(),
          wall.least(),
          wall.most(),
          cpu.count());
    }
  }

  /// Says what its first scope took.
  static final class Fresh {
    private Fresh() {}

    public static void main(String... arguments) {
      long pid = ProcessHandle.current().pid();
      long _ = CpuTime.of(pid).ranNanos();
      long cpu = CpuTime.of(pid).ranNanos();
      long wall = System.nanoTime();
      try (var scope = SharedScope.anonymous(4096)) {
        long _ = scope.allocate(ObjectType.RAW, 8).segment().byteSize();
        double wallMillis = (System.nanoTime() - wall) / 1e6;
        double cpuMillis = (CpuTime.of(pid).ranNanos() - cpu) / 1e6;
        System.out.println(cpuMillis + " " + wallMillis);
      }
    }
  }
}
