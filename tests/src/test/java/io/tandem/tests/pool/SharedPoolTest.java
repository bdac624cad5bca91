package io.tandem.tests.pool;

import static io.tandem.tests.pool.Pools.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.pool.ProcessPool;
import io.tandem.sync.SharedBarrier;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The pool that all of a process share.
@Timeout(60)
class SharedPoolTest {
  @AfterEach
  void close() {
    ProcessPool.shared().close();
  }

  @Test
  void thereIsOneWhichChangesItsSizeAndIsMadeAnewBehindItsEnd() throws Exception {
    ProcessPool pool = ProcessPool.shared(1);
    Set<Long> one = pidsOf(pool, 1);
    assertSame(pool, ProcessPool.shared());
    assertEquals("pool 'shared' of at most 1 workers", ProcessPool.shared().toString());

    assertSame(pool, ProcessPool.shared(2));
    Set<Long> two = pidsOf(pool, 2); // which only two at a time can do
    assertTrue(two.containsAll(one), two::toString);

    assertSame(pool, ProcessPool.shared(1));
    Awaitility.await().until(() -> two.stream().filter(SharedPoolTest::isAlive).count() == 1);
    assertEquals(1, pidsOf(pool, 1).size());

    pool.shutdown();
    assertNotSame(pool, ProcessPool.shared());
    assertThrows(IllegalArgumentException.class, () -> ProcessPool.shared(0));
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).isPresent();
  }

  /// The processes of as many tasks as run at a time.
  private static Set<Long> pidsOf(ProcessPool pool, int parties) throws Exception {
    var barrier = SharedBarrier.create(parties);
    List<CompletableFuture<Long>> pids =
        IntStream.range(0, parties).mapToObj(_ -> pool.submit(() -> pidAt(barrier))).toList();
    for (CompletableFuture<Long> pid : pids) {
      get(pid);
    }
    barrier.free();
    return pids.stream().map(CompletableFuture::join).collect(Collectors.toSet());
  }

  private static long pidAt(SharedBarrier barrier) throws Exception {
    barrier.await();
    return ProcessHandle.current().pid();
  }
}
