package io.tandem.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.sync.OwnerDiedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Locks, conditions, semaphores, events and barriers on a server. A thread stands for each user;
/// where there are clients, one that closes stands for one that died.
class ManagedSyncTest extends PlacesTest {
  private ExecutorService threads;

  @BeforeEach
  void makeThreads() {
    threads = Executors.newCachedThreadPool();
  }

  @AfterEach
  void interruptThreads() {
    threads.shutdownNow();
  }

  private static Throwable causeOf(Future<?> future) {
    return assertThrows(ExecutionException.class, future::get).getCause();
  }

  // ---- locks ----

  @Test
  void aLockIsHeldByOneThreadAsOftenAsItLikes() throws Exception {
    ManagedLock lock = objects.lock();
    lock.lock();
    assertTrue(lock.tryLock());
    lock.lockInterruptibly();

    assertEquals(3, lock.getHoldCount());
    assertFalse(threads.submit(lock::isHeldByCurrentThread).get());
    assertFalse(threads.submit((Callable<Boolean>) lock::tryLock).get());
    assertFalse(threads.submit(() -> lock.tryLock(5, TimeUnit.MILLISECONDS)).get());
    assertFalse(threads.submit(() -> lock.tryLock(-1, TimeUnit.SECONDS)).get());
    Throwable foreign = causeOf(threads.submit(lock::unlock));
    assertInstanceOf(IllegalMonitorStateException.class, foreign);
    assertTrue(foreign.getMessage().contains(lock.owner().orElseThrow()), foreign::getMessage);
    for (int i = 0; i < 3; i++) {
      assertTrue(lock.isLocked());
      lock.unlock();
    }
    assertFalse(lock.isLocked());
    assertThrows(IllegalMonitorStateException.class, lock::unlock);
  }

