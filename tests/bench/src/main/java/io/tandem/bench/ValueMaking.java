package io.tandem.bench;

import io.tandem.bench.side.CpuTime;
import io.tandem.bench.side.Figures;
import io.tandem.bench.side.Root;
import io.tandem.bench.side.Side;
import io.tandem.memory.SharedScope;
import io.tandem.value.IntValue;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// What a fresh JVM needs to make its first 100 000 values in one scope, which grows meanwhile.
final class ValueMaking {
  private static final int VALUES = 100_000;

  private ValueMaking() {}

  /// @param processes one after the other
  static void run(int processes) throws IOException {
    var cpu = new Figures();
    var wall = new Figures();
    try (var _ = Root.open()) {
      for (int i = 0; i < processes; i++) {
        try (var side = Side.start(List.of(), Maker.class)) {
          String[] millis = side.answer().split(" ");
          cpu.add(Double.parseDouble(millis[0]));
          wall.add(Double.parseDouble(millis[1]));
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%,d values made in one scope by a fresh JVM  cpu %.0f ms [%.0f..%.0f]  "
            + "wall %.0f ms [%.0f..%.0f]  (n = %d)%n",
        VALUES,
        cpu.median(),
        cpu.least(),
        cpu.most(),
        wall.median(),
        wall.least(),
        wall.most(),
        cpu.count());
  }

  /// Says what they took, the compiler's threads included.
  static final class Maker {
    private Maker() {}

    public static void main(String... arguments) {
      long pid = ProcessHandle.current().pid();
      long _ = CpuTime.of(pid).ranNanos();
      try (var scope = SharedScope.anonymous(1)) {
        long cpu = CpuTime.of(pid).ranNanos();
        long wall = System.nanoTime();
        for (int i = 0; i < VALUES; i++) {
          IntValue.create(scope, i).incrementAndGet();
        }
        double wallMillis = (System.nanoTime() - wall) / 1e6;
        double cpuMillis = (CpuTime.of(pid).ranNanos() - cpu) / 1e6;
        System.out.println(cpuMillis + " " + wallMillis);
      }
    }
  }
}
