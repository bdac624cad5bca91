package io.tandem.tests.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SharedScope;
import io.tandem.sync.LockAbandonedException;
import io.tandem.sync.OwnerDeath;
import io.tandem.sync.OwnerDiedException;
import io.tandem.sync.SharedLatch;
import io.tandem.sync.SharedReadWriteLock;
import io.tandem.value.IntArray;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What read-write locks promise.
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadWriteLockTest {
  private static final int MEMBERS = 3;
  private static final int ROUNDS = 500;

  @ParameterizedTest
  @EnumSource
  void nobodyReadsWhatIsHalfWritten(Crew crew) throws Exception {
    var lock = SharedReadWriteLock.create();
    var pair = IntArray.create(2);
    List<Crew.Member> members = new ArrayList<>();
    for (int i = 1; i < MEMBERS; i++) {
      members.add(crew.start(() -> readAndWrite(lock, pair)));
    }
    readAndWrite(lock, pair);
    for (Crew.Member member : members) {
      member.join();
    }
    assertEquals(MEMBERS * ROUNDS, pair.get(0));
    assertEquals(0, lock.readingProcesses());
    assertFalse(lock.isWriteLocked());
    lock.free();
    pair.free();
  }

  private static void readAndWrite(SharedReadWriteLock lock, IntArray pair) {
    for (int round = 0; round < ROUNDS; round++) {
      lock.writeLock().lock();
      pair.set(0, pair.get(0) + 1);
      pair.set(1, pair.get(1) + 1);
      lock.writeLock().unlock();
      lock.readLock().lock();
      assertEquals(pair.get(0), pair.get(1));
      lock.readLock().unlock();
    }
  }

  @Test
  void manyProcessesReadAtOnce() throws Exception {
    var lock = SharedReadWriteLock.create();
    var reading = SharedLatch.create(1);
    try (var reader = Crew.startProcess(() -> holdReading(lock, reading))) {
      reading.await();
      assertTrue(lock.readLock().tryLock());
      assertEquals(2, lock.readingProcesses());
      lock.readLock().unlock();
      assertFalse(lock.writeLock().tryLock());
      assertFalse(lock.writeLock().tryLock(20, TimeUnit.MILLISECONDS));
      assertTrue(lock.readLock().tryLock(), "kept out by a writer that gave up");
      lock.readLock().unlock();
      reader.kill();
    }
    lock.writeLock().lock(); // the dead reader is passed over
    lock.writeLock().unlock();
    lock.free();
    reading.free();
  }

  private static void holdReading(SharedReadWriteLock lock, SharedLatch reading)
      throws InterruptedException {
    lock.readLock().lock();
    reading.countDown();
    SharedLatch.create(1).await();
  }

  private static void dieWriting(SharedReadWriteLock lock) throws Exception {
    var writing = SharedLatch.create(1);
    try (var writer =
        Crew.startProcess(
            () -> {
              lock.writeLock().lock();
              writing.countDown();
              SharedLatch.create(1).await();
            })) {
      writing.await();
      assertTrue(lock.isWriteLocked());
      assertTrue(lock.writer().isPresent());
      assertFalse(lock.readLock().tryLock());
      writer.kill();
    }
    writing.free();
  }

  @Test
  void whoeverComesAfterADeadWriterIsToldUntilItIsRepaired() throws Exception {
    var lock = SharedReadWriteLock.create();
    dieWriting(lock);

    var told = assertThrows(OwnerDiedException.class, lock.readLock()::lock);
    assertTrue(told.getMessage().contains("died writing"), told::getMessage);
    assertTrue(told.getMessage().contains("recover(repair)"), told::getMessage);
    assertThrows(OwnerDiedException.class, lock.writeLock()::lock);
    assertThrows(OwnerDiedException.class, lock.readLock()::tryLock);
    assertEquals(0, lock.getReadHoldCount());
    assertEquals(0, lock.getWriteHoldCount());
    assertTrue(lock.recover(() -> {}));
    assertFalse(lock.recover(() -> {}));
    lock.readLock().lock();
    lock.readLock().unlock();
    lock.free();
  }

  @Test
  void aReaderRepairsIfTheLockIsMadeSo() throws Exception {
    var repairs = IntArray.create(1);
    var lock =
        SharedReadWriteLock.create(
            SharedScope.ofProcessTree(), OwnerDeath.repairWith(() -> repairs.getAndAdd(0, 1)));
    dieWriting(lock);
    lock.readLock().lock();
    assertEquals(1, repairs.get(0));
    assertEquals(1, lock.getReadHoldCount());
    assertEquals(0, lock.getWriteHoldCount());
    assertEquals(1, lock.readingProcesses());
    lock.readLock().unlock();
    lock.free();
    repairs.free();
  }

  @Test
  void aThreadThatEndsWritingCountsAsDead() throws Exception {
    var lock = SharedReadWriteLock.create();
    Crew.PLATFORM_THREADS.start(() -> lock.writeLock().lock()).join();
    assertThrows(OwnerDiedException.class, lock.readLock()::lock);
    assertTrue(lock.recover(() -> {}));
    lock.free();
  }

  @Test
  void whatIsGivenUpIsGivenUpForGood() throws Exception {
    var lock = SharedReadWriteLock.create();
    lock.abandon();
    lock.abandon();
    assertThrows(LockAbandonedException.class, lock.readLock()::lock);
    assertThrows(LockAbandonedException.class, lock.writeLock()::tryLock);
    assertThrows(LockAbandonedException.class, () -> lock.recover(() -> {}));
    lock.free();
  }

  @Test
  void whoGivesUpALockThatItHoldsUnlocksItAndThenOthersAreTold() throws Exception {
    var lock = SharedReadWriteLock.create();
    lock.writeLock().lock();
    var reading =
        Crew.PLATFORM_THREADS.start(
            () -> assertThrows(LockAbandonedException.class, lock.readLock()::lock));

    lock.abandon();
    lock.writeLock().unlock();
    reading.join();

    lock.writeLock().unlock(); // which would hide in a finally block what was told
    assertThrows(LockAbandonedException.class, lock.writeLock()::lock);
    lock.free();
  }

  @Test
  void writersMayGoOnToReadButNotTheOtherWayRound() throws Exception {
    var lock = SharedReadWriteLock.create();
    lock.writeLock().lock();
    lock.writeLock().lock();
    lock.readLock().lock();
    lock.writeLock().unlock();
    lock.writeLock().unlock();
    assertEquals(1, lock.getReadHoldCount());
    assertFalse(lock.isWriteLockedByCurrentThread());
    var told = assertThrows(IllegalMonitorStateException.class, lock.writeLock()::lock);
    assertTrue(told.getMessage().contains("would wait for itself"), told::getMessage);
    assertFalse(lock.writeLock().tryLock());
    lock.readLock().unlock();
    assertThrows(IllegalMonitorStateException.class, lock.readLock()::unlock);
    assertThrows(IllegalMonitorStateException.class, lock.writeLock()::unlock);
    var refused = assertThrows(UnsupportedOperationException.class, lock.writeLock()::newCondition);
    assertTrue(refused.getMessage().contains("Use a SharedLock"), refused::getMessage);
    lock.free();
  }

  @Test
  void anInterruptEndsAWait() throws Exception {
    var lock = SharedReadWriteLock.create();
    lock.writeLock().lock();
    var told =
        new FutureTask<>(
            () -> assertThrows(InterruptedException.class, lock.readLock()::lockInterruptibly));
    Thread.ofVirtual().start(told).interrupt();
    assertTrue(told.get().getMessage().startsWith("Interrupted "), told.get()::getMessage);
    lock.writeLock().unlock();
    assertTrue(lock.writeLock().tryLock());
    lock.writeLock().unlock();
    lock.free();
  }
}