  @Test
  void whatALockGuardsIsDoneByOneAfterTheOther() throws Exception {
    ManagedLock lock = objects.lock();
    ManagedList<Integer> list = objects.list();
    list.add(0);
    List<Future<?>> all = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      all.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 50; i++) {
                  lock.lock();
                  try {
                    list.set(0, list.get(0) + 1);
                  } finally {
                    lock.unlock();
                  }
                }
              }));
    }
    for (Future<?> each : all) {
      each.get();
    }

    assertEquals(200, list.getFirst());
  }

  @Test
  void anInterruptEndsTheWaitsThatSaySo() throws Exception {
    ManagedLock lock = objects.lock();
    lock.lock();
    interrupt(lock::lockInterruptibly);
    interrupt(() -> lock.tryLock(1, TimeUnit.HOURS));
    Thread stubborn = Thread.ofPlatform().start(lock::lock);
    stubborn.interrupt();
    lock.unlock();
    stubborn.join();

    assertTrue(lock.isLocked()); // its thread has ended, its client has not
  }

  private interface Waiting {
    void run() throws Exception;
  }

  private void interrupt(Waiting waiting) throws Exception {
    var thread = new Thread[1];
    Future<?> waits =
        threads.submit(
            () -> {
              thread[0] = Thread.currentThread();
              waiting.run();
              return null;
            });
    Awaitility.await().until(() -> thread[0] != null);
    Awaitility.await()
        .until(
            () -> {
              thread[0].interrupt();
              return waits.isDone();
            });
    assertInstanceOf(InterruptedException.class, causeOf(waits));
  }

  @Test
  void aConditionGivesTheLockUpAndTakesItAgain() throws Exception {
    ManagedLock lock = objects.lock();
    ManagedCondition condition = lock.newCondition();
    ManagedValue<Integer> stage = objects.value(0);
    Future<Integer> waits =
        threads.submit(
            () -> {
              lock.lock();
              lock.lock();
              stage.set(1);
              condition.awaitUntil(() -> stage.get() == 2);
              return lock.getHoldCount();
            });
    Awaitility.await().until(() -> stage.get() == 1);
    lock.lock();
    condition.signal();
    stage.set(2);
    condition.signalAll();
    assertFalse(waits.isDone());
    lock.unlock();

    assertEquals(2, waits.get());
    assertThrows(IllegalMonitorStateException.class, condition::signal);
    assertThrows(IllegalMonitorStateException.class, condition::await);
  }

  @Test
  void aWaitEndsWithItsTimeOrAnInterruptAndHoldsTheLock() throws Exception {
    ManagedLock lock = objects.lock();
    ManagedCondition condition = lock.newCondition();
    lock.lock();
    condition.signal();

    assertFalse(condition.await(5, TimeUnit.MILLISECONDS));
    assertTrue(condition.awaitNanos(10) <= 0);
    assertFalse(condition.awaitUntil(() -> false, Duration.ofMillis(5)));
    assertTrue(lock.isHeldByCurrentThread());
    lock.unlock();
    interrupt(
        () -> {
          lock.lock();
          try {
            condition.await();
          } finally {
            lock.unlock();
          }
        });
    assertFalse(lock.isLocked());
  }

  @Test
  void theLockOfAClientThatIsGoneIsToBeRepaired() throws Exception {
    String name = "lock-" + place;
    Manager other = another();
    ManagedLock lock = objects.lock(name);
    ManagedCondition condition = lock.newCondition();
    var entered = new Semaphore(0);
    Future<Boolean> waits =
        threads.submit(
            () -> {
              lock.lock();
              try {
                entered.release();
                condition.await();
                return true;
              } finally {
                lock.unlock();
              }
            });
    entered.acquire();
    other.lock(name).lock(); // it waits now
    Future<?> locks = threads.submit(lock::lock);
    Waits.await(1, LockReferent.class, "awaitTurn");
    other.close();

    assertInstanceOf(OwnerDiedException.class, causeOf(locks));
    Throwable died = causeOf(waits);
    assertInstanceOf(OwnerDiedException.class, died);
    assertTrue(died.getMessage().endsWith("Call recover(repair)."), died::getMessage);
    assertThrows(OwnerDiedException.class, lock::tryLock);
    assertThrows(OwnerDiedException.class, lock::lockInterruptibly);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            lock.recover(
                () -> {
                  throw new IllegalArgumentException("cannot repair");
                }));
    assertThrows(OwnerDiedException.class, lock::lock);
    assertTrue(lock.recover(() -> assertTrue(lock.isHeldByCurrentThread())));
    assertFalse(lock.recover(() -> {}));
    lock.lock();
    assertEquals(1, lock.ownerDeaths());
    lock.unlock();
  }

  @Test
  void aWaiterThatIsGoneTakesNeitherALockNorASignal() throws Exception {
    String name = "lock-of-waiters-" + place;
    Manager other = another();
    ManagedLock lock = objects.lock(name);
    ManagedCondition condition = lock.newCondition();
    ManagedValue<ManagedCondition> shared = objects.value("condition-" + place, condition);
    var entered = new Semaphore(0);
    Future<?> mine = threads.submit(() -> awaitIn(lock, condition, entered));
    Future<?> theirs = threads.submit(() -> awaitIn(other.lock(name), shared.get(), entered));
    entered.acquire(2);
    lock.lock(); // both wait now
    Future<?> queued = threads.submit(() -> other.lock(name).lock());
    Waits.await(1, LockReferent.class, "awaitTurn");
    other.close();
    causeOf(queued);
    causeOf(theirs);
    Waits.await(0, LockReferent.class, "awaitTurn"); // the server has seen it, too
    Waits.await(1, LockReferent.class, "awaitHeld");
    condition.signal();
    lock.unlock();

    mine.get();
    assertEquals(0, lock.ownerDeaths());
  }

  private static Void awaitIn(ManagedLock lock, ManagedCondition condition, Semaphore entered)
      throws InterruptedException {
    lock.lock();
    try {
      entered.release();
      condition.await();
    } finally {
      lock.unlock();
    }
    return null;
  }

  // ---- semaphores ----

  @Test
  void permitsAreCounted() throws Exception {
    ManagedSemaphore semaphore = objects.semaphore(2);
    semaphore.acquire();
    assertTrue(semaphore.tryAcquire());
    assertFalse(semaphore.tryAcquire());
    assertFalse(semaphore.tryAcquire(Duration.ofMillis(5)));
    Future<?> waits = threads.submit(() -> semaphore.acquireUninterruptibly(3));
    interrupt(semaphore::acquire);
    semaphore.release(3);
    waits.get();
    semaphore.release(5);

    assertEquals(5, semaphore.drainPermits());
    assertEquals(0, semaphore.availablePermits());
    assertThrows(IllegalArgumentException.class, () -> semaphore.tryAcquire(-1));
    assertThrows(IllegalArgumentException.class, () -> semaphore.release(-1));
    assertThrows(IllegalArgumentException.class, () -> objects.semaphore(-1));
  }

  @Test
  void aBoundedSemaphoreRefusesTooMany() {
    ManagedSemaphore semaphore = objects.boundedSemaphore(2);
    assertTrue(semaphore.tryAcquire());
    semaphore.release();

    String message = assertThrows(IllegalStateException.class, semaphore::release).getMessage();
    assertTrue(message.contains("bounded semaphore of 2: 2 are there"), message);
    assertThrows(IllegalArgumentException.class, () -> semaphore.tryAcquire(3));
    assertEquals(2, semaphore.availablePermits());
  }

  @Test
  void permitsOfAClientThatIsGoneReturn() throws Exception {
    String name = "semaphore-" + place;
    Manager other = another();
    ManagedSemaphore semaphore = objects.semaphore(name, 3);
    other.semaphore(name, 3).acquire(2);
    semaphore.acquire();
    Future<?> waits = threads.submit(() -> semaphore.acquireUninterruptibly(2));
    other.close();
    waits.get();
    semaphore.release(3);

    assertEquals(3, semaphore.availablePermits());
  }

  // ---- events ----

  @Test
  void anEventLetsAllGo() throws Exception {
    ManagedEvent event = objects.event();
    assertFalse(event.await(Duration.ofMillis(5)));
    interrupt(event::await);
    Future<?> one = threads.submit(() -> awaitEvent(event));
    Future<?> two = threads.submit(() -> awaitEvent(event));
    event.set();
    one.get();
    two.get();

    assertTrue(event.isSet());
    assertTrue(event.await(Duration.ZERO));
    event.clear();
    assertFalse(event.isSet());
  }

  private static Void awaitEvent(ManagedEvent event) throws InterruptedException {
    event.await();
    return null;
  }

  // ---- barriers ----

  @Test
  void allMeetAgainAndAgain() throws Exception {
    ManagedBarrier barrier = objects.barrier(2);
    for (int round = 0; round < 20; round++) {
      Future<Integer> other = threads.submit(() -> barrier.await());
      assertEquals(1, barrier.await() + other.get());
    }

    assertEquals(2, barrier.getParties());
    assertFalse(barrier.isBroken());
  }

  @Test
  void aBarrierBreaksForAllWhenOneCannotGoOn() throws Exception {
    ManagedBarrier barrier = objects.barrier(2);
    assertThrows(TimeoutException.class, () -> barrier.await(Duration.ofMillis(5)));
    assertTrue(barrier.isBroken());
    assertThrows(BrokenBarrierException.class, barrier::await);
    barrier.reset();
    Future<?> waits = threads.submit(() -> barrier.await());
    Awaitility.await().until(() -> barrier.getNumberWaiting() == 1);
    barrier.abort();
    assertInstanceOf(BrokenBarrierException.class, causeOf(waits));
    barrier.reset();
    Future<?> again = threads.submit(() -> barrier.await());
    Awaitility.await().until(() -> barrier.getNumberWaiting() == 1);
    barrier.reset();
    assertInstanceOf(BrokenBarrierException.class, causeOf(again));
    assertFalse(barrier.isBroken());
  }

  @Test
  void aBarrierBreaksWithAClientThatIsGone() throws Exception {
    String name = "barrier-" + place;
    Manager other = another();
    ManagedBarrier barrier = objects.barrier(name, 3);
    Future<?> theirs = threads.submit(() -> other.barrier(name, 3).await());
    Future<?> mine = threads.submit(() -> barrier.await());
    Awaitility.await().until(() -> barrier.getNumberWaiting() == 2);
    other.close();

    causeOf(theirs);
    Throwable broken = causeOf(mine);
    assertInstanceOf(BrokenBarrierException.class, broken);
    assertTrue(broken.getMessage().contains("has ended"), broken::getMessage);
  }

  // ---- objects ----

  @Test
  void equalAreThoseOfTheSameObject() {
    String name = "same-" + place;
    assertEquals(objects.lock(name), objects.lock(name));
    assertNotEquals(objects.lock(), objects.lock());
    assertEquals(objects.lock(name).hashCode(), objects.lock(name).hashCode());
    assertEquals("managed lock held by nobody", objects.lock().toString());
    assertEquals("managed event that is not set", objects.event().toString());
    assertEquals("managed barrier for 2", objects.barrier(2).toString());
  }
}
