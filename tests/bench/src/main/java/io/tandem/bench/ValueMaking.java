package io.tandem.bench;

import io.tandem.bench.duel.Sampling;
import io.tandem.bench.duel.Trial;
import io.tandem.bench.side.CpuTime;
import io.tandem.bench.side.Side;
import io.tandem.demos.bench.Floor;
import io.tandem.demos.bench.Work;
import io.tandem.memory.SharedScope;
import io.tandem.value.IntValue;
import java.io.IOException;
import java.util.List;

/// What a fresh JVM needs to make its first 100 000 values in one scope, which grows meanwhile.
final class ValueMaking {
  private static final int VALUES = 100_000;

  private ValueMaking() {}

  static Trial trial() {
    Work work =
        Work.cost("value.making", "CPU time of a fresh JVM for 100,000 values in one scope", "ms")
            .floor(Floor.value(1_000));
    return new Trial(work, new Sampling(1, 0, 5), duel -> duel.ours(ValueMaking::millis));
  }

  private static double millis() throws IOException {
    try (var side = Side.start(List.of(), Maker.class)) {
      return Double.parseDouble(side.answer());
    }
  }

  /// Says what they took, the compiler's threads included.
  static final class Maker {
    private Maker() {}

    public static void main(String... arguments) {
      long pid = ProcessHandle.current().pid();
      long _ = CpuTime.nanos(pid);
      try (var scope = SharedScope.anonymous(1)) {
        long start = CpuTime.nanos(pid);
        for (int i = 0; i < VALUES; i++) {
          IntValue.create(scope, i).incrementAndGet();
        }
        System.out.println((CpuTime.nanos(pid) - start) / 1e6);
      }
    }
  }
}
