package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SharedScope;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedLockTest {
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
}
