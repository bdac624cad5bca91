package io.tandem.tests.random;

import io.tandem.memory.SharedBlock;
import io.tandem.sync.OwnerDeath;
import io.tandem.sync.OwnerDiedException;
import io.tandem.sync.SharedCondition;
import io.tandem.sync.SharedLock;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A lock, a condition of it, and a counter that each holder adds to once.
final class LockSubject implements Subject {
  static final long COUNTER_AT = 832;
  private static final long INSIDE_AT = 896;
  private static final long CONDITION_AT = 64;
  private static final int PAUSES = 50;

  private final Words words;
  private final SharedLock lock;
  private final SharedCondition condition;

  LockSubject(SharedBlock block) {
    words = new SegmentWords(block.segment());
    lock = SharedLock.in(block, 0, OwnerDeath.FAIL);
    condition = SharedCondition.in(block, CONDITION_AT, lock);
  }

  @Override
  public Outcome perform(Step step) throws InterruptedException {
    try {
      return perform(step.name(), step.micros());
    } catch (OwnerDiedException e) {
      return new Outcome(DIED, 0);
    } catch (IllegalMonitorStateException e) {
      return new Outcome(REFUSED, 0);
    }
  }

  private Outcome perform(String name, int micros) throws InterruptedException {
    return switch (name) {
      case "lock" -> {
        lock.lock();
        yield held();
      }
      case "tryLock" -> lock.tryLock() ? held() : new Outcome(NO, 0);
      case "tryLockFor" ->
          lock.tryLock(micros, TimeUnit.MICROSECONDS) ? held() : new Outcome(NO, 0);
      case "awaitFor" -> {
        boolean signalled = condition.await(micros, TimeUnit.MICROSECONDS);
        yield new Outcome(signalled ? DONE : NO, lock.token());
      }
      case "recover" -> new Outcome(lock.recover(() -> {}) ? DONE : NO, 0);
      default -> {
        act(name);
        yield new Outcome(DONE, 0);
      }
    };
  }

  private void act(String name) {
    switch (name) {
      case "unlock" -> lock.unlock();
      case "signal" -> condition.signal();
      case "signalAll" -> condition.signalAll();
      default -> throw new IllegalArgumentException(name);
    }
  }

  /// Adds one when it is held for the first time.
  private Outcome held() {
    if (lock.getHoldCount() > 1) {
      return new Outcome(DONE, 0);
    }
    long token = lock.token();
    words.setLongRelease(INSIDE_AT, token);
    long count = words.getLong(COUNTER_AT);
    for (int i = 0; i < PAUSES; i++) {
      Thread.onSpinWait();
    }
    words.setLongRelease(COUNTER_AT, count + 1);
    if (words.getLong(INSIDE_AT) != token) {
      throw new IllegalStateException("Two held the lock at the same time");
    }
    return new Outcome(DONE, token);
  }

  @Override
  public @Nullable Step cleanUp() {
    return lock.isHeldByCurrentThread() ? new Step("unlock", 0) : null;
  }
}
