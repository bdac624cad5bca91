package io.tandem.tests.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.lock.Hold;
import io.tandem.lock.WordLock;
import io.tandem.memory.ObjectType;
import io.tandem.memory.SharedScope;
import io.tandem.park.Parker;
import io.tandem.word.SegmentWords;
import io.tandem.word.Words;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/// Four locks, each with two words that only its holder changes: they are equal, unless a holder
/// died in between, and then the next one is told. Each holder has a larger token than all before.
final class GuardedPairs implements Work {
  private static final ObjectType TYPE = new ObjectType("pairs", 1);
  private static final int LOCKS = 4;
  private static final long BYTES = 128;

  // From the start of each lock.
  private static final long TOKEN_AT = 8;
  private static final long FIRST_AT = 64;
  private static final long SECOND_AT = 72;
  private static final long LAST_TOKEN_AT = 80;
  private static final long TOLD_AT = 88;

  /// A lock of one place must be one object in a process.
  private static final ConcurrentMap<Long, WordLock> OF_THIS_PROCESS = new ConcurrentHashMap<>();

  private final SharedScope scope;
  private final Words words;

  GuardedPairs(SharedScope scope) {
    this.scope = scope;
    this.words = new SegmentWords(scope.openBlock("pairs", TYPE, LOCKS * BYTES).segment());
  }

  @Override
  public void step(Random random) throws InterruptedException {
    long at = random.nextInt(LOCKS) * BYTES;
    WordLock lock = OF_THIS_PROCESS.computeIfAbsent(at, this::lockAt);
    Hold hold =
        random.nextBoolean()
            ? lock.lock()
            : lock.tryLock(random.nextInt((int) TimeUnit.MILLISECONDS.toNanos(2)));
    if (hold == Hold.NONE) {
      return;
    }
    try {
      requireNewToken(at);
      if (hold == Hold.INCONSISTENT) {
        repair(at);
        lock.setConsistent();
      }
      change(at, random.nextInt(20));
    } finally {
      lock.unlock(); // so that others get on and report, if this one fails
    }
  }

  private WordLock lockAt(long at) {
    return new WordLock(words, at, scope.peers(), Parker.of(scope.peers()));
  }

  private void requireNewToken(long at) {
    long token = words.getLong(at + TOKEN_AT);
    long last = words.getLong(at + LAST_TOKEN_AT);
    assertTrue(token > last, () -> "token %d after %d".formatted(token, last));
    words.setLong(at + LAST_TOKEN_AT, token);
  }

  private void repair(long at) {
    words.setLong(at + SECOND_AT, words.getLong(at + FIRST_AT));
    words.setLong(at + TOLD_AT, words.getLong(at + TOLD_AT) + 1);
  }

  private void change(long at, int pause) {
    long value = words.getLong(at + FIRST_AT);
    assertEquals(value, words.getLong(at + SECOND_AT), "a death that was not told");
    words.setLongRelease(at + FIRST_AT, value + 1);
    for (int i = 0; i < pause; i++) {
      Thread.onSpinWait();
    }
    words.setLongRelease(at + SECOND_AT, value + 1);
  }

  /// How many deaths the holders were told of.
  long told() {
    long told = 0;
    for (long at = 0; at < LOCKS * BYTES; at += BYTES) {
      told += words.getLong(at + TOLD_AT);
    }
    return told;
  }

  @Override
  public void finish() {
    for (long at = 0; at < LOCKS * BYTES; at += BYTES) {
      WordLock lock = OF_THIS_PROCESS.computeIfAbsent(at, this::lockAt);
      if (lock.tryLock() == Hold.CONSISTENT) {
        change(at, 0);
      }
      lock.unlock();
    }
    OF_THIS_PROCESS.clear();
  }
}
