package io.tandem.process;

import io.tandem.codec.Codec;
import io.tandem.memory.SharedScope;

/// In a JVM without a task yet: does what every child does first, and waits.
final class Spare {
  private Spare() {}

  /// @param lifeline on which the order comes
  static Order await(Lifeline lifeline) throws InterruptedException {
    ParentWatch.begin(lifeline);
    warmUp();
    return Order.ofLine(lifeline.awaitLine());
  }

  /// It registers, too, which takes longer than all the rest: as `spare`, until it has a name.
  private static void warmUp() {
    var sample = new Sample("", 1, 1, "");
    Action task = () -> sample.hashCode();
    byte[] bytes = Codec.data().encode(task).toBytes();
    Object _ = Codec.data().decode(bytes);
    int _ = SharedScope.ofProcessTree().peers().self();
  }

  /// Of the shape of most handles of shared objects.
  private record Sample(Object block, long offset, int kind, Object more) {}
}
