package io.tandem.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tandem.memory.SharedScope;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Reading and changing values and elements allocates nothing, once the code is compiled.
@Timeout(120)
class AllocationTest {
  private static final int BATCH = 1_000;
  private static final int BATCHES = 500;

  private final SharedScope scope = SharedScope.anonymous(1);

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void valuesAllocateNothing() {
    var ints = IntValue.create(scope, 0);
    var longs = LongValue.create(scope, 0);
    var doubles = DoubleValue.create(scope, 0);
    var flags = BooleanValue.create(scope, false);

    assertNoAllocation(
        i -> {
          ints.set(ints.get() + ints.getAndAdd(i));
          longs.updateAndGet(n -> n + 3);
          longs.accumulateAndGet(i, Long::sum);
          doubles.addAndGet(0.5);
          flags.compareAndSet(flags.get(), true);
        });

    assertTrue(doubles.get() > 0 && flags.get());
  }

  @Test
  void elementsAllocateNothing() {
    var bytes = ByteArray.create(scope, 8);
    var ints = IntArray.create(scope, 8);
    var doubles = DoubleArray.create(scope, 8);

    assertNoAllocation(
        i -> {
          bytes.getAndAdd(i & 7, 1);
          ints.setPlain(i & 7, ints.getPlain(i + 1 & 7) + 1);
          ints.updateAndGet(i & 7, n -> n + 3);
          doubles.addAndGet(i & 7, 0.5);
          ints.fill(i);
        });

    assertTrue(doubles.get(0) > 0);
  }

  @Test
  void theLockIsMadeOnlyOnce() {
    var value = IntValue.create(scope, 0);
    assertNoAllocation(
        _ -> {
          value.getLock().lock();
          value.setPlain(value.getPlain() + 1);
          value.getLock().unlock();
        });
    assertTrue(value.get() >= BATCH);
  }

  /// Of many batches the best: the first ones run in the interpreter, and the JVM may allocate for
  /// itself in any.
  private static void assertNoAllocation(IntConsumer work) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int batch = 0; batch < BATCHES && least > 0; batch++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < BATCH; i++) {
        work.accept(i);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least, "bytes in " + BATCH + " rounds");
  }
}
