package io.tandem.tests.sync;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.word.SegmentWords;
import java.io.Serializable;

/// A number that all members of a crew see.
final class Counter implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1;

  private final SharedBlock block = SharedScope.ofProcessTree().allocate(ObjectType.RAW, 64);

  /// @return the sum
  int add(int more) {
    return new SegmentWords(block.segment()).getAndAddInt(0, more) + more;
  }

  int get() {
    return new SegmentWords(block.segment()).getIntVolatile(0);
  }

  @Override
  public void close() {
    block.free();
  }
}
