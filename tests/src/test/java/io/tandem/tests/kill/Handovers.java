package io.tandem.tests.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedScope;
import io.tandem.sync.OwnerDiedException;
import io.tandem.sync.SharedCondition;
import io.tandem.sync.SharedLock;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.time.Duration;
import java.util.Random;

/// A box for one number, under a lock with a condition for each side: numbers are put in order, and
/// each is taken once, or a holder died and the next one is told. Each holder has a larger token
/// than all before.
final class Handovers implements Work {
  private static final ObjectType TYPE = new ObjectType("box", 1);
  private static final long BYTES = 64;

  private static final long PUT_AT = 0; // how many numbers, and the last of them
  private static final long BOX_AT = 8; // a number, or 0
  private static final long TAKEN_AT = 16;
  private static final long LAST_TOKEN_AT = 24;

  private final Words words;
  private final SharedLock lock;
  private final SharedCondition filled;
  private final SharedCondition emptied;

  Handovers(SharedScope scope) {
    words = new SegmentWords(scope.openBlock("box", TYPE, BYTES).segment());
    lock = SharedLock.open(scope, "box-lock");
    filled = SharedCondition.open(lock, "filled");
    emptied = SharedCondition.open(lock, "emptied");
  }

  @Override
  public void step(Random random) throws InterruptedException {
    boolean put = random.nextBoolean();
    Duration patience = Duration.ofNanos(random.nextInt(3_000_000));
    try {
      lock.lock();
      if ((put ? emptied : filled).awaitUntil(() -> isFull() != put, patience)) {
        handOver(put, random);
      }
      requireNewToken();
    } catch (OwnerDiedException e) {
      boolean _ = lock.recover(this::repair);
    } finally {
      if (lock.isHeldByCurrentThread()) {
        lock.unlock();
      }
    }
  }

  private void handOver(boolean put, Random random) {
    if (put) {
      put();
    } else {
      take();
    }
    SharedCondition changed = put ? filled : emptied;
    if (random.nextInt(4) == 0) {
      changed.signalAll();
    } else {
      changed.signal();
    }
  }

  private boolean isFull() {
    return words.getLong(BOX_AT) != 0;
  }

  private void put() {
    long number = words.getLong(PUT_AT) + 1;
    assertEquals(number, words.getLong(TAKEN_AT) + 1, "a death that was not told");
    words.setLongRelease(PUT_AT, number);
    words.setLongRelease(BOX_AT, number);
  }

  private void take() {
    long number = words.getLong(BOX_AT);
    assertEquals(number, words.getLong(TAKEN_AT) + 1, "a death that was not told");
    words.setLongRelease(TAKEN_AT, number);
    words.setLongRelease(BOX_AT, 0);
  }

  /// The number that was on its way counts as taken.
  private void repair() {
    words.setLongRelease(TAKEN_AT, words.getLong(PUT_AT));
    words.setLongRelease(BOX_AT, 0);
    emptied.signalAll();
  }

  private void requireNewToken() {
    long token = lock.token();
    long last = words.getLong(LAST_TOKEN_AT);
    assertTrue(token > last, () -> "token %d after %d".formatted(token, last));
    words.setLong(LAST_TOKEN_AT, token);
  }

  @Override
  public void finish() {
    try {
      lock.lock();
      lock.unlock();
    } catch (OwnerDiedException e) {
      boolean _ = lock.recover(this::repair);
    }
    boolean full = isFull();
    assertEquals(words.getLong(PUT_AT), words.getLong(TAKEN_AT) + (full ? 1 : 0), "lost");
  }
}
