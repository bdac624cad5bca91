package io.tandem.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.tandem.memory.SharedScope;
import io.tandem.park.Parker;
import io.tandem.park.WaitPoint;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import org.jspecify.annotations.Nullable;

/// A word of this JVM on which threads sleep until a child has ended.
final class ExitWord {
  private static final int RUNS = 0;
  private static final int AWAITED = 1;
  private static final int ENDED = 2;

  private final Words word = new SegmentWords(Arena.ofAuto().allocate(JAVA_INT));
  private volatile @Nullable Parker parker; // of those who sleep: at the end, its scope may be gone

  WaitPoint waitPoint() {
    Parker found = Parker.of(SharedScope.ofProcessTree().peers());
    parker = found;
    return new WaitPoint(found, word, 0, this::announceSleep);
  }

  private int announceSleep() {
    boolean _ = word.compareAndSetInt(0, RUNS, AWAITED); // full fence: pairs with setEnded
    return AWAITED;
  }

  void setEnded() {
    boolean awaited =
        word.getAndSetInt(0, ENDED) == AWAITED; // full fence: pairs with announceSleep
    Parker found = parker;
    if (awaited && found != null) {
      found.wakeAll(word, 0);
    }
  }
}
