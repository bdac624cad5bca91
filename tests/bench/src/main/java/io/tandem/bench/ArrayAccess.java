package io.tandem.bench;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.tandem.memory.SharedScope;
import io.tandem.value.IntArray;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// The time to go through an array in shared memory, through an [IntArray] and through a plain
/// [MemorySegment].
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ArrayAccess {
  @Param({"array", "segment"})
  String lane;

  @Param({"16384", "67108864"})
  int bytes;

  private SharedScope scope;
  private IntArray array;
  private MemorySegment segment;
  private int[] copy;

  @Setup
  public void make() {
    scope = SharedScope.anonymous(1);
    array = IntArray.create(scope, bytes / Integer.BYTES);
    segment = array.segment();
    copy = new int[bytes / Integer.BYTES];
  }

  @Benchmark
  public long sum() {
    return lane.equals("array") ? sumOfArray() : sumOfSegment();
  }

  private long sumOfArray() {
    long sum = 0;
    for (long i = 0; i < array.length(); i++) {
      sum += array.getPlain(i);
    }
    return sum;
  }

  private long sumOfSegment() {
    long sum = 0;
    for (long i = 0; i < segment.byteSize() / Integer.BYTES; i++) {
      sum += segment.getAtIndex(JAVA_INT, i);
    }
    return sum;
  }

  @Benchmark
  public void set() {
    if (lane.equals("array")) {
      setArray();
    } else {
      setSegment();
    }
  }

  private void setArray() {
    for (long i = 0; i < array.length(); i++) {
      array.setPlain(i, (int) i);
    }
  }

  private void setSegment() {
    for (long i = 0; i < segment.byteSize() / Integer.BYTES; i++) {
      segment.setAtIndex(JAVA_INT, i, (int) i);
    }
  }

  /// Ours sets any `int`, the segment's any byte.
  @Benchmark
  public void fill() {
    if (lane.equals("array")) {
      array.fill(0x01020304);
    } else {
      segment.fill((byte) 1);
    }
  }

  @Benchmark
  public void copyFrom() {
    if (lane.equals("array")) {
      array.copyFrom(copy);
    } else {
      MemorySegment.copy(copy, 0, segment, JAVA_INT, 0, copy.length);
    }
  }

  @Benchmark
  public void copyTo() {
    if (lane.equals("array")) {
      array.copyTo(0, copy, 0, copy.length);
    } else {
      MemorySegment.copy(segment, JAVA_INT, 0, copy, 0, copy.length);
    }
  }

  @TearDown
  public void close() {
    scope.close();
  }
}
