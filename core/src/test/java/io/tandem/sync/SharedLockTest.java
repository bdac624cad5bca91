package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedObject;
import io.tandem.memory.SharedScope;
import io.tandem.value.IntValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Lock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedLockTest {
  private static final AtomicInteger REPAIRS = new AtomicInteger();

  @Test
  void itsMessagesNameIt() {
    try (var scope = SharedScope.anonymous(1 << 16)) {
      var named = SharedLock.open(scope, "orders");
      String unlock = assertThrows(IllegalMonitorStateException.class, named::unlock).getMessage();
      assertEquals(
          "Cannot unlock lock 'orders' of scope %s: this thread does not hold it, nobody does. "
                  .formatted(scope)
              + "Call lock() before, in the same thread.",
          unlock);
      var unnamed = SharedLock.create(scope);
      String token = assertThrows(IllegalMonitorStateException.class, unnamed::token).getMessage();
      assertTrue(token.startsWith("Cannot tell the token of lock at offset "), token);
      var counter = IntValue.open(scope, "counter", 0);
      assertEquals("lock in 'counter' of scope " + scope, counter.getLock().toString());
    }
  }

  @Test
  void aScopeIsNotClosedWhileALockOfItIsHeld() {
    var scope = SharedScope.anonymous(1 << 20);
    var lock = SharedLock.open(scope, "orders");
    lock.lock();
    String message = assertThrows(IllegalStateException.class, scope::close).getMessage();
    String me = "thread %d of process 'main'".formatted(Thread.currentThread().threadId());
    assertTrue(message.startsWith("Cannot close scope %s: %s".formatted(scope, me)), message);
    assertTrue(message.contains("holds lock 'orders' of scope"), message);
    lock.unlock();
    var guarded = SharedReadWriteLock.create(scope);
    for (Lock view : List.of(guarded.readLock(), guarded.writeLock())) {
      view.lock();
      assertThrows(IllegalStateException.class, scope::close);
      view.unlock();
    }
    scope.close();
    scope.close();
  }

  @Test
  void aScopeOfWhichAnotherReferenceStaysIsClosed() {
    var scope = SharedScope.anonymous(1 << 16);
    var lock = SharedLock.create(scope);
    lock.lock();
    var other = SharedScope.ofHandle(scope.handle());
    scope.close();
    scope.close();
    assertThrows(IllegalStateException.class, other::close);
    lock.unlock();
    other.close();
  }

  @Test
  void aThreadThatEndedKeepsNoScopeOpen() throws Exception {
    var scope = SharedScope.anonymous(1 << 16);
    Thread.ofPlatform().start(SharedLock.create(scope)::lock).join();
    scope.close();
  }

  @Test
  void whoWaitsForAFreedLockIsToldSo() throws Exception {
    try (var scope = SharedScope.anonymous(1 << 16)) {
      var lock = SharedLock.create(scope);
      SharedBlock next = replace(lock, SharedLock.BYTES);
      next.segment().set(ValueLayout.JAVA_INT, 0, 1 << 28); // another process, for all it says
      assertThrows(MemoryException.Stale.class, lock::lock);
      assertThrows(MemoryException.Stale.class, lock::tryLock);
      assertThrows(MemoryException.Stale.class, () -> lock.tryLock(1, TimeUnit.SECONDS));
      assertThrows(MemoryException.Stale.class, lock::unlock);
      assertUntouched(next, 1 << 28);
    }
  }

  @Test
  void aLockFreedWhileOneWaitsForItIsNotWaitedForAnyMore() throws Exception {
    try (var scope = SharedScope.anonymous(1 << 16)) {
      var lock = SharedLock.create(scope);
      lock.lock();
      var told = new FutureTask<>(() -> assertThrows(MemoryException.Stale.class, lock::lock));
      Thread.ofPlatform().start(told);
      Awaitility.await().until(() -> ownersWord(lock) < 0); // it sleeps, or is about to
      SharedBlock next = replace(lock, SharedLock.BYTES);
      next.segment().set(ValueLayout.JAVA_INT, 0, 1 << 28);
      assertTrue(told.get().getMessage().contains("was freed"));
      assertUntouched(next, 1 << 28);
    }
  }

  private static int ownersWord(SharedLock lock) {
    return lock.block().segment().get(ValueLayout.JAVA_INT, 0);
  }

  @Test
  void aFreedReadWriteLockIsToldOfByWhoWouldWait() throws Exception {
    try (var scope = SharedScope.anonymous(1 << 20)) {
      var lock = SharedReadWriteLock.create(scope);
      SharedBlock next = replace(lock, lock.block().byteSize());
      next.segment().set(ValueLayout.JAVA_INT, 0, 1 << 28);
      assertThrows(MemoryException.Stale.class, lock.writeLock()::lock);
      assertThrows(MemoryException.Stale.class, lock.readLock()::lock);
    }
  }

  @Test
  void freedSynchronizersAreToldOf() throws Exception {
    try (var scope = SharedScope.anonymous(1 << 20)) {
      var semaphore = SharedSemaphore.create(scope, 0);
      var owned = SharedSemaphore.owned(scope, 1);
      var event = SharedEvent.create(scope);
      var latch = SharedLatch.create(scope, 1);
      var barrier = SharedBarrier.create(scope, 2);
      var lock = SharedLock.create(scope);
      var condition = lock.newCondition();
      var all = List.of(semaphore, owned, event, latch, barrier, condition);
      List<SharedBlock> next =
          all.stream().map(object -> replace(object, object.block().byteSize())).toList();
      assertThrows(MemoryException.Stale.class, semaphore::acquire);
      assertThrows(MemoryException.Stale.class, owned::acquire);
      assertThrows(MemoryException.Stale.class, owned::release);
      assertThrows(MemoryException.Stale.class, event::await);
      assertThrows(MemoryException.Stale.class, latch::countDown);
      assertThrows(MemoryException.Stale.class, barrier::await);
      assertThrows(MemoryException.Stale.class, barrier::abort);
      lock.lock();
      assertThrows(MemoryException.Stale.class, condition::await);
      lock.unlock();
      next.forEach(block -> assertUntouched(block, 0));
    }
  }

  /// Frees the object without asking, and makes another one where it was.
  private static SharedBlock replace(SharedObject object, long bytes) {
    SharedBlock block = object.block();
    block.free();
    SharedBlock next = block.scope().allocate(ObjectType.RAW, bytes);
    assertEquals(block.offset(), next.offset());
    return next;
  }

  private static void assertUntouched(SharedBlock block, int firstWord) {
    assertEquals(firstWord, block.segment().get(ValueLayout.JAVA_INT, 0));
    MemorySegment rest = block.segment().asSlice(Integer.BYTES);
    assertEquals(-1, rest.mismatch(MemorySegment.ofArray(new byte[(int) rest.byteSize()])));
  }

  @Test
  void isReentrant() {
    try (var scope = SharedScope.anonymous(1 << 16)) {
      var lock = SharedLock.create(scope);
      lock.lock();
      assertTrue(lock.tryLock());
      assertEquals(2, lock.getHoldCount());
      lock.unlock();
      assertTrue(lock.isLocked());
      lock.unlock();
      assertFalse(lock.isLocked());
      assertThrows(IllegalMonitorStateException.class, lock::unlock);
    }
  }

  @Test
  void aThreadThatEndsHoldingItCountsAsDead() throws Exception {
    try (var scope = SharedScope.anonymous(1 << 16)) {
      var lock = SharedLock.create(scope);
      Thread.ofPlatform().start(lock::lock).join();
      String message = assertThrows(OwnerDiedException.class, lock::lock).getMessage();
      assertTrue(message.contains("a thread of process 'main'"), message);
      assertThrows(OwnerDiedException.class, lock::tryLock);
      assertFalse(lock.isHeldByCurrentThread());
      var repairs = new AtomicInteger();
      assertTrue(lock.recover(repairs::incrementAndGet));
      assertFalse(lock.recover(repairs::incrementAndGet));
      assertEquals(1, repairs.get());
      lock.lock();
      lock.unlock();
    }
  }

  @Test
  void aLockFreedWhileHeldTouchesNothingElse() throws Exception {
    try (var scope = SharedScope.anonymous(1 << 16)) {
      var next =
          new FutureTask<>(
              () -> {
                var lock = SharedLock.create(scope);
                lock.lock();
                lock.block().free(); // asks nobody
                return scope.allocate(ObjectType.RAW, SharedLock.BYTES);
              });
      Thread.ofPlatform().start(next).join();
      var lock = SharedLock.create(scope, OwnerDeath.IGNORE);
      Thread.ofPlatform().start(lock::lock).join();
      lock.lockInterruptibly(); // given up by the watch of ended threads, which looks in turn
      lock.unlock();
      assertUntouched(next.get(), 0);
    }
  }

  @Test
  void whatSomebodyUsesIsNotFreed() throws Exception {
    try (var scope = SharedScope.anonymous(1 << 20)) {
      var lock = SharedLock.open(scope, "orders");
      lock.lock();
      String me = "thread %d of process 'main'".formatted(Thread.currentThread().threadId());
      String message = refusesToFree(lock);
      assertTrue(
          message.startsWith("Cannot free lock 'orders' of scope %s: %s".formatted(scope, me)));
      assertTrue(message.endsWith(" holds it. Free it when nobody uses it any more."), message);
      lock.unlock();
      lock.free();

      var guarded = SharedReadWriteLock.create(scope);
      for (Lock view : List.of(guarded.readLock(), guarded.writeLock())) {
        view.lock();
        assertTrue(refusesToFree(guarded).contains("process 'main'"));
        view.unlock();
      }
      guarded.free();

      var value = IntValue.create(scope, 1);
      value.getLock().lock();
      assertTrue(refusesToFree(value).startsWith("Cannot free int at offset "));
      value.getLock().unlock();
      value.free();
    }
  }

  @Test
  void whatSomebodyWaitsForIsNotFreed() throws Exception {
    try (var scope = SharedScope.anonymous(1 << 20)) {
      var barrier = SharedBarrier.create(scope, 2);
      var lock = SharedLock.create(scope);
      var condition = lock.newCondition();
      var party = new FutureTask<>(barrier::await);
      var waiter =
          new FutureTask<>(
              () -> {
                lock.lock();
                condition.await();
                lock.unlock();
                return "signalled";
              });
      Thread.ofPlatform().start(party);
      Thread.ofPlatform().start(waiter);
      Awaitility.await().until(() -> barrier.getNumberWaiting() == 1);
      assertTrue(refusesToFree(barrier).contains("process 'main' (pid "));
      assertEquals(0, barrier.await());
      assertEquals(1, party.get());
      Awaitility.await().until(() -> condition.usedBy() != null);
      assertTrue(refusesToFree(condition).contains(" waits for it. Free"));
      lock.lock();
      condition.signal();
      lock.unlock();
      assertEquals("signalled", waiter.get());
      condition.free();
      barrier.free();
    }
  }

  private static String refusesToFree(SharedObject object) {
    String message = assertThrows(IllegalStateException.class, object::free).getMessage();
    assertTrue(object.block().isCurrent());
    return message;
  }

  @Test
  void theLeastTimeDoesNotWait() throws Exception {
    try (var scope = SharedScope.anonymous(1 << 16)) {
      var lock = SharedLock.create(scope);
      lock.lock();
      var got = new AtomicReference<Object>();
      Thread.ofVirtual().start(() -> got.set(tryLock(lock, Long.MIN_VALUE))).join();
      assertEquals(false, got.get());
      lock.unlock();
    }
  }

  private static Object tryLock(SharedLock lock, long nanos) {
    try {
      return lock.tryLock(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return e;
    }
  }

  @Test
  void itNeedsAPolicyAndARepair() {
    assertThrows(NullPointerException.class, () -> OwnerDeath.repairWith(null));
    try (var scope = SharedScope.anonymous(1 << 16)) {
      SharedBlock block = scope.allocate(ObjectType.RAW, SharedLock.BYTES);
      assertThrows(NullPointerException.class, () -> SharedLock.in(block, 0, null));
    }
  }

  @Test
  void itTravelsWithItsPolicy() throws Exception {
    try (var scope = SharedScope.anonymous(1 << 16)) {
      var lock = SharedLock.create(scope, OwnerDeath.IGNORE);
      var bytes = new ByteArrayOutputStream();
      try (var out = new ObjectOutputStream(bytes)) {
        out.writeObject(lock);
      }
      try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        var copy = (SharedLock) in.readObject();
        assertEquals(lock, copy);
        lock.lock();
        assertTrue(copy.isHeldByCurrentThread());
        Thread.ofVirtual().start(() -> assertFalse(copy.tryLock())).join();
        copy.unlock();
        Thread.ofVirtual().start(copy::lock).join();
        copy.lock();
        assertEquals(1, copy.ownerDeaths());
        copy.unlock();
      }
    }
  }

  @Test
  void theRepairRunsUnderTheLockAndMayFail() throws Exception {
    try (var scope = SharedScope.anonymous(1 << 16)) {
      REPAIRS.set(0);
      var lock = SharedLock.open(scope, "repaired", OwnerDeath.repairWith(SharedLockTest::repair));
      Thread.ofPlatform().start(lock::lock).join();
      assertEquals(
          "cannot repair now",
          assertThrows(UnsupportedOperationException.class, lock::lock).getMessage());
      assertFalse(lock.isHeldByCurrentThread());
      assertTrue(lock.tryLock());
      assertEquals(2, REPAIRS.get());
      assertEquals(1, lock.getHoldCount());
      lock.unlock();
      var other =
          assertThrows(
              MemoryException.Incompatible.class, () -> SharedLock.open(scope, "repaired"));
      assertTrue(other.getMessage().contains("with FAIL: it is there with REPAIR"));
    }
  }

  private static void repair() {
    if (REPAIRS.incrementAndGet() == 1) {
      throw new UnsupportedOperationException("cannot repair now");
    }
  }

  @Test
  void itCannotBeHeldTooOften() {
    try (var scope = SharedScope.anonymous(1 << 16)) {
      var lock = SharedLock.create(scope);
      lock.lock();
      lock.threadLock().restore(Integer.MAX_VALUE);
      String message = assertThrows(Error.class, lock::lock).getMessage();
      assertTrue(message.startsWith("Cannot lock %s: this".formatted(lock)), message);
      assertThrows(Error.class, lock::tryLock);
      assertEquals(Integer.MAX_VALUE, lock.getHoldCount());
      lock.threadLock().restore(1);
      lock.unlock();
    }
  }

  @Test
  void aPlaceForItMustBeOnALine() {
    try (var scope = SharedScope.anonymous(1 << 16)) {
      SharedBlock block = scope.allocate(ObjectType.RAW, 128);
      var lock = SharedLock.in(block, 64, OwnerDeath.FAIL);
      assertThrows(UnsupportedOperationException.class, lock::free);
      for (long offset : new long[] {-64, 32, 128}) {
        String message =
            assertThrows(
                    IllegalArgumentException.class,
                    () -> SharedLock.in(block, offset, OwnerDeath.FAIL))
                .getMessage();
        assertTrue(
            message.startsWith("Cannot use a lock at byte %d of".formatted(offset)), message);
        assertTrue(message.endsWith("or choose another offset."), message);
      }
    }
  }

  /// Of many batches the best: the JVM may allocate for itself in any.
  @Test
  void lockingAllocatesNothing() {
    try (var scope = SharedScope.anonymous(1 << 16)) {
      var lock = SharedLock.create(scope);
      SharedCondition condition = lock.newCondition();
      var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long least = Long.MAX_VALUE;
      for (int batch = 0; batch < 500 && least > 0; batch++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1_000; i++) {
          lock.lock();
          lock.lock();
          condition.signal();
          lock.unlock();
          lock.unlock();
          if (lock.tryLock()) {
            lock.unlock();
          }
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertEquals(0, least, "bytes in 1000 times");
    }
  }
}
