package io.tandem.bench;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The time for what a lock or a ring does to its words: loads, ordered stores and a
/// compare-and-set, through [Words] and through a plain [VarHandle].
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class WordAccess {
  private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();

  @Param({"words", "varhandle"})
  String lane;

  @Param("8")
  int bytes;

  private final MemorySegment segment = Arena.ofAuto().allocate(128, 64);
  private final Words words = new SegmentWords(segment);

  @Benchmark
  public long access() {
    return lane.equals("words") ? throughWords() : throughHandle();
  }

  private long throughWords() {
    long seen = words.getLongAcquire(0);
    boolean swapped = words.compareAndSetLong(0, seen, seen + 1);
    words.setLongRelease(64, seen);
    words.setLong(72, seen);
    return words.getLong(64) + (swapped ? 1 : 0);
  }

  private long throughHandle() {
    long seen = (long) LONG.getAcquire(segment, 0L);
    boolean swapped = LONG.compareAndSet(segment, 0L, seen, seen + 1);
    LONG.setRelease(segment, 64L, seen);
    LONG.set(segment, 72L, seen);
    return (long) LONG.get(segment, 64L) + (swapped ? 1 : 0);
  }
}
