package io.tandem.tests.kill;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedBlock;
import io.tandem.memory.SharedScope;
import io.tandem.sync.OwnerDeath;
import io.tandem.sync.OwnerDiedException;
import io.tandem.sync.SharedLock;
import io.tandem.sync.SharedReadWriteLock;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/// A lock that fails after a death, one that repairs, one for readers and a writer: each guards a
/// pair of words, which who holds it finds equal. Tokens grow.
final class PublicLocks implements Work {
  private static final ObjectType TYPE = new ObjectType("guarded", 1);
  private static final long LINE = 64;
  private static final int MOST_NANOS = (int) TimeUnit.MILLISECONDS.toNanos(2);

  private static final long LAST_TOKEN_AT = 6 * LINE;
  private static final long TOLD_AT = 7 * LINE;

  private final Words words;
  private final Pair ofFailing;
  private final Pair ofRepairing;
  private final Pair ofReadWrite;
  private final SharedLock failing;
  private final SharedLock repairing;
  private final SharedReadWriteLock readWrite;

  PublicLocks(SharedScope scope) {
    SharedBlock block = scope.openBlock("guarded", TYPE, 8 * LINE);
    words = new SegmentWords(block.segment());
    ofFailing = new Pair(words, 0, LINE);
    ofRepairing = new Pair(words, 2 * LINE, 3 * LINE);
    ofReadWrite = new Pair(words, 4 * LINE, 5 * LINE);
    failing = SharedLock.open(scope, "failing");
    // The pair is found anew: a repair travels with the handle of its lock.
    repairing = SharedLock.open(scope, "repairing", OwnerDeath.repairWith(ofRepairing::repair));
    readWrite = SharedReadWriteLock.open(scope, "read-write");
  }

  @Override
  public void step(Random random) throws InterruptedException {
    switch (random.nextInt(4)) {
      case 0 -> fail(random);
      case 1 -> repairIfNeeded(random);
      case 2 -> write(random);
      default -> read(random);
    }
  }

  private void fail(Random random) throws InterruptedException {
    try {
      if (!take(failing, random)) {
        return;
      }
    } catch (OwnerDiedException e) {
      boolean _ = failing.recover(this::repairFailing);
      return;
    }
    try {
      requireNewToken();
      ofFailing.change(random.nextInt(20));
    } finally {
      failing.unlock();
    }
  }

  private static boolean take(Lock lock, Random random) throws InterruptedException {
    if (random.nextBoolean()) {
      lock.lock();
      return true;
    }
    return lock.tryLock(random.nextInt(MOST_NANOS), TimeUnit.NANOSECONDS);
  }

  private void requireNewToken() {
    long token = failing.token();
    long last = words.getLong(LAST_TOKEN_AT);
    assertTrue(token > last, () -> "token %d after %d".formatted(token, last));
    words.setLong(LAST_TOKEN_AT, token);
  }

  private void repairFailing() {
    ofFailing.repair();
    words.setLong(TOLD_AT, words.getLong(TOLD_AT) + 1);
  }

  private void repairIfNeeded(Random random) throws InterruptedException {
    if (take(repairing, random)) {
      try {
        ofRepairing.change(random.nextInt(20));
      } finally {
        repairing.unlock();
      }
    }
  }

  private void write(Random random) throws InterruptedException {
    try {
      if (!take(readWrite.writeLock(), random)) {
        return;
      }
    } catch (OwnerDiedException e) {
      boolean _ = readWrite.recover(ofReadWrite::repair);
      return;
    }
    try {
      ofReadWrite.change(random.nextInt(20));
    } finally {
      readWrite.writeLock().unlock();
    }
  }

  private void read(Random random) throws InterruptedException {
    try {
      if (!take(readWrite.readLock(), random)) {
        return;
      }
    } catch (OwnerDiedException e) {
      boolean _ = readWrite.recover(ofReadWrite::repair);
      return;
    }
    try {
      ofReadWrite.requireWhole();
      Pair.pause(random.nextInt(20));
      ofReadWrite.requireWhole();
    } finally {
      readWrite.readLock().unlock();
    }
  }

  /// How many deaths those were told of who took the lock that fails.
  long told() {
    return words.getLong(TOLD_AT);
  }

  @Override
  public void finish() {
    boolean _ = failing.recover(this::repairFailing);
    repairing.lock();
    repairing.unlock();
    boolean _ = readWrite.recover(ofReadWrite::repair);
    ofFailing.requireWhole();
    ofRepairing.requireWhole();
    ofReadWrite.requireWhole();
  }
}
