package io.tandem.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.inspect.ConditionView;
import io.tandem.inspect.PeerView;
import io.tandem.memory.MemoryException;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SharedConditionTest {
  private final SharedScope scope = SharedScope.anonymous(1 << 16);
  private final SharedLock lock = SharedLock.create(scope);

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void aNamedConditionBelongsToOneLock() {
    SharedCondition condition = SharedCondition.open(lock, "changed");

    assertEquals(condition, SharedCondition.open(lock, "changed"));
    assertEquals(condition.hashCode(), SharedCondition.open(lock, "changed").hashCode());
    assertNotEquals(condition, lock.newCondition());
    var other = SharedLock.create(scope);
    String message =
        assertThrows(
                MemoryException.Incompatible.class, () -> SharedCondition.open(other, "changed"))
            .getMessage();
    assertTrue(message.contains("it belongs to the lock at offset"), message);
  }

  @Test
  void itTravelsWithItsLock() throws Exception {
    SharedCondition condition = lock.newCondition();
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(condition);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      var copy = (SharedCondition) in.readObject();
      assertEquals(condition, copy);
      assertEquals(lock, copy.lock());
      copy.lock().lock();
      condition.signal();
      lock.unlock();
    }
  }

  @Test
  void itMayBePartOfAnotherStructure() {
    SharedBlock block = scope.allocate(ObjectType.RAW, 1024);
    var inside = SharedLock.in(block, 0, OwnerDeath.FAIL);
    var condition = SharedCondition.in(block, 64, inside);
    inside.lock();
    condition.signalAll();
    inside.unlock();
    assertThrows(IllegalArgumentException.class, () -> SharedCondition.in(block, 32, inside));
    String message =
        assertThrows(IllegalArgumentException.class, () -> SharedCondition.in(block, 1024, inside))
            .getMessage();
    assertTrue(message.startsWith("Cannot use a condition at byte 1024 of"), message);
    assertTrue(message.contains("with 512 bytes behind it. Allocate a larger block"), message);
    assertThrows(UnsupportedOperationException.class, condition::free);
  }

  @Test
  void waitingUntilSomethingIsTheCaseLooksFirstAndLast() throws Exception {
    SharedCondition condition = lock.newCondition();
    var looks = new AtomicInteger();
    lock.lock();
    condition.awaitUntil(() -> looks.incrementAndGet() == 1);
    assertTrue(condition.awaitUntil(() -> looks.incrementAndGet() == 2, Duration.ZERO));
    assertFalse(condition.awaitUntil(() -> looks.incrementAndGet() == 0, Duration.ofMillis(5)));
    assertEquals(4, looks.get());
    lock.unlock();
  }

  @Test
  void waitingUntilSomethingIsTheCaseNeedsTheLock() {
    SharedCondition condition = lock.newCondition();
    assertThrows(IllegalMonitorStateException.class, () -> condition.awaitUntil(() -> true));
    assertThrows(
        IllegalMonitorStateException.class, () -> condition.awaitUntil(() -> true, Duration.ZERO));
  }

  @Test
  void manyMayWaitInOneProcess() throws Exception {
    SharedCondition condition = lock.newCondition();
    var ended = new AtomicInteger();
    Thread[] threads = new Thread[50];
    for (int i = 0; i < threads.length; i++) {
      threads[i] =
          Thread.ofVirtual()
              .start(
                  () -> {
                    lock.lock();
                    condition.awaitUninterruptibly();
                    ended.incrementAndGet();
                    lock.unlock();
                  });
    }
    while (ended.get() < threads.length) {
      lock.lock();
      condition.signal();
      lock.unlock();
      Thread.onSpinWait();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals("nobody waits; its lock is at offset " + lock.block().offset(), text(condition));
  }

  @Test
  void aToolSeesWhoWaits() throws Exception {
    SharedCondition condition = lock.newCondition();
    Thread waiter =
        Thread.ofPlatform()
            .start(
                () -> {
                  lock.lock();
                  condition.awaitUninterruptibly();
                  lock.unlock();
                });
    String expected = "1 waits, of process 'p' (pid 42); its lock is at offset ";
    while (!text(condition).startsWith(expected)) {
      Thread.onSpinWait();
    }
    lock.lock();
    condition.signal();
    lock.unlock();
    waiter.join();
  }

  private static String text(SharedCondition condition) {
    var viewer = new SharedConditionViewer();
    var view =
        (ConditionView)
            viewer.view(
                condition.block().segment(),
                owner -> new PeerView(owner & 0x3ff, owner >>> 10, 42, Instant.EPOCH, "p", true));
    return view.text();
  }
}
