package io.tandem.tests.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tandem.memory.SharedScope;
import io.tandem.value.LongValue;
import io.tandem.value.SharedString;
import java.util.Random;

/// A number that each atomic step makes larger, one that grows under its lock, whose holders' death
/// does not matter, and a text that is never half of two.
final class Values implements Work {
  private static final int CAPACITY = 200;

  private final LongValue atomic;
  private final LongValue guarded;
  private final SharedString text;
  private long seenAtomic;
  private long seenGuarded;

  Values(SharedScope scope) {
    atomic = LongValue.open(scope, "atomic", 0);
    guarded = LongValue.open(scope, "guarded-value", 0);
    text = SharedString.open(scope, "text", CAPACITY);
  }

  @Override
  public void step(Random random) {
    long before = atomic.getAndAdd(1);
    assertTrue(before >= seenAtomic, () -> "%d after %d".formatted(before, seenAtomic));
    seenAtomic = before + 1;
    addUnderLock(random.nextInt(20));
    requireWhole();
    if (random.nextBoolean()) {
      text.set(Character.toString('a' + random.nextInt(26)).repeat(random.nextInt(CAPACITY)));
    }
  }

  private void addUnderLock(int pause) {
    guarded.getLock().lock();
    try {
      long before = guarded.getPlain();
      assertTrue(before >= seenGuarded, () -> "%d after %d".formatted(before, seenGuarded));
      Pair.pause(pause);
      guarded.setPlain(before + 1);
      assertEquals(before + 1, guarded.getPlain(), "two hold the lock");
      seenGuarded = before + 1;
    } finally {
      guarded.getLock().unlock();
    }
  }

  private void requireWhole() {
    String seen = text.get();
    assertTrue(seen.chars().distinct().count() <= 1, () -> "torn: " + seen);
  }

  @Override
  public void finish() {
    requireWhole();
    assertTrue(atomic.get() >= seenAtomic);
    assertTrue(guarded.get() >= seenGuarded);
  }
}
