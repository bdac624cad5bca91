package io.tandem.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.tandem.codec.Codec;
import io.tandem.codec.Encoding;
import io.tandem.memory.SharedScope;
import io.tandem.park.Parker;
import io.tandem.word.SegmentWords;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// In a JVM without a task yet: does what every child does first, and waits.
final class Spare {
  private Spare() {}

  /// @param lifeline on which the order comes
  static Order await(Lifeline lifeline) {
    ParentWatch.begin(lifeline);
    warmUp();
    return Order.ofLine(lifeline.awaitLine());
  }

  /// Nothing that anybody could see: it does not register, as it has no name yet.
  private static void warmUp() {
    var sample = new Sample("", 1, 1, "");
    Action task = () -> sample.hashCode();
    Encoding encoding = Codec.data().encode(task);
    MemorySegment bytes = MemorySegment.ofArray(new byte[Math.toIntExact(encoding.size())]);
    encoding.writeTo(bytes, 0);
    Object _ = Codec.data().decode(bytes);
    try (var arena = Arena.ofConfined()) { // a first native call
      var word = new SegmentWords(arena.allocate(JAVA_INT.byteSize(), Long.BYTES));
      Parker.of(SharedScope.ofProcessTree().peers()).wakeAll(word, 0);
    }
  }

  /// Of the shape of most handles of shared objects.
  private record Sample(Object block, long offset, int kind, Object more) {}
}
