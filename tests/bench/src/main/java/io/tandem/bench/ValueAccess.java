package io.tandem.bench;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.tandem.memory.SharedScope;
import io.tandem.value.LongValue;
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
import org.openjdk.jmh.annotations.TearDown;

/// The time to count in shared memory, through a [LongValue] and through a plain [VarHandle].
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ValueAccess {
  private static final VarHandle LONG = JAVA_LONG.varHandle().withInvokeExactBehavior();

  @Param({"value", "varhandle"})
  String lane;

  @Param("8")
  int bytes;

  private final SharedScope scope = SharedScope.anonymous(1);
  private final LongValue value = LongValue.create(scope, 0);
  private final MemorySegment segment = LongValue.create(scope, 0).block().segment();

  @Benchmark
  public long getAndAdd() {
    return lane.equals("value") ? value.getAndAdd(1) : (long) LONG.getAndAdd(segment, 48L, 1L);
  }

  @TearDown
  public void close() {
    scope.close();
  }
}
