package io.tandem.tests.random;

import io.tandem.memory.SharedBlock;
import io.tandem.sync.OwnerDiedException;
import io.tandem.sync.SharedReadWriteLock;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/// A read-write lock, and two words that are equal unless somebody writes or died writing.
final class ReadWriteSubject implements Subject {
  private static final long FIRST_AT = 0;
  private static final long SECOND_AT = 64;
  private static final int PAUSES = 50;

  private final Words words;
  private final SharedReadWriteLock lock;

  ReadWriteSubject(SharedBlock block, String name) {
    words = new SegmentWords(block.segment());
    lock = SharedReadWriteLock.open(block.scope(), name);
  }

  @Override
  public Outcome perform(Step step) throws InterruptedException {
    try {
      return switch (step.name()) {
        case "read" -> locked(lock.readLock());
        case "write" -> locked(lock.writeLock());
        case "tryRead" -> held(lock.readLock().tryLock());
        case "tryWrite" -> held(lock.writeLock().tryLock());
        case "tryReadFor" -> held(tryFor(lock.readLock(), step));
        case "tryWriteFor" -> held(tryFor(lock.writeLock(), step));
        case "recover" -> Outcome.of(lock.recover(this::repair));
        case "endReading" -> unlocked(lock.readLock());
        case "endWriting" -> unlocked(lock.writeLock());
        case "end" ->
            unlocked(lock.isWriteLockedByCurrentThread() ? lock.writeLock() : lock.readLock());
        default -> throw new IllegalArgumentException(step.name());
      };
    } catch (OwnerDiedException e) {
      return Outcome.of(DIED);
    } catch (IllegalMonitorStateException e) {
      return Outcome.of(REFUSED);
    }
  }

  private Outcome locked(Lock side) {
    side.lock();
    return held(true);
  }

  private static boolean tryFor(Lock side, Step step) throws InterruptedException {
    return side.tryLock(step.micros(), TimeUnit.MICROSECONDS);
  }

  private static Outcome unlocked(Lock side) {
    side.unlock();
    return Outcome.of(DONE);
  }

  private Outcome held(boolean held) {
    if (held) {
      requireWhole();
      if (lock.isWriteLockedByCurrentThread()) {
        words.setLongRelease(FIRST_AT, words.getLong(FIRST_AT) + 1);
        pause();
        words.setLongRelease(SECOND_AT, words.getLong(SECOND_AT) + 1);
      } else {
        pause();
      }
      requireWhole();
    }
    return Outcome.of(held);
  }

  private void requireWhole() {
    if (words.getLong(FIRST_AT) != words.getLong(SECOND_AT)) {
      throw new IllegalStateException("Somebody writes, or died writing and nobody was told");
    }
  }

  private static void pause() {
    for (int i = 0; i < PAUSES; i++) {
      Thread.onSpinWait();
    }
  }

  private void repair() {
    words.setLongRelease(SECOND_AT, words.getLong(FIRST_AT));
  }

  @Override
  public @Nullable Step cleanUp() {
    boolean holds = lock.isWriteLockedByCurrentThread() || lock.getReadHoldCount() > 0;
    return holds ? new Step("end", 0) : null;
  }

  @Override
  public void free() {
    lock.free();
  }
}
