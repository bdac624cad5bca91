package io.tandem.tests.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tandem.list.SharedList;
import io.tandem.memory.SharedScope;
import io.tandem.process.Action;
import io.tandem.sync.SharedEvent;
import io.tandem.sync.SharedLock;
import io.tandem.sync.SharedReadWriteLock;
import io.tandem.sync.SharedSemaphore;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Threads that wait for what another process holds, in a scope that is closed here meanwhile: none
/// of them waits on, those behind the first one neither.
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClosedScopeTest {
  private static final int WAITERS = 3;

  private final SharedScope scope = SharedScope.anonymous(1 << 20);

  @Test
  void whoWaitsForALockIsTold() throws Exception {
    var lock = SharedLock.create(scope);
    assertAllAreTold(lock::lock, lock::lock);
  }

  @Test
  void whoWaitsInterruptiblyForALockIsTold() throws Exception {
    var lock = SharedLock.create(scope);
    assertAllAreTold(lock::lock, lock::lockInterruptibly);
  }

  @Test
  void whoWaitsToReadIsTold() throws Exception {
    var lock = SharedReadWriteLock.create(scope);
    assertAllAreTold(() -> lock.writeLock().lock(), () -> lock.readLock().lock());
  }

  @Test
  void whoWaitsForPermitsIsTold() throws Exception {
    var owned = SharedSemaphore.owned(scope, 1);
    assertAllAreTold(owned::acquire, owned::acquire);
  }

  @Test
  void whoWaitsForAListIsTold() throws Exception {
    var list = SharedList.create(scope, Integer.class);
    assertAllAreTold(() -> list.getLock().lock(), () -> list.add(1));
  }

  private void assertAllAreTold(Action hold, Action await) throws Exception {
    var holds = SharedEvent.create();
    var holder =
        Crew.startProcess(
            () -> {
              hold.run();
              holds.set();
              SharedEvent.create().await();
            });
    try {
      holds.await();
      List<FutureTask<Void>> waiting =
          Stream.generate(() -> new FutureTask<>(() -> run(await))).limit(WAITERS).toList();
      List<Thread> threads = waiting.stream().map(Thread.ofPlatform()::start).toList();
      Awaitility.await().until(() -> threads.stream().allMatch(ClosedScopeTest::isAsleep));
      scope.close();
      for (FutureTask<Void> each : waiting) {
        var told = assertThrows(ExecutionException.class, each::get);
        assertEquals(IllegalStateException.class, told.getCause().getClass());
      }
    } finally {
      holder.kill();
    }
    holder.close();
    holds.free();
  }

  private static Void run(Action action) throws Exception {
    action.run();
    return null;
  }

  /// In the parker's native call, or behind the thread that is.
  private static boolean isAsleep(Thread thread) {
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING -> true;
      case RUNNABLE ->
          List.of(thread.getStackTrace()).stream()
              .anyMatch(frame -> frame.getClassName().startsWith("io.tandem.park"));
      default -> false;
    };
  }
}
